package com.deliveryhistory.tokens.custody;

import com.mongodb.MongoException;
import java.util.List;
import org.bson.BsonBinary;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Moves all data keys to the master key that is configured to be used. Tokens are not touched. */
public final class MasterKeyRotation {

    private static final Logger log = LoggerFactory.getLogger(MasterKeyRotation.class);

    private final Vault vault;
    private final int atOnce;

    public MasterKeyRotation(Vault vault) {
        this(vault, 100);
    }

    MasterKeyRotation(Vault vault, int atOnce) {
        this.vault = vault;
        this.atOnce = atOnce;
    }

    /**
     * What came of it.
     *
     * @param masterKey the KMS provider that is used now, with the fingerprint of a local key
     * @param rewrapped data keys that are encrypted under it since
     * @param current data keys that were before
     * @param failed data keys that could not be moved, and are as they were; the log says why
     */
    public record Rewrapped(String masterKey, long rewrapped, long current, long failed) {}

    /**
     * Encrypts every data key under the current master key that is not. May run beside everything else and beside
     * itself, and be cut off at any point: what is left is done by the next run.
     */
    public Rewrapped rewrap() {
        vault.reload();
        return rewrap(vault.encryptions().use(driver -> vault.keys().besides(driver.masterKeys())));
    }

    /** The same with the data keys that are current already, for a master key that its KMS has given a new version. */
    public Rewrapped rewrapAll() {
        vault.reload();
        return rewrap(vault.keys().all());
    }

    private Rewrapped rewrap(List<BsonBinary> due) {
        String masterKey = vault.encryptions().use(driver -> driver.masterKeys().current());
        long before = vault.keys().count() - due.size();
        long failed = 0;
        for (int from = 0; from < due.size(); from += atOnce) {
            failed += rewrapped(due.subList(from, Math.min(from + atOnce, due.size())));
        }
        log.info("{} data keys were rewrapped under {}, {} failed", due.size() - failed, masterKey, failed);
        return new Rewrapped(masterKey, due.size() - failed, Math.max(0, before), failed);
    }

    /** How many of them failed. One that fails must not keep the others back. */
    private long rewrapped(List<BsonBinary> some) {
        try {
            rewrapTogether(some);
            return 0;
        } catch (MongoException e) {
            if (Failure.of(e) == Failure.STORE_OUTAGE) {
                throw e;
            }
            if (some.size() > 1) {
                return some.stream().mapToLong(one -> rewrapped(List.of(one))).sum();
            }
            log.error("Data key {} cannot be rewrapped", some.getFirst().asUuid(), e);
            return 1;
        }
    }

    private void rewrapTogether(List<BsonBinary> some) {
        vault.encryptions().use(driver -> {
            driver.rewrap(DataKeys.these(some));
            return some;
        });
    }
}
