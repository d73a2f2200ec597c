package com.deliveryhistory.tokens.custody;

import com.deliveryhistory.events.CompanyId;
import com.deliveryhistory.events.sealing.TokenPair;
import com.deliveryhistory.tokens.custody.StoredTokens.Stored;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bson.BsonBinary;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives a company a new data key. Every step leaves all tokens readable, and may be the last one before a crash:
 *
 * <ol>
 *   <li>the old key is retired, so that nothing new is encrypted with it;
 *   <li>each grant's tokens are stored again under the new key, unless the grant changed since they were read, in which
 *       case they are read again;
 *   <li>the old key is deleted when no stored tokens need it any more.
 * </ol>
 */
public final class DataKeyRotation {

    private static final Logger log = LoggerFactory.getLogger(DataKeyRotation.class);

    /** Each grant may change a few times while this runs; nothing changes all the time. */
    private static final int ROUNDS = 50;

    private final Vault vault;
    private final StoredTokens store;

    public DataKeyRotation(Vault vault, StoredTokens store) {
        this.vault = vault;
        this.store = store;
    }

    /**
     * What came of it.
     *
     * @param grants whose tokens are under the new key now
     * @param unreadable grants whose tokens cannot be opened; they are as they were, and so is the key they need
     * @param oldKeysLeft old keys that are still needed; the next run deletes them if they no longer are
     */
    public record Reencrypted(CompanyId company, int grants, int unreadable, int oldKeysLeft) {}

    /**
     * Encrypts all of the company's tokens under a new data key and deletes the old one. May run beside everything else
     * and beside itself. If an earlier run was cut off, this one ends it, and the key is as new as that run.
     */
    public Reencrypted reencrypt(CompanyId company) {
        if (vault.keys().retired(company).isEmpty()) {
            vault.keys().current(company).ifPresent(key -> vault.keys().retire(company, key));
        }
        return complete(company);
    }

    /**
     * Moves the company's tokens away from retired keys and deletes these. Only keys that were retired before the
     * tokens were read are deleted: another run may be about to store tokens under a younger one.
     */
    Reencrypted complete(CompanyId company) {
        List<BsonBinary> old = vault.keys().retired(company);
        int moved = 0;
        int unreadable = 0;
        boolean again = true;
        for (int round = 0; again && round < ROUNDS; round++) {
            again = false;
            unreadable = 0;
            for (Stored stored : store.tokensOf(company)) {
                switch (move(stored)) {
                    case MOVED -> moved++;
                    case CHANGED -> again = true;
                    case UNREADABLE -> unreadable++;
                    case THERE_ALREADY -> {}
                }
            }
        }
        if (!again && unreadable == 0) {
            Set<BsonBinary> needed = new HashSet<>();
            store.tokensOf(company).forEach(one -> needed.add(one.tokens().dataKey()));
            old.stream().filter(key -> !needed.contains(key)).forEach(vault.keys()::delete);
            old.retainAll(needed);
        }
        log.info(
                "{} has a new data key: {} grants moved, {} unreadable, {} old keys left",
                company,
                moved,
                unreadable,
                old.size());
        return new Reencrypted(company, moved, unreadable, old.size());
    }

    private enum Step {
        MOVED,
        THERE_ALREADY,
        CHANGED,
        UNREADABLE
    }

    private Step move(Stored stored) {
        Optional<BsonBinary> current = vault.keys().current(stored.grant().company());
        if (current.isPresent() && current.get().equals(stored.tokens().dataKey())) {
            return Step.THERE_ALREADY;
        }
        TokenPair tokens;
        try {
            tokens = vault.decrypt(stored.grant(), stored.generation(), stored.tokens());
        } catch (TokensUnreadable e) {
            log.error("{} keeps its data key: its tokens cannot be opened", stored.grant(), e);
            return Step.UNREADABLE;
        }
        EncryptedTokens next = vault.encrypt(stored.grant(), stored.generation(), tokens);
        return store.replace(stored, next) ? Step.MOVED : Step.CHANGED;
    }
}
