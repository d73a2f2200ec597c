package com.deliveryhistory.tokens.custody;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.deliveryhistory.testing.TestMongo;
import com.deliveryhistory.testing.WithMongo;
import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.bson.BsonDocument;
import org.junit.jupiter.api.Test;

/** What settings make of KMS providers, up to the point where one is called. */
@WithMongo
class MasterKeysTests {

    private static final String PRIVATE_KEY = "MIGHAgEAMBMG";

    private final KeyVault vault;

    MasterKeysTests(TestMongo mongo) {
        vault = new DataKeys(mongo.client()
                        .getDatabase(mongo.database())
                        .getCollection(DataKeys.COLLECTION, BsonDocument.class))
                .vault();
    }

    @Test
    void the_driver_takes_every_kind_of_provider_as_it_is_configured() throws Exception {
        MasterKeys aws = keys(
                "aws:second",
                Map.of("REGION", "eu-central-1", "key", "arn:aws:kms:eu-central-1:1:key/2"),
                Map.of(
                        "aws:second", Map.of("access-key-id", "id", "secretaccesskey", "secret"),
                        "azure", Map.of("on-demand", "true"),
                        "gcp", Map.of("email", "a@b.example", "private-key", PRIVATE_KEY),
                        "kmip", Map.of("endpoint", "kmip.example:5696", "ssl-bundle", "kmip")));

        assertThat(aws.current()).isEqualTo("aws:second");
        assertThat(aws.key())
                .isEqualTo(BsonDocument.parse(
                        "{\"region\": \"eu-central-1\", \"key\": \"arn:aws:kms:eu-central-1:1:key/2\"}"));
        assertThat(aws.credentials().get("aws:second")).containsOnlyKeys("accessKeyId", "secretAccessKey");
        assertThat(aws.credentials().get("azure")).isEmpty();
        assertThat(aws.ssl()).containsOnlyKeys("kmip");
        new Encryption(aws, vault).leave();
        new Encryption(keys("gcp", gcpKey(), Map.of()), vault).leave();
        new Encryption(keys("kmip", Map.of("key-id", "1"), Map.of("kmip", Map.of("endpoint", "kmip.example"))), vault)
                .leave();
    }

    @Test
    void what_is_missing_or_wrong_is_named_with_its_setting() {
        assertRefused("encryption.provider", "none of local, aws", "vault", Map.of(), Map.of());
        assertRefused("encryption.master-key", "lacks key, region", "aws", Map.of(), Map.of());
        assertRefused("encryption.master-key.colour", "no option here", "aws", Map.of("colour", "red"), Map.of());
        assertRefused(
                "encryption.kms-providers.aws:second",
                "lacks accessKeyId, secretAccessKey",
                "aws:second",
                Map.of("region", "r", "key", "k"),
                Map.of());
        assertRefused("encryption.kms-providers.kmip", "lacks endpoint", "kmip", Map.of("keyId", "1"), Map.of());
        assertRefused(
                "encryption.kms-providers.gcp",
                "lacks privateKey",
                "gcp",
                gcpKey(),
                Map.of("gcp", Map.of("email", "secret-email")));
        assertRefused("encryption.kms-providers.local", "local-key-file", "local", Map.of(), Map.of("local", Map.of()));
    }

    @Test
    void credentials_do_not_show() throws Exception {
        EncryptionSettings settings = settings(
                "aws",
                Map.of("region", "r", "key", "k"),
                Map.of("aws", Map.of("accessKeyId", "secret-id", "secretAccessKey", "secret-key")));

        assertThat(settings.toString()).contains("aws").doesNotContain("secret");
        assertThat(MasterKeys.of(settings, LocalKeyRing.empty(), bundle -> context())
                        .toString())
                .contains("aws")
                .doesNotContain("secret");
    }

    private static Map<String, String> gcpKey() {
        return Map.of("project-id", "p", "location", "l", "key-ring", "r", "key-name", "n");
    }

    private static void assertRefused(
            String setting,
            String why,
            String provider,
            Map<String, String> masterKey,
            Map<String, Map<String, String>> providers) {
        assertThatExceptionOfType(UnusableKeys.class)
                .isThrownBy(() -> keys(provider, masterKey, providers))
                .withMessageStartingWith(setting + ":")
                .withMessageContaining(why)
                .withMessageNotContaining("secret-");
    }

    private static MasterKeys keys(
            String provider, Map<String, String> masterKey, Map<String, Map<String, String>> providers) {
        return MasterKeys.of(settings(provider, masterKey, providers), LocalKeyRing.empty(), bundle -> context());
    }

    private static EncryptionSettings settings(
            String provider, Map<String, String> masterKey, Map<String, Map<String, String>> providers) {
        return new EncryptionSettings(Path.of("none"), false, provider, masterKey, providers, Duration.ofSeconds(10));
    }

    private static SSLContext context() {
        try {
            return SSLContext.getDefault();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
