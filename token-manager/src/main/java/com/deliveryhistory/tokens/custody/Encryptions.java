package com.deliveryhistory.tokens.custody;

import com.deliveryhistory.services.storage.AlreadyThere;
import com.mongodb.MongoException;
import com.mongodb.MongoWriteException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import org.bson.BsonBinary;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The encryption that is in use. When the key file changes, another takes its place between two operations; a file that
 * is wrong changes nothing.
 */
final class Encryptions implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Encryptions.class);
    private static final String SETTING = "encryption.local-key-file";
    private static final String CHECK = "key-check";
    private static final BsonString CHECK_TEXT = new BsonString("this can be read");

    private final EncryptionSettings settings;
    private final MongoCollection<BsonDocument> custody;
    private final DataKeys keys;
    private final KeyVault vault;
    private final Function<String, SSLContext> sslBundles;
    private final KeyFile file;

    /** Held while keys are read and checked, which asks the store: no monitor, for it would hold a carrier thread. */
    private final Lock changing = new ReentrantLock();

    private byte[] content = new byte[0];
    private volatile @Nullable Encryption current;
    private volatile @Nullable String refusal;
    private boolean closed;

    Encryptions(
            EncryptionSettings settings,
            MongoCollection<BsonDocument> custody,
            DataKeys keys,
            Function<String, SSLContext> sslBundles) {
        this.settings = settings;
        this.custody = custody;
        this.vault = keys.vault();
        this.keys = keys;
        this.sslBundles = sslBundles;
        this.file = new KeyFile(SETTING, settings.localKeyFile());
    }

    /**
     * Takes the keys into use that are configured, unless some are.
     *
     * @throws UnusableKeys if they are missing, no keys, or not all that data keys are encrypted under
     */
    Encryption open() {
        Encryption present = current;
        return present == null ? openFirst() : present;
    }

    private Encryption openFirst() {
        changing.lock();
        try {
            Encryption present = current;
            if (present != null) {
                return present;
            }
            if (closed) {
                throw new IllegalStateException("The vault is closed");
            }
            keys.createIndexes();
            if (local() && settings.createIfMissing() && keys.isEmpty()) {
                file.createIfMissing(LocalKeyRing::newFile);
            }
            byte[] now = read();
            Encryption first = open(now);
            content = now;
            current = first;
            log.info("Data keys are encrypted under {}", first.masterKeys().current());
            return first;
        } finally {
            changing.unlock();
        }
    }

    /**
     * Does something with the current encryption; once more, if it lacks a key that is in the file by now, or had one
     * that was encrypted anew meanwhile.
     */
    <T> T use(Function<Encryption, T> work) {
        Encryption used = enter();
        try {
            return work.apply(used);
        } catch (MongoException e) {
            if (Failure.of(e) != Failure.NO_KEY) {
                throw e;
            }
            boolean outdated = vault.wasOutdated();
            reload();
            if (current == used && !outdated) {
                throw e;
            }
        } finally {
            used.leave();
        }
        Encryption next = enter();
        try {
            return work.apply(next);
        } finally {
            next.leave();
        }
    }

    /** Has these data keys at hand when they are needed soon. */
    void expect(Collection<BsonBinary> dataKeys) {
        vault.expect(dataKeys);
    }

    /** Whether the data key is encrypted under a master key that this instance does not have (yet). */
    boolean lacksMasterKeyOf(BsonBinary dataKey) {
        return keys.providerOf(dataKey)
                .filter(provider -> !open().masterKeys().names().contains(provider))
                .isPresent();
    }

    private Encryption enter() {
        Encryption now = open();
        while (!now.enter()) {
            Encryption next = open();
            if (now == next) {
                throw new IllegalStateException("The vault is closed");
            }
            now = next;
        }
        return now;
    }

    /** Takes the key file's new content into use, if there is any and it can be. */
    void reload() {
        changing.lock();
        try {
            Encryption before = current;
            if (before == null) {
                return;
            }
            byte[] now = read();
            if (!Arrays.equals(now, content)) {
                Encryption next = open(now);
                current = next;
                content = now;
                before.leave();
                log.info(
                        "{} has changed: data keys are encrypted under {}, and opened with {}",
                        SETTING,
                        next.masterKeys().current(),
                        next.masterKeys().names());
            }
            refusal = null;
        } catch (UnusableKeys e) {
            String why = String.valueOf(e.getMessage());
            if (!why.equals(refusal)) {
                log.error("{}; the keys read before stay in use", why);
            }
            refusal = why;
        } catch (MongoException e) {
            log.warn("{} has changed, but cannot be checked now: {}", SETTING, e.toString());
        } finally {
            changing.unlock();
        }
    }

    /** Why the key file as it is now is not in use; {@code null}: it is. */
    @Nullable
    String refusal() {
        return refusal;
    }

    @Override
    public void close() {
        changing.lock();
        try {
            closed = true;
            Encryption last = current;
            if (last != null) {
                last.leave();
            }
        } finally {
            changing.unlock();
        }
    }

    private boolean local() {
        return settings.provider().equals(Kms.LOCAL.toString());
    }

    /** With another provider the file is only needed while data keys are left that are encrypted under its keys. */
    private byte[] read() {
        return local() || file.exists() ? file.read() : new byte[0];
    }

    private Encryption open(byte[] content) {
        LocalKeyRing ring = content.length == 0 && !local() ? LocalKeyRing.empty() : LocalKeyRing.read(file, content);
        MasterKeys masterKeys = MasterKeys.of(settings, ring, sslBundles);
        Set<String> missing = new TreeSet<>(keys.providers());
        missing.removeAll(masterKeys.names());
        for (String provider : missing) {
            String under =
                    "%s, under which %d data keys are encrypted; put it back, or rewrap them before you remove it"
                            .formatted(provider, keys.count(provider));
            throw provider.startsWith(Kms.LOCAL.toString())
                    ? file.unusable("lacks the key " + under)
                    : UnusableKeys.setting("encryption.kms-providers", "lacks " + under);
        }
        Encryption encryption = new Encryption(masterKeys, vault);
        try {
            vault.forgetKnown();
            check(encryption);
            return encryption;
        } catch (RuntimeException e) {
            encryption.leave();
            throw e;
        }
    }

    /** Tells a wrong key before the first tokens cannot be opened. */
    private void check(Encryption encryption) {
        try {
            BsonDocument stored = custody.find(Filters.eq("_id", CHECK)).first();
            if (stored == null) {
                BsonBinary key = DataKeys.id(keys.named(List.of(CHECK), encryption::newDataKey)
                        .values()
                        .iterator()
                        .next());
                insert(new BsonDocument("_id", new BsonString(CHECK))
                        .append("value", new BsonBinary(encryption.encrypt(CHECK_TEXT, key))));
                check(encryption); // another instance may have been quicker, with another key
            } else if (!CHECK_TEXT.equals(
                    encryption.decrypt(stored.getBinary("value").getData()))) {
                throw wrongKey();
            }
        } catch (MongoException e) {
            switch (Failure.of(e)) {
                case NO_KEY -> throw wrongKey();
                case KMS_OUTAGE ->
                    log.warn(
                            "{} does not answer, so the master key cannot be checked now: {}",
                            encryption.masterKeys().current(),
                            e.toString());
                case STORE_OUTAGE -> throw e;
            }
        }
    }

    private void insert(BsonDocument check) {
        try {
            custody.insertOne(check);
        } catch (MongoWriteException e) {
            if (!AlreadyThere.is(e)) {
                throw e;
            }
        }
    }

    private UnusableKeys wrongKey() {
        String why = "holds another key than the one that the stored tokens are encrypted under";
        return local() ? file.unusable(why) : UnusableKeys.setting("encryption.master-key", why);
    }
}
