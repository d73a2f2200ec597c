package com.deliveryhistory.optin.secondfactor;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.exists;
import static com.mongodb.client.model.Filters.lt;

import com.deliveryhistory.optin.storage.Hashes;
import com.deliveryhistory.optin.storage.OfSignInNames;
import com.deliveryhistory.optin.storage.Person;
import com.deliveryhistory.optin.storage.UnfinishedActs;
import com.deliveryhistory.optin.storage.UnfinishedActs.Unfinished;
import com.deliveryhistory.optin.storage.UntoldFacts;
import com.deliveryhistory.services.storage.Indexed;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Repository;

/** What proves second factors, a document per account. A code is used up by the write that accepts it. */
@Repository
class SecondFactorStore implements OfSignInNames, Indexed {

    private static final String SECRET = "secret";
    private static final String LAST_STEP = "lastStep";
    private static final String RECOVERY_CODES = "recoveryCodes";
    private static final String USED_CODES = "usedRecoveryCodes";
    private static final String CODE = "code";

    /** Nobody has said that the recovery codes, which are shown once, are kept, nor used one. */
    private static final String CODES_NOT_KEPT = "recoveryCodesNotKept";

    private static final String SET_UP_AT = "setUpAt";
    private static final String SET_UPS = "untoldSetUps";
    private static final String RENEWALS = "untoldRenewals";
    private static final String RENEWAL = "id";
    private static final String PENDING = "pendingSecret";
    private static final String PENDING_IN = "pendingIn";

    private final MongoCollection<Document> factors;
    private final UntoldFacts usedCodes;
    private final UnfinishedActs setUps;
    private final UntoldFacts renewals;

    SecondFactorStore(MongoDatabase database) {
        this.factors = database.getCollection("secondFactors");
        this.usedCodes = new UntoldFacts(factors, USED_CODES, CODE);
        this.setUps = new UnfinishedActs(factors, SET_UPS);
        this.renewals = new UntoldFacts(factors, RENEWALS, RENEWAL);
    }

    @Override
    public void createIndexes() {
        usedCodes.createIndex();
        setUps.createIndex();
        renewals.createIndex();
    }

    /**
     * What is stored.
     *
     * @param secret encrypted; {@code null} until it is confirmed
     * @param pending encrypted; {@code null} unless a secret waits to be confirmed
     * @param pendingIn hash of the id of the session in which it waits
     * @param recoveryCodes how many are left
     * @param recoveryCodesKept whether the person said so, or used one; so it is, too, of those from before that was asked
     */
    record Stored(
            @Nullable String secret,
            @Nullable String pending,
            @Nullable String pendingIn,
            int recoveryCodes,
            boolean recoveryCodesKept) {

        /** What waits to be confirmed in the session with this id. */
        Optional<String> pendingIn(String session) {
            return Hashes.sha256(session).equals(pendingIn) ? Optional.ofNullable(pending) : Optional.empty();
        }
    }

    Optional<Stored> find(String account) {
        return Optional.ofNullable(factors.find(eq("_id", account)).first())
                .map(found -> new Stored(
                        found.getString(SECRET),
                        found.getString(PENDING),
                        found.getString(PENDING_IN),
                        found.getList(RECOVERY_CODES, String.class, List.of()).size(),
                        !found.getBoolean(CODES_NOT_KEPT, false)));
    }

    /** Keeps a secret that waits to be confirmed in this session, in place of an earlier one. */
    void propose(String account, String secret, String sessionId) {
        factors.updateOne(
                eq("_id", account),
                Updates.combine(Updates.set(PENDING, secret), Updates.set(PENDING_IN, Hashes.sha256(sessionId))),
                new UpdateOptions().upsert(true));
    }

    /**
     * Makes the secret that waits the one that counts, and notes that its owner is to be told; false if another one counts
     * already, or another one waits by now.
     */
    boolean confirm(String account, String pending, long step, List<String> recoveryCodes, Unfinished setUp) {
        return factors.updateOne(
                                and(eq("_id", account), eq(PENDING, pending), exists(SECRET, false)),
                                Updates.combine(
                                        Updates.set(SECRET, pending),
                                        Updates.unset(PENDING),
                                        Updates.unset(PENDING_IN),
                                        Updates.set(LAST_STEP, step),
                                        Updates.set(RECOVERY_CODES, recoveryCodes),
                                        Updates.set(CODES_NOT_KEPT, true),
                                        Updates.set(SET_UP_AT, Date.from(setUp.at())),
                                        setUps.note(setUp)))
                        .getModifiedCount()
                == 1;
    }

