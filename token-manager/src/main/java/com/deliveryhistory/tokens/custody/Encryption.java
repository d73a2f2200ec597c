package com.deliveryhistory.tokens.custody;

import com.mongodb.ClientEncryptionSettings;
import com.mongodb.MongoClientSettings;
import com.mongodb.client.internal.ClientEncryptionImpl;
import com.mongodb.client.model.vault.DataKeyOptions;
import com.mongodb.client.model.vault.EncryptOptions;
import com.mongodb.client.model.vault.RewrapManyDataKeyOptions;
import com.mongodb.client.vault.ClientEncryption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.bson.BsonBinary;
import org.bson.BsonBinarySubType;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.bson.conversions.Bson;

/** The driver's encryption under one set of master keys. Ends when its owner and all who use it have left. */
final class Encryption {

    private static final String ALGORITHM = "AEAD_AES_256_CBC_HMAC_SHA_512-Random";

    /** Without meaning: the vault is one collection. */
    private static final String NAMESPACE = "custody." + DataKeys.COLLECTION;

    /**
     * Opened data keys are kept where a KMS has to be asked for them. Otherwise opening one costs less than finding it
     * among the kept ones, which the library looks through one by one.
     */
    private static final Duration KEPT = Duration.ofSeconds(60);

    private static final Duration NOT_KEPT = Duration.ofMillis(1);

    private final MasterKeys masterKeys;
    private final KeyVault vault;
    private final ClientEncryption driver;
    private final AtomicInteger users = new AtomicInteger(1);

    /**
     * Starts it.
     *
     * @param vault where it finds data keys
     */
    Encryption(MasterKeys masterKeys, KeyVault vault) {
        this.masterKeys = masterKeys;
        this.vault = vault;
        // what the driver's public factory makes, but for the connection that it would open
        this.driver = new ClientEncryptionImpl(
                vault.client(),
                ClientEncryptionSettings.builder()
                        .keyVaultMongoClientSettings(
                                MongoClientSettings.builder().build())
                        .keyVaultNamespace(NAMESPACE)
                        .kmsProviders(masterKeys.credentials())
                        .kmsProviderSslContextMap(masterKeys.ssl())
                        .keyExpiration((masterKeys.local() ? NOT_KEPT : KEPT).toMillis(), TimeUnit.MILLISECONDS)
                        .build());
    }

    MasterKeys masterKeys() {
        return masterKeys;
    }

    /** False if it has ended. */
    boolean enter() {
        int now = users.get();
        while (now > 0) {
            if (users.compareAndSet(now, now + 1)) {
                return true;
            }
            now = users.get();
        }
        return false;
    }

    void leave() {
        if (users.decrementAndGet() == 0) {
            driver.close();
        }
    }

    /** A new data key, which is not stored yet. */
    BsonDocument newDataKey(String name) {
        DataKeyOptions options = new DataKeyOptions().keyAltNames(List.of(name));
        if (masterKeys.key() != null) {
            options.masterKey(masterKeys.key());
        }
        return vault.made(() -> driver.createDataKey(masterKeys.current(), options));
    }

    /** Encrypts these data keys under the current master key instead of their own. */
    void rewrap(Bson dataKeys) {
        RewrapManyDataKeyOptions options = new RewrapManyDataKeyOptions().provider(masterKeys.current());
        if (masterKeys.key() != null) {
            options.masterKey(masterKeys.key());
        }
        driver.rewrapManyDataKey(dataKeys, options);
    }

    byte[] encrypt(BsonValue value, BsonBinary dataKey) {
        return driver.encrypt(value, new EncryptOptions(ALGORITHM).keyId(dataKey))
                .getData();
    }

    /** The same with a data key that is at hand. */
    byte[] encrypt(BsonValue value, BsonDocument dataKey) {
        return vault.with(
                        dataKey, () -> driver.encrypt(value, new EncryptOptions(ALGORITHM).keyId(DataKeys.id(dataKey))))
                .getData();
    }

    /** The bytes are stored as plain binary, since not every store knows BSON's subtype for ciphertext. */
    BsonValue decrypt(byte[] ciphertext) {
        return driver.decrypt(new BsonBinary(BsonBinarySubType.ENCRYPTED, ciphertext));
    }
}
