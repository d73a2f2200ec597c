package com.deliveryhistory.tokens.custody;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.deliveryhistory.events.CompanyId;
import com.deliveryhistory.events.GrantId;
import com.deliveryhistory.events.sealing.TokenPair;
import com.deliveryhistory.testing.TestMongo;
import com.deliveryhistory.testing.WithMongo;
import com.deliveryhistory.tokens.custody.DataKeyRotation.Reencrypted;
import com.deliveryhistory.tokens.custody.StoredTokens.Stored;
import com.deliveryhistory.tokens.custody.Vault.Kept;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import java.io.Serial;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.bson.BsonDocument;
import org.bson.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@WithMongo
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DataKeyRotationTests {

    private static final CompanyId ACME = new CompanyId("acme");
    private static final GrantId ODCS = GrantId.parse("acme/odcs");
    private static final GrantId HISTORY = GrantId.parse("acme/intelligent-delivery-history");

    private final MongoDatabase database;
    private final EncryptionSettings settings;
    private TokensInMemory store = new TokensInMemory();

    DataKeyRotationTests(TestMongo mongo, @TempDir Path folder) {
        database = mongo.client().getDatabase(mongo.database());
        settings = new EncryptionSettings(folder.resolve("encryption.keys"), true);
        Vault.open(settings, database).close();
    }

    @BeforeEach
    void empty() {
        database.getCollection("dataKeys").deleteMany(new Document("keyAltNames", new Document("$ne", "key-check")));
        store = new TokensInMemory();
    }

    @Test
    void all_tokens_of_the_company_move_to_a_new_key_and_the_old_one_is_deleted() {
        try (Vault vault = open()) {
            optIn(vault, ODCS, 1);
            optIn(vault, HISTORY, 1);
            optIn(vault, GrantId.parse("globex/odcs"), 1);
            Stored before = store.get(ODCS);

            Reencrypted done = new DataKeyRotation(vault, store).reencrypt(ACME);

            assertThat(done).isEqualTo(new Reencrypted(ACME, 2, 0, 0));
            assertThat(store.get(ODCS).tokens().dataKey())
                    .isNotEqualTo(before.tokens().dataKey())
                    .isEqualTo(store.get(HISTORY).tokens().dataKey());
            assertReadable(vault);
            assertThat(keys()).hasSize(2);
        }
    }

    @Test
    void tokens_that_cannot_be_opened_keep_their_key_and_are_left_as_they_are() {
        try (Vault vault = open()) {
            optIn(vault, ODCS, 1);
            EncryptedTokens good = vault.encrypt(HISTORY, 1, pair(HISTORY, 1));
            byte[] bytes = good.ciphertext();
            bytes[bytes.length - 1] ^= 1;
            store.put(HISTORY, 1, new EncryptedTokens(bytes));

            assertThat(new DataKeyRotation(vault, store).reencrypt(ACME)).isEqualTo(new Reencrypted(ACME, 1, 1, 1));

            store.put(HISTORY, 1, good); // say, restored
            assertReadable(vault);
            assertThat(new DataKeyRotation(vault, store).reencrypt(ACME)).isEqualTo(new Reencrypted(ACME, 1, 0, 0));
            assertReadable(vault);
            assertThat(keys()).hasSize(1);
        }
    }

    @Test
    void wherever_it_is_cut_off_all_tokens_stay_readable_and_the_next_run_ends_it() {
        int step = 0;
        boolean crashed = true;
        while (crashed) {
            step++;
            empty();
            Writes writes = new Writes(step);
            try (Vault vault = open();
                    Vault mortal = open(writes)) {
                optIn(vault, ODCS, 1);
                optIn(vault, HISTORY, 1);
                StoredTokens mortalStore = writes.around(store);

                crashed = catchThrowableOfType(
                                Crash.class, () -> new DataKeyRotation(mortal, mortalStore).reencrypt(ACME))
                        != null;

                assertReadable(vault);
                new DataKeyRotation(vault, store).reencrypt(ACME);
                assertReadable(vault);
                assertThat(keys()).as("step %d", step).hasSize(1);
            }
        }
        assertThat(step).isGreaterThanOrEqualTo(10); // in front of and behind at least five writes
    }

    @Test
    void refreshes_opt_ins_and_several_operators_at_once_lose_nothing() throws Exception {
        try (Vault vault = open();
                Vault other = open();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            optIn(vault, ODCS, 1);
            List<Future<?>> work = new ArrayList<>();
            for (Vault one : List.of(vault, other)) {
                work.add(threads.submit(() -> repeat(15, () -> new DataKeyRotation(one, store).reencrypt(ACME))));
                work.add(threads.submit(() -> repeat(60, () -> refresh(one, ODCS))));
                work.add(threads.submit(() -> repeat(40, () -> {
                    optIn(one, HISTORY, 1);
                    store.end(HISTORY);
                    one.forget(ACME, store);
                })));
            }
            for (Future<?> one : work) {
                one.get();
            }

            optIn(vault, HISTORY, 7);
            assertReadable(vault);
            assertReadable(other);
            assertThat(store.get(ODCS).generation()).isEqualTo(121);
            new DataKeyRotation(vault, store).reencrypt(ACME);
            assertReadable(vault);
            assertThat(keys()).hasSize(1);
        }
    }

    @Test
    void an_opt_in_that_the_deletion_of_the_key_overtakes_is_stored_under_a_new_one() {
        try (Vault vault = open();
                Vault other = open()) {
            EncryptedTokens tokens = vault.encrypt(ODCS, 1, pair(ODCS, 1));
            other.forget(ACME, store); // a withdrawal elsewhere, which sees no tokens yet
            store.put(ODCS, 1, tokens);

            vault.confirm(List.of(new Kept(ODCS, 1, tokens, () -> pair(ODCS, 1))), store);

            assertReadable(other);
            assertThat(keys()).hasSize(1);
        }
    }

    @Test
    void a_company_that_nobody_opted_in_for_gets_no_key() {
        try (Vault vault = open()) {
            assertThat(new DataKeyRotation(vault, store).reencrypt(ACME)).isEqualTo(new Reencrypted(ACME, 0, 0, 0));
            vault.forget(ACME, store);
            assertThat(keys()).isEmpty();
        }
    }

    private void optIn(Vault vault, GrantId grant, long generation) {
        EncryptedTokens tokens = vault.encrypt(grant, generation, pair(grant, generation));
        store.put(grant, generation, tokens);
        vault.confirm(List.of(new Kept(grant, generation, tokens, () -> pair(grant, generation))), store);
    }

    /** As the refresher does: by the key of what was read, and again if the grant changed meanwhile. */
    private void refresh(Vault vault, GrantId grant) {
        Stored read;
        EncryptedTokens next;
        do {
            read = store.get(grant);
            try {
                next = vault.encryptLike(
                        read.tokens(), grant, read.generation() + 1, pair(grant, read.generation() + 1));
            } catch (TokensUnreadable e) {
                assertThat(store.get(grant)).as("changed meanwhile").isNotEqualTo(read);
                continue;
            }
            if (store.renew(read, next)) {
                return;
            }
        } while (true);
    }

    private void assertReadable(Vault vault) {
        for (Stored one : store.tokensOf(ACME)) {
            assertThat(vault.decrypt(one.grant(), one.generation(), one.tokens()))
                    .isEqualTo(pair(one.grant(), one.generation()));
        }
    }

    private static TokenPair pair(GrantId grant, long generation) {
        return new TokenPair("at-" + grant + generation, "rt-" + grant + generation);
    }

    private static void repeat(int times, Runnable step) {
        for (int i = 0; i < times; i++) {
            step.run();
        }
    }

    private List<String> keys() {
        return database.getCollection("dataKeys")
                .find(new Document("keyAltNames", new Document("$ne", "key-check")))
                .map(key -> key.getList("keyAltNames", String.class).getFirst())
                .into(new ArrayList<>());
    }

    private Vault open() {
        return Vault.open(settings, database);
    }

    private Vault open(Writes writes) {
        return Vault.open(
                settings,
                writes.around(database.getCollection(DataKeys.COLLECTION, BsonDocument.class)),
                database.getCollection("custody", BsonDocument.class),
                bundle -> {
                    throw new AssertionError(bundle);
                });
    }

    private static final class Crash extends RuntimeException {

        @Serial
        private static final long serialVersionUID = 1L;
    }

    /** Crashes in front of the first write, behind it, in front of the second, and so on. */
    private static final class Writes {

        private static final Set<String> NAMES = Set.of("insertMany", "updateOne", "deleteOne");

        private final int crash;
        private int now;

        Writes(int crash) {
            this.crash = crash;
        }

        private void pass() {
            now++;
            if (now == crash) {
                throw new Crash();
            }
        }

        StoredTokens around(StoredTokens store) {
            return new StoredTokens() {
                @Override
                public List<Stored> tokensOf(CompanyId company) {
                    return store.tokensOf(company);
                }

                @Override
                public boolean replace(Stored read, EncryptedTokens next) {
                    pass();
                    boolean replaced = store.replace(read, next);
                    pass();
                    return replaced;
                }
            };
        }

        interface Keys extends MongoCollection<BsonDocument> {}

        MongoCollection<BsonDocument> around(MongoCollection<BsonDocument> keys) {
            return Keys.class.cast(Proxy.newProxyInstance(
                    Keys.class.getClassLoader(), new Class<?>[] {Keys.class}, (proxy, method, arguments) -> {
                        if (method.getName().startsWith("with")) {
                            return proxy;
                        }
                        boolean write = NAMES.contains(method.getName());
                        if (write) {
                            pass();
                        }
                        Object result;
                        try {
                            result = method.invoke(keys, arguments);
                        } catch (InvocationTargetException e) {
                            throw e.getCause();
                        }
                        if (write) {
                            pass();
                        }
                        return result;
                    }));
        }
    }
}
