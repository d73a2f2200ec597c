package com.deliveryhistory.tokens.custody;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.deliveryhistory.events.GrantId;
import com.deliveryhistory.events.sealing.TokenPair;
import com.deliveryhistory.testing.TestMongo;
import com.deliveryhistory.testing.WithMongo;
import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import com.mongodb.event.CommandListener;
import com.mongodb.event.CommandStartedEvent;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.bson.BsonString;
import org.bson.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@WithMongo
class VaultTests {

    private static final GrantId ACME = GrantId.parse("acme/odcs");
    private static final TokenPair TOKENS = new TokenPair("secret-at", "secret-rt");

    private final TestMongo mongo;
    private final MongoDatabase database;
    private final Path keyFile;
    private final TokensInMemory store = new TokensInMemory();

    VaultTests(TestMongo mongo, @TempDir Path folder) {
        this.mongo = mongo;
        database = mongo.client().getDatabase(mongo.database());
        keyFile = folder.resolve("keys/encryption.key");
    }

    @BeforeEach
    void empty() {
        database.getCollection("dataKeys").deleteMany(new Document());
        database.getCollection("custody").deleteMany(new Document());
    }

    @Test
    void what_it_encrypts_only_it_can_read_and_only_for_the_same_grant_and_generation() {
        try (Vault vault = open(true)) {
            EncryptedTokens encrypted = vault.encrypt(ACME, 3, TOKENS);

            assertThat(vault.decrypt(ACME, 3, encrypted)).isEqualTo(TOKENS);
            assertThat(new String(encrypted.ciphertext(), StandardCharsets.ISO_8859_1))
                    .doesNotContain("secret");
            assertThatExceptionOfType(TokensUnreadable.class).isThrownBy(() -> vault.decrypt(ACME, 4, encrypted));
            assertThatExceptionOfType(TokensUnreadable.class)
                    .isThrownBy(() -> vault.decrypt(GrantId.parse("globex/odcs"), 3, encrypted));
        }
    }

    @Test
    void a_changed_ciphertext_is_not_opened() {
        try (Vault vault = open(true)) {
            byte[] bytes = vault.encrypt(ACME, 1, TOKENS).ciphertext();
            bytes[bytes.length - 1] ^= 1;

            assertThatExceptionOfType(TokensUnreadable.class)
                    .isThrownBy(() -> vault.decrypt(ACME, 1, new EncryptedTokens(bytes)));
        }
    }

    @Test
    void each_company_has_one_data_key_however_many_ask_for_it_at_once() throws Exception {
        try (Vault vault = open(true);
                Vault other = open(true);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<EncryptedTokens>> calls = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                calls.add(() -> vault.encrypt(ACME, 1, TOKENS));
                calls.add(() -> other.encrypt(ACME, 1, TOKENS));
            }

            for (var encrypted : threads.invokeAll(calls)) {
                assertThat(vault.decrypt(ACME, 1, encrypted.get())).isEqualTo(TOKENS);
            }

            assertThat(keys("company/acme")).isEqualTo(1);
            vault.encrypt(GrantId.parse("globex/odcs"), 1, TOKENS);
            assertThat(keys("company/globex")).isEqualTo(1);
        }
    }

    @Test
    void a_company_that_comes_back_after_it_was_forgotten_gets_a_new_key_at_once() {
        EncryptedTokens before;
        EncryptedTokens after;
        try (Vault vault = open(true)) {
            before = vault.encrypt(ACME, 1, TOKENS);
            vault.forget(ACME.company(), store);
            assertThat(keys("company/acme")).isZero();
            after = vault.encrypt(ACME, 2, TOKENS);
        }
        try (Vault restarted = open(false)) {
            assertThat(restarted.decrypt(ACME, 2, after)).isEqualTo(TOKENS);
            assertThatExceptionOfType(TokensUnreadable.class).isThrownBy(() -> restarted.decrypt(ACME, 1, before));
        }
    }

    @Test
    void the_key_file_is_made_for_its_owner_alone_and_kept() throws Exception {
        open(true).close();
        byte[] key = Files.readAllBytes(keyFile);

        open(true).close();

        assertThat(Files.readAllBytes(keyFile)).isEqualTo(key);
        assertThat(Base64.getDecoder().decode(Files.readString(keyFile).strip()))
                .hasSize(96);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(keyFile)))
                .isEqualTo("rw-------");
        try (var files = Files.list(keyFile.resolveSibling("."))) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void it_does_not_open_without_its_key_and_says_which_setting_is_wrong() throws Exception {
        assertRefused("does not exist");

        Files.createDirectories(keyFile.resolveSibling("."));
        Files.write(keyFile, new byte[96]);
        assertRefused("holds the bytes of a key");
        Files.writeString(keyFile, "# nothing yet\n\n");
        assertRefused("holds no key");
        Files.writeString(keyFile, key(1) + "\nc2hvcnQ=\n");
        assertRefused("96 bytes in base64 in line 2");

        Files.delete(keyFile);
        open(true).close();
        Files.writeString(keyFile, key(1));
        assertRefused("lacks the key local:");
        Files.delete(keyFile);
        assertThatExceptionOfType(UnusableKeys.class)
                .isThrownBy(() -> open(true))
                .withMessageContaining("does not exist");
    }

    @Test
    void the_keys_of_tokens_that_are_expected_are_read_at_once() {
        List<GrantId> grants = List.of(ACME, GrantId.parse("globex/odcs"), GrantId.parse("initech/odcs"));
        List<EncryptedTokens> tokens;
        try (Vault vault = open(true)) {
            tokens = grants.stream()
                    .map(grant -> vault.encrypt(grant, 1, TOKENS))
                    .toList();
        }
        AtomicInteger lookUps = new AtomicInteger();
        CommandListener counting = new CommandListener() {
            @Override
            public void commandStarted(CommandStartedEvent event) {
                boolean ofKeys = event.getCommand()
                        .getString("find", new BsonString(""))
                        .getValue()
                        .equals("dataKeys");
                lookUps.addAndGet(ofKeys ? 1 : 0);
            }
        };
        try (MongoClient observed = MongoClients.create(MongoClientSettings.builder()
                        .applyConnectionString(new ConnectionString(mongo.uri()))
                        .addCommandListener(counting)
                        .build());
                Vault vault =
                        Vault.open(new EncryptionSettings(keyFile, false), observed.getDatabase(database.getName()))) {
            lookUps.set(0);

            vault.expect(Stream.concat(tokens.stream(), Stream.of(new EncryptedTokens(new byte[0])))
                    .toList());

            assertThat(lookUps).hasValue(1);
            for (int i = 0; i < grants.size(); i++) {
                assertThat(vault.decrypt(grants.get(i), 1, tokens.get(i))).isEqualTo(TOKENS);
            }
            assertThat(lookUps).hasValue(1);
        }
    }

    private void assertRefused(String why) {
        assertThatExceptionOfType(UnusableKeys.class)
                .isThrownBy(() -> open(false))
                .withMessageContaining("encryption.local-key-file")
                .withMessageContaining(why);
    }

    private static String key(int seed) {
        byte[] key = new byte[96];
        new Random(seed).nextBytes(key);
        return Base64.getEncoder().encodeToString(key);
    }

    private Vault open(boolean createIfMissing) {
        return Vault.open(new EncryptionSettings(keyFile, createIfMissing), database);
    }

    private long keys(String name) {
        return database.getCollection("dataKeys").countDocuments(new Document("keyAltNames", name));
    }
}
