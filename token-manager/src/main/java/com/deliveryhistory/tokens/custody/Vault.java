package com.deliveryhistory.tokens.custody;

import com.deliveryhistory.events.CompanyId;
import com.deliveryhistory.events.GrantId;
import com.deliveryhistory.events.sealing.TokenPair;
import com.deliveryhistory.tokens.custody.StoredTokens.Stored;
import com.mongodb.MongoException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.bson.BsonBinary;
import org.bson.BsonDocument;
import org.bson.BsonInt64;
import org.bson.BsonString;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Encrypts tokens at rest with MongoDB's explicit client-side field-level encryption, a data key per company. The grant
 * and the generation are part of what is encrypted, so that a ciphertext moved elsewhere opens nothing.
 *
 * <p>Data keys are replaced and deleted while all of this goes on, so whoever stores ciphertext does one of two things:
 *
 * <ul>
 *   <li>a grant that holds tokens gets its next ones by {@link #encryptLike}, stored only if the grant has not changed
 *       since its tokens were read;
 *   <li>any other gets them by {@link #encrypt} or {@link #encryptAll}, and {@link #confirm} is called once they are
 *       stored, before what brought them is acknowledged.
 * </ul>
 */
public final class Vault implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Vault.class);

    private final Encryptions encryptions;
    private final DataKeys keys;

    private Vault(Encryptions encryptions, DataKeys keys) {
        this.encryptions = encryptions;
        this.keys = keys;
    }

    /**
     * A token pair to encrypt.
     *
     * @param generation of the grant with these tokens
     */
    public record Plain(GrantId grant, long generation, TokenPair tokens) {}

    /**
     * Ciphertext as it was stored.
     *
     * @param pair what it was made of; asked for only if it is needed again
     */
    public record Kept(GrantId grant, long generation, EncryptedTokens tokens, Supplier<TokenPair> pair) {}

    /**
     * The vault in this database, opened.
     *
     * @throws RuntimeException naming the setting, if master keys are missing, no keys, or not all that the database's
     *     data keys are encrypted under
     */
    public static Vault open(EncryptionSettings settings, MongoDatabase database) {
        Vault vault = in(database, settings, bundle -> {
            throw UnusableKeys.setting("encryption.kms-providers", "there is no SSL bundle " + bundle);
        });
        vault.open();
        return vault;
    }

    /**
     * The same, opened by whoever needs it first: until then no store and no key is looked at.
     *
     * @param sslBundles is asked for the bundles that KMS providers name
     */
    public static Vault in(
            MongoDatabase database, EncryptionSettings settings, Function<String, SSLContext> sslBundles) {
        return in(
                settings,
                database.getCollection(DataKeys.COLLECTION, BsonDocument.class),
                database.getCollection("custody", BsonDocument.class),
                sslBundles);
    }

    private static Vault in(
            EncryptionSettings settings,
            MongoCollection<BsonDocument> dataKeys,
            MongoCollection<BsonDocument> custody,
            Function<String, SSLContext> sslBundles) {
        DataKeys keys = new DataKeys(dataKeys);
        return new Vault(new Encryptions(settings, custody, keys, sslBundles), keys);
    }

    static Vault open(
            EncryptionSettings settings,
            MongoCollection<BsonDocument> dataKeys,
            MongoCollection<BsonDocument> custody,
            Function<String, SSLContext> sslBundles) {
        Vault vault = in(settings, dataKeys, custody, sslBundles);
        vault.open();
        return vault;
    }

    /**
     * Reads the keys and checks them against what is stored, unless that is done.
     *
     * @throws RuntimeException naming the setting, if master keys are missing, no keys, or not all that the database's
     *     data keys are encrypted under
     */
    public void open() {
        encryptions.open();
    }

    /** Encrypts a token pair for this generation of the grant; makes the company's data key if there is none. */
    public EncryptedTokens encrypt(GrantId grant, long generation, TokenPair tokens) {
        return encrypt(new Plain(grant, generation, tokens));
    }

    private EncryptedTokens encrypt(Plain plain) {
        return encryptAll(List.of(plain)).getFirst();
    }

    /** The same for many at once, in their order, at about the cost of one look-up for all of them together. */
    public List<EncryptedTokens> encryptAll(List<Plain> plain) {
        Set<CompanyId> companies = new LinkedHashSet<>();
        plain.forEach(one -> companies.add(one.grant().company()));
        Map<CompanyId, BsonDocument> current = currentKeys(companies);
        return plain.stream()
                .map(one -> encrypt(
                        one, Objects.requireNonNull(current.get(one.grant().company()))))
                .toList();
    }

    /**
     * Encrypts with the very data key that the grant's present tokens are encrypted with, which costs no look-up. As
     * long as these are stored, the key is not deleted.
     *
     * @throws TokensUnreadable if there is no such key any more: the grant has moved on, or the key was lost
     */
    public EncryptedTokens encryptLike(EncryptedTokens present, GrantId grant, long generation, TokenPair tokens) {
        try {
            BsonDocument plaintext = plaintext(new Plain(grant, generation, tokens));
            return new EncryptedTokens(encryptions.use(driver -> driver.encrypt(plaintext, present.dataKey())));
        } catch (MongoException e) {
            if (Failure.of(e) != Failure.NO_KEY || encryptions.lacksMasterKeyOf(present.dataKey())) {
                throw e;
            }
            throw TokensUnreadable.undecryptable(grant, e);
        }
    }

    /**
     * To be called when tokens are stored that were not encrypted like the ones before, before what brought them is
     * acknowledged. Where the data key was taken out of use meanwhile, the tokens are stored again under the current
     * one.
     */
    public void confirm(Collection<Kept> kept, StoredTokens store) {
        Set<BsonBinary> used = new HashSet<>();
        kept.forEach(one -> used.add(one.tokens().dataKey()));
        if (used.isEmpty()) {
            return;
        }
        Set<BsonBinary> current = keys.currentAmong(used);
        kept.stream().filter(one -> !current.contains(one.tokens().dataKey())).forEach(one -> secure(one, store));
    }

    private void secure(Kept kept, StoredTokens store) {
        GrantId grant = kept.grant();
        EncryptedTokens stored = kept.tokens();
        while (!keys.currentAmong(List.of(stored.dataKey())).contains(stored.dataKey())) {
            EncryptedTokens last = stored;
            Optional<Stored> read = store.tokensOf(grant.company()).stream()
                    .filter(one -> one.grant().equals(grant) && one.tokens().equals(last))
                    .findFirst();
            if (read.isEmpty()) {
                break; // somebody stored others, and sees to them
            }
            EncryptedTokens again = encrypt(grant, kept.generation(), pair(kept, stored));
            if (store.replace(read.get(), again)) {
                log.info("{}: its data key was taken out of use, it has the new one", grant);
                stored = again;
            }
        }
        new DataKeyRotation(this, store).complete(grant.company());
    }

    /** What is stored counts, for it may have been renewed since; the key is gone only if nobody saw it stored. */
    private TokenPair pair(Kept kept, EncryptedTokens stored) {
        try {
            return decrypt(kept.grant(), kept.generation(), stored);
        } catch (TokensUnreadable e) {
            return kept.pair().get();
        }
    }

    /**
     * Opens what was encrypted.
     *
     * @throws TokensUnreadable if that is impossible
     */
    public TokenPair decrypt(GrantId grant, long generation, EncryptedTokens tokens) {
        BsonDocument plaintext = decrypt(grant, tokens);
        if (!plaintext.getString("grant").getValue().equals(grant.toString())
                || plaintext.getInt64("generation").getValue() != generation) {
            throw TokensUnreadable.belongElsewhere(grant);
        }
        return new TokenPair(
                plaintext.getString("accessToken").getValue(),
                plaintext.getString("refreshToken").getValue());
    }

    /** Makes opening these soon, one by one, cost one look-up of keys for all of them together. */
    public void expect(Collection<EncryptedTokens> tokens) {
        encryptions.expect(
                tokens.stream().map(EncryptedTokens::dataKey).distinct().toList());
    }

    private BsonDocument decrypt(GrantId grant, EncryptedTokens tokens) {
        try {
            return encryptions
                    .use(driver -> driver.decrypt(tokens.ciphertext()))
                    .asDocument();
        } catch (MongoException e) {
            if (Failure.of(e) != Failure.NO_KEY) {
                throw e;
            }
            throw TokensUnreadable.undecryptable(grant, e);
        }
    }

    /**
     * Deletes the company's data key, when none of its grants holds tokens: whatever was encrypted with it, in backups
     * too, can never be read again. If one does by now, its tokens get a new key.
     */
    public void forget(CompanyId company, StoredTokens store) {
        keys.current(company).ifPresent(key -> keys.retire(company, key));
        List<BsonBinary> retired = keys.retired(company);
        if (store.tokensOf(company).isEmpty()) {
            retired.forEach(keys::delete);
        } else {
            new DataKeyRotation(this, store).complete(company);
        }
    }

    /** Looks at the key file, and takes its keys into use if they have changed and can be used. */
    public void reload() {
        encryptions.reload();
    }

    /** Why the key file as it is now is not in use; {@code null}: it is. */
    public @Nullable String refusal() {
        return encryptions.refusal();
    }

    @Override
    public void close() {
        encryptions.close();
    }

    Encryptions encryptions() {
        return encryptions;
    }

    DataKeys keys() {
        return keys;
    }

    private Map<CompanyId, BsonDocument> currentKeys(Set<CompanyId> companies) {
        return keys.current(companies, name -> encryptions.use(driver -> driver.newDataKey(name)));
    }

    /** A data key that cannot be opened must not keep a company from opting in: another takes its place. */
    private EncryptedTokens encrypt(Plain plain, BsonDocument key) {
        CompanyId company = plain.grant().company();
        BsonDocument plaintext = plaintext(plain);
        try {
            return new EncryptedTokens(encryptions.use(driver -> driver.encrypt(plaintext, key)));
        } catch (MongoException e) {
            if (Failure.of(e) != Failure.NO_KEY || encryptions.lacksMasterKeyOf(DataKeys.id(key))) {
                throw e;
            }
            if (keys.retire(company, DataKeys.id(key))) {
                log.error(
                        "The data key of {} cannot be opened; it gets another one, and the old one is kept",
                        company,
                        e);
            }
            BsonDocument next =
                    Objects.requireNonNull(currentKeys(Set.of(company)).get(company));
            return new EncryptedTokens(encryptions.use(driver -> driver.encrypt(plaintext, next)));
        }
    }

    private static BsonDocument plaintext(Plain plain) {
        return new BsonDocument("grant", new BsonString(plain.grant().toString()))
                .append("generation", new BsonInt64(plain.generation()))
                .append("accessToken", new BsonString(plain.tokens().accessToken()))
                .append("refreshToken", new BsonString(plain.tokens().refreshToken()));
    }
}
