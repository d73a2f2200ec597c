package com.deliveryhistory.optin.secondfactor;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.exists;
import static com.mongodb.client.model.Filters.lt;

import com.deliveryhistory.optin.storage.Hashes;
import com.deliveryhistory.optin.storage.OfSignInNames;
import com.deliveryhistory.optin.storage.Person;
import com.deliveryhistory.services.storage.Indexed;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Repository;

/** What proves second factors, a document per account. A code is used up by the write that accepts it. */
@Repository
class SecondFactorStore implements OfSignInNames, Indexed {

    private static final int SWEPT_AT_ONCE = 50;

    private static final String SECRET = "secret";
    private static final String LAST_STEP = "lastStep";
    private static final String RECOVERY_CODES = "recoveryCodes";
    private static final String USED_CODES = "usedRecoveryCodes";
    private static final String CODE = "code";
    private static final String AT = "at";
    private static final String SET_UP_AT = "setUpAt";
    private static final String PENDING = "pendingSecret";
    private static final String PENDING_IN = "pendingIn";

    private final MongoCollection<Document> factors;

    SecondFactorStore(MongoDatabase database) {
        this.factors = database.getCollection("secondFactors");
    }

    @Override
    public void createIndexes() {
        factors.createIndex(Indexes.ascending(USED_CODES + "." + AT), new IndexOptions().sparse(true));
    }

    /**
     * What is stored.
     *
     * @param secret encrypted; {@code null} until it is confirmed
     * @param pending encrypted; {@code null} unless a secret waits to be confirmed
     * @param pendingIn hash of the id of the session in which it waits
     * @param recoveryCodes how many are left
     */
    record Stored(
            @Nullable String secret,
            @Nullable String pending,
            @Nullable String pendingIn,
            int recoveryCodes) {

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
                        found.getList(RECOVERY_CODES, String.class, List.of()).size()));
    }

    /** Keeps a secret that waits to be confirmed in this session, in place of an earlier one. */
    void propose(String account, String secret, String sessionId) {
        factors.updateOne(
                eq("_id", account),
                Updates.combine(Updates.set(PENDING, secret), Updates.set(PENDING_IN, Hashes.sha256(sessionId))),
                new UpdateOptions().upsert(true));
    }

    /** Makes the secret that waits the one that counts; false if another one counts already, or another one waits by now. */
    boolean confirm(String account, String pending, long step, List<String> recoveryCodes, Instant now) {
        return factors.updateOne(
                                and(eq("_id", account), eq(PENDING, pending), exists(SECRET, false)),
                                Updates.combine(
                                        Updates.set(SECRET, pending),
                                        Updates.unset(PENDING),
                                        Updates.unset(PENDING_IN),
                                        Updates.set(LAST_STEP, step),
                                        Updates.set(RECOVERY_CODES, recoveryCodes),
                                        Updates.set(SET_UP_AT, Date.from(now))))
                        .getModifiedCount()
                == 1;
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
                                        Updates.push(USED_CODES, new Document(CODE, hash).append(AT, Date.from(now)))))
                        .getModifiedCount()
                == 1;
    }

    /** Recovery codes of the account that were used, and perhaps not told. */
    List<UsedCode> usedCodesOf(String account) {
        return Optional.ofNullable(factors.find(eq("_id", account)).first()).stream()
                .flatMap(found -> found.getList(USED_CODES, Document.class, List.of()).stream())
                .map(used -> new UsedCode(
                        used.getString(CODE),
                        Objects.requireNonNull(used.getDate(AT)).toInstant()))
                .toList();
    }

    /** The owner was told; telling it again is harmless. */
    void told(String account, UsedCode used) {
        factors.updateOne(eq("_id", account), Updates.pull(USED_CODES, new Document(CODE, used.hash())));
    }

    /** Some accounts whose recovery codes were used before then without their owner being told. */
    List<String> withUntold(Instant before) {
        return factors.find(lt(USED_CODES + "." + AT, Date.from(before)))
                .projection(Projections.include("_id"))
                .limit(SWEPT_AT_ONCE)
                .map(found -> found.getString("_id"))
                .into(new ArrayList<>());
    }

    void replaceRecoveryCodes(String account, List<String> hashes) {
        factors.updateOne(and(eq("_id", account), exists(SECRET)), Updates.set(RECOVERY_CODES, hashes));
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
