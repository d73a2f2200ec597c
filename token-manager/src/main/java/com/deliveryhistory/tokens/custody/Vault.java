package com.deliveryhistory.tokens.custody;

import com.deliveryhistory.events.CompanyId;
import com.deliveryhistory.events.GrantId;
import com.deliveryhistory.events.sealing.TokenPair;
import com.mongodb.ClientEncryptionSettings;
import com.mongodb.ErrorCategory;
import com.mongodb.MongoClientSettings;
import com.mongodb.MongoException;
import com.mongodb.MongoWriteException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.vault.EncryptOptions;
import com.mongodb.client.vault.ClientEncryption;
import com.mongodb.client.vault.ClientEncryptions;
import com.mongodb.crypt.capi.MongoCryptException;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Optional;
import org.bson.BsonBinary;
import org.bson.BsonBinarySubType;
import org.bson.BsonDocument;
import org.bson.BsonInt64;
import org.bson.BsonString;
import org.bson.BsonValue;

/**
 * Encrypts tokens at rest with MongoDB's explicit client-side field-level encryption, a data key per company. The grant
 * and the generation are part of what is encrypted, so that a ciphertext moved elsewhere opens nothing.
 */
public final class Vault implements AutoCloseable {

    private static final String SETTING = "encryption.local-key-file";
    private static final int KEY_LENGTH = 96;
    private static final String ALGORITHM = "AEAD_AES_256_CBC_HMAC_SHA_512-Random";
    private static final String CHECK = "key-check";
    private static final BsonString CHECK_TEXT = new BsonString("this can be read");

    private final ClientEncryption encryption;
    private final DataKeys keys;

    private Vault(ClientEncryption encryption, DataKeys keys) {
        this.encryption = encryption;
        this.keys = keys;
    }

    /**
     * Opens the vault in this database.
     *
     * @throws UnusableKeyFile naming the setting, if the key file is missing, no key, or not the key that the
     *     database's data keys are encrypted with
     */
    public static Vault open(EncryptionSettings settings, MongoClientSettings mongo, MongoDatabase database) {
        KeyFile file = new KeyFile(SETTING, settings.localKeyFile());
        byte[] key = file.read(settings.createIfMissing(), Vault::newKey);
        if (key.length != KEY_LENGTH) {
            throw file.unusable("does not hold %d bytes".formatted(KEY_LENGTH));
        }
        ClientEncryption encryption = ClientEncryptions.create(ClientEncryptionSettings.builder()
                .keyVaultMongoClientSettings(mongo)
                .keyVaultNamespace(database.getName() + "." + DataKeys.COLLECTION)
                .kmsProviders(Map.of("local", Map.of("key", key)))
                .build());
        try {
            DataKeys keys = new DataKeys(database, encryption);
            keys.createIndexes();
            Vault vault = new Vault(encryption, keys);
            vault.check(database.getCollection("custody", BsonDocument.class), file);
            return vault;
        } catch (RuntimeException e) {
            encryption.close();
            throw e;
        }
    }

    /** Encrypts a token pair for this generation of the grant; makes the company's data key if there is none. */
    public EncryptedTokens encrypt(GrantId grant, long generation, TokenPair tokens) {
        return encrypt(grant, generation, tokens, keys.of(grant.company()));
    }

    /** The same for a grant that has tokens already; empty if the company's data key was deleted meanwhile. */
    public Optional<EncryptedTokens> encryptAgain(GrantId grant, long generation, TokenPair tokens) {
        return keys.find(grant.company()).map(key -> encrypt(grant, generation, tokens, key));
    }

    private EncryptedTokens encrypt(GrantId grant, long generation, TokenPair tokens, BsonBinary key) {
        BsonDocument plaintext = new BsonDocument("grant", new BsonString(grant.toString()))
                .append("generation", new BsonInt64(generation))
                .append("accessToken", new BsonString(tokens.accessToken()))
                .append("refreshToken", new BsonString(tokens.refreshToken()));
        return new EncryptedTokens(encrypt(plaintext, key).getData());
    }

    /**
     * Opens what {@link #encrypt} made.
     *
     * @throws TokensUnreadable if that is impossible
     */
    public TokenPair decrypt(GrantId grant, long generation, EncryptedTokens tokens) {
        BsonDocument plaintext = decrypt(grant, tokens).asDocument();
        if (!plaintext.getString("grant").getValue().equals(grant.toString())
                || plaintext.getInt64("generation").getValue() != generation) {
            throw TokensUnreadable.belongElsewhere(grant);
        }
        return new TokenPair(
                plaintext.getString("accessToken").getValue(),
                plaintext.getString("refreshToken").getValue());
    }

    /** Deletes the company's data key: whatever was encrypted with it, in backups too, can never be read again. */
    public void forget(CompanyId company) {
        keys.delete(company);
    }

    @Override
    public void close() {
        encryption.close();
    }

    private BsonBinary encrypt(BsonValue value, BsonBinary key) {
        return encryption.encrypt(value, new EncryptOptions(ALGORITHM).keyId(key));
    }

    private BsonValue decrypt(GrantId grant, EncryptedTokens tokens) {
        try {
            return encryption.decrypt(ciphertext(tokens.ciphertext()));
        } catch (MongoException e) {
            if (outage(e)) {
                throw e;
            }
            throw TokensUnreadable.undecryptable(grant, e);
        }
    }

    /** Stored as plain binary, since not every store knows BSON's subtype for ciphertext. */
    private static BsonBinary ciphertext(byte[] bytes) {
        return new BsonBinary(BsonBinarySubType.ENCRYPTED, bytes);
    }

    /** The driver says with exactly this class that the encryption library refused; outages have subclasses. */
    private static boolean outage(MongoException e) {
        return e.getClass() != MongoException.class && !(e.getCause() instanceof MongoCryptException);
    }

    /** Tells a wrong key at start, not when the first tokens cannot be opened. */
    private void check(MongoCollection<BsonDocument> custody, KeyFile file) {
        BsonDocument stored = custody.find(Filters.eq("_id", CHECK)).first();
        if (stored == null) {
            BsonBinary value = encrypt(CHECK_TEXT, keys.named(CHECK));
            try {
                custody.insertOne(new BsonDocument("_id", new BsonString(CHECK))
                        .append("value", new BsonBinary(value.getData())));
                return;
            } catch (MongoWriteException e) {
                if (e.getError().getCategory() != ErrorCategory.DUPLICATE_KEY) {
                    throw e;
                }
                check(custody, file); // another instance was quicker; it may have another key
                return;
            }
        }
        try {
            if (CHECK_TEXT.equals(
                    encryption.decrypt(ciphertext(stored.getBinary("value").getData())))) {
                return;
            }
        } catch (MongoException e) {
            if (outage(e)) {
                throw e;
            }
        }
        throw file.unusable("holds another key than the one that the stored tokens are encrypted under");
    }

    private static byte[] newKey() {
        byte[] key = new byte[KEY_LENGTH];
        new SecureRandom().nextBytes(key);
        return key;
    }
}