    /**
     * What is left to do of setting the account's second factor up.
     *
     * @param alsoToTell whether that may be no more than to tell the person
     */
    List<Unfinished> setUpsOf(String account, boolean alsoToTell) {
        return setUps.unfinished(account, alsoToTell);
    }

    /**
     * Does what is left of a set-up.
     *
     * @param end ends the sessions that had begun without the second factor
     * @param tell tells the person; false if that has to wait
     */
    void finish(String account, Unfinished setUp, Runnable end, BooleanSupplier tell) {
        setUps.finish(account, setUp, end, tell);
    }

    /**
     * Some accounts whose second factor was set up before then with something left to do.
     *
     * @param alsoToTell whether that may be no more than to tell them
     */
    List<String> withUntoldSetUp(Instant before, boolean alsoToTell) {
        return ids(setUps.cutOff(before, alsoToTell));
    }

    /** Uses the code of a step up; false if it, or a later one, was used before. */
    boolean use(String account, long step) {
        return factors.updateOne(and(eq("_id", account), lt(LAST_STEP, step)), Updates.set(LAST_STEP, step))
                        .getModifiedCount()
                == 1;
    }

    /**
     * A recovery code that was used, and of which the person may not know yet.
     *
     * @param hash of the code
     */
    record UsedCode(String hash, Instant at) {}

    /** Uses a recovery code up, and notes that its owner is to be told; false if there is none like that. */
    boolean useRecoveryCode(String account, String hash, Instant now) {
        return factors.updateOne(
                                and(eq("_id", account), eq(RECOVERY_CODES, hash)),
                                Updates.combine(
                                        Updates.pull(RECOVERY_CODES, hash),
                                        Updates.unset(CODES_NOT_KEPT),
                                        usedCodes.note(hash, now, new Document())))
                        .getModifiedCount()
                == 1;
    }

    /** Recovery codes of the account that were used, and perhaps not told. */
    List<UsedCode> usedCodesOf(String account) {
        return usedCodes.of(account).stream()
                .map(fact -> new UsedCode(usedCodes.id(fact), UntoldFacts.at(fact)))
                .toList();
    }

    /** The owner was told; telling it again is harmless. */
    void told(String account, UsedCode used) {
        usedCodes.told(account, used.hash());
    }

    /** Some accounts whose recovery codes were used before then without their owner being told. */
    List<String> withUntold(Instant before) {
        return ids(usedCodes.cutOff(before));
    }

    private static List<String> ids(List<Document> accounts) {
        return accounts.stream()
                .map(found -> Objects.requireNonNull(found.getString("_id")))
                .toList();
    }

    /**
     * Other recovery codes that were put in place of those that were left, of which it may not be told yet.
     *
     * @param id names the renewal
     */
    record Renewal(String id, Instant at) {}

    /** Puts other recovery codes in place of those that are left, and notes that it is to be told. */
    void replaceRecoveryCodes(String account, List<String> hashes, Renewal renewal) {
        factors.updateOne(
                and(eq("_id", account), exists(SECRET)),
                Updates.combine(
                        Updates.set(RECOVERY_CODES, hashes),
                        Updates.set(CODES_NOT_KEPT, true),
                        renewals.note(renewal.id(), renewal.at(), new Document())));
    }

    /** Renewals of the account's recovery codes that were perhaps not told. */
    List<Renewal> renewalsOf(String account) {
        return renewals.of(account).stream()
                .map(fact -> new Renewal(renewals.id(fact), UntoldFacts.at(fact)))
                .toList();
    }

    /** It was told; telling it again is harmless. */
    void told(String account, Renewal renewal) {
        renewals.told(account, renewal.id());
    }

    /** Some accounts whose recovery codes were renewed before then without its being told. */
    List<String> withUntoldRenewal(Instant before) {
        return ids(renewals.cutOff(before));
    }

    /** The person says that the recovery codes are kept. */
    void recoveryCodesKept(String account) {
        factors.updateOne(eq("_id", account), Updates.unset(CODES_NOT_KEPT));
    }

    @Override
    public void erase(Person person) {
        factors.deleteOne(eq("_id", person.key()));
    }

    /** Removes just this one; false if it is gone, or another one was set up since. */
    boolean remove(String account, String secret) {
        return factors.deleteOne(and(eq("_id", account), eq(SECRET, secret))).getDeletedCount() == 1;
    }
}
