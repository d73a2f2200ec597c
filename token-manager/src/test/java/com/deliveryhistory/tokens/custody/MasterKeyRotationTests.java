package com.deliveryhistory.tokens.custody;

import static org.assertj.core.api.Assertions.assertThat;

import com.deliveryhistory.events.GrantId;
import com.deliveryhistory.events.sealing.TokenPair;
import com.deliveryhistory.testing.TestMongo;
import com.deliveryhistory.testing.WithMongo;
import com.deliveryhistory.tokens.custody.MasterKeyRotation.Rewrapped;
import com.mongodb.client.MongoDatabase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.IntStream;
import org.bson.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@WithMongo
class MasterKeyRotationTests {

    private static final TokenPair TOKENS = new TokenPair("secret-at", "secret-rt");

    private final MongoDatabase database;
    private final Path keyFile;

    MasterKeyRotationTests(TestMongo mongo, @TempDir Path folder) {
        database = mongo.client().getDatabase(mongo.database());
        keyFile = folder.resolve("encryption.keys");
    }

    @BeforeEach
    void empty() throws IOException {
        database.getCollection("dataKeys").deleteMany(new Document());
        database.getCollection("custody").deleteMany(new Document());
        write(newKey());
    }

    @Test
    void all_data_keys_move_to_the_new_key_and_the_old_one_can_go_while_tokens_stay_readable() throws Exception {
        try (Vault vault = open();
                Vault other = open()) {
            List<GrantId> grants = IntStream.range(0, 7)
                    .mapToObj(i -> GrantId.parse("company-" + i + "/odcs"))
                    .toList();
            List<EncryptedTokens> tokens =
                    grants.stream().map(id -> vault.encrypt(id, 1, TOKENS)).toList();
            String old = ring();
            String next = newKey();

            write(next + old);
            Rewrapped rewrapped = new MasterKeyRotation(vault, 3).rewrap();

            assertThat(rewrapped.masterKey()).startsWith("local:");
            assertThat(rewrapped).isEqualTo(new Rewrapped(rewrapped.masterKey(), 8, 0, 0));
            assertThat(new MasterKeyRotation(other).rewrap()).isEqualTo(new Rewrapped(rewrapped.masterKey(), 0, 8, 0));
            write(next);
            vault.reload();
            other.reload();
            assertThat(vault.refusal()).isNull();
            try (Vault fresh = open()) {
                for (int i = 0; i < grants.size(); i++) {
                    assertThat(vault.decrypt(grants.get(i), 1, tokens.get(i))).isEqualTo(TOKENS);
                    assertThat(other.decrypt(grants.get(i), 1, tokens.get(i))).isEqualTo(TOKENS);
                    assertThat(fresh.decrypt(grants.get(i), 1, tokens.get(i))).isEqualTo(TOKENS);
                }
            }
            assertThat(providers()).containsExactly(rewrapped.masterKey());
        }
    }

    @Test
    void a_key_that_data_keys_need_cannot_be_removed_while_the_service_runs() throws Exception {
        GrantId grant = GrantId.parse("acme/odcs");
        try (Vault vault = open()) {
            EncryptedTokens tokens = vault.encrypt(grant, 1, TOKENS);
            String old = ring();
            String next = newKey();

            write(next);
            vault.reload();

            assertThat(vault.refusal())
                    .contains("encryption.local-key-file", "lacks the key local:", "2 data keys")
                    .doesNotContain(old.strip(), next.strip());
            assertThat(vault.decrypt(grant, 1, tokens)).isEqualTo(TOKENS);
            assertThat(vault.decrypt(grant, 2, vault.encrypt(grant, 2, TOKENS))).isEqualTo(TOKENS);

            for (String wrong : List.of("", "no key\n", "AAAA\n")) {
                write(wrong);
                vault.reload();
                assertThat(vault.refusal()).contains("encryption.local-key-file");
            }
            Files.delete(keyFile);
            vault.reload();
            assertThat(vault.refusal()).contains("does not exist");

            write(next + old);
            vault.reload();
            assertThat(vault.refusal()).isNull();
            assertThat(vault.decrypt(grant, 1, tokens)).isEqualTo(TOKENS);
        }
    }

    @Test
    void an_instance_that_has_not_read_the_new_key_yet_reads_it_when_it_needs_it() throws Exception {
        GrantId grant = GrantId.parse("acme/odcs");
        try (Vault early = open();
                Vault late = open()) {
            write(newKey() + ring());
            early.reload();
            EncryptedTokens tokens = early.encrypt(grant, 1, TOKENS);
            assertThat(providers()).hasSize(2);

            assertThat(late.decrypt(grant, 1, tokens)).isEqualTo(TOKENS);
            assertThat(late.decrypt(grant, 2, late.encrypt(grant, 2, TOKENS))).isEqualTo(TOKENS);
        }
    }

    @Test
    void a_data_key_that_cannot_be_moved_keeps_no_other_back_and_stays_as_it_is() throws Exception {
        try (Vault vault = open()) {
            EncryptedTokens good = vault.encrypt(GrantId.parse("good/odcs"), 1, TOKENS);
            EncryptedTokens bad = vault.encrypt(GrantId.parse("bad/odcs"), 1, TOKENS);
            Document broken = database.getCollection("dataKeys")
                    .find(new Document("keyAltNames", "company/bad"))
                    .first();
            assertThat(broken).isNotNull();
            byte[] material =
                    broken.get("keyMaterial", org.bson.types.Binary.class).getData();
            byte[] changed = material.clone();
            changed[changed.length - 1] ^= 1;
            setMaterial(changed);
            write(newKey() + ring());

            Rewrapped rewrapped = new MasterKeyRotation(vault).rewrap();

            assertThat(rewrapped.rewrapped()).isEqualTo(2);
            assertThat(rewrapped.failed()).isEqualTo(1);
            assertThat(vault.decrypt(GrantId.parse("good/odcs"), 1, good)).isEqualTo(TOKENS);
            setMaterial(material);
            assertThat(new MasterKeyRotation(vault).rewrap().rewrapped()).isEqualTo(1);
            assertThat(vault.decrypt(GrantId.parse("bad/odcs"), 1, bad)).isEqualTo(TOKENS);
        }
    }

    private void setMaterial(byte[] material) {
        database.getCollection("dataKeys")
                .updateOne(
                        new Document("keyAltNames", "company/bad"),
                        new Document("$set", new Document("keyMaterial", material)));
    }

    private List<String> providers() {
        return database.getCollection("dataKeys")
                .distinct("masterKey.provider", String.class)
                .into(new java.util.ArrayList<>());
    }

    private Vault open() {
        return Vault.open(new EncryptionSettings(keyFile, false), database);
    }

    private static String newKey() {
        return new String(LocalKeyRing.newFile(), StandardCharsets.US_ASCII);
    }

    private String ring() throws IOException {
        return Files.readString(keyFile);
    }

    /** As operators should: whole or not at all. */
    private void write(String ring) throws IOException {
        Path draft = keyFile.resolveSibling("draft");
        Files.writeString(draft, ring);
        Files.move(draft, keyFile, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
