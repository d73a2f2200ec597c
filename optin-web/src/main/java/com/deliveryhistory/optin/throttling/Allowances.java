package com.deliveryhistory.optin.throttling;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.in;

import com.deliveryhistory.optin.storage.Hashes;
import com.deliveryhistory.optin.storage.OfSignInNames;
import com.deliveryhistory.optin.storage.Person;
import com.deliveryhistory.services.storage.AlreadyThere;
import com.deliveryhistory.services.storage.Indexed;
import com.deliveryhistory.services.storage.TtlIndex;
import com.mongodb.MongoCommandException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.ReturnDocument;
import com.mongodb.client.model.Updates;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bson.Document;
import org.springframework.stereotype.Repository;

/** Counts what may be done only so often within an hour, for all instances together. */
@Repository
public class Allowances implements OfSignInNames, Indexed {

    /** Links for a new password, by account. */
    public static final String RESET = "reset";

    /** Wrong current passwords, by account. */
    public static final String CURRENT_PASSWORD = "current-password";

    /** Links to a new mail address, by account. */
    public static final String EMAIL_CONFIRMATION = "email-confirmation";

    private static final Duration WINDOW = Duration.ofHours(1);

    private final MongoCollection<Document> counts;
    private final Clock clock;

    Allowances(MongoDatabase database, Clock clock) {
        this.counts = database.getCollection("allowances");
        this.clock = clock;
    }

    @Override
    public void createIndexes() {
        TtlIndex.create(counts, "expiresAt", Duration.ZERO);
    }

    /**
     * Takes one from the allowance of this hour; false if it is used up.
     *
     * @param subject whose it is, e.g. an address; kept as a hash
     */
    public boolean take(String what, String subject, int perHour) {
        Instant now = clock.instant();
        return count(id(what, subject, now), now.plus(WINDOW)) <= perHour;
    }

    /** Gives one back that was taken in this hour, if it turned out to be nothing to count. */
    public void giveBack(String what, String subject) {
        counts.updateOne(and(eq("_id", id(what, subject, clock.instant())), gt("count", 0)), Updates.inc("count", -1));
    }

    /** Gives all back that were taken in this hour. */
    public void giveAllBack(String what, String subject) {
        counts.deleteOne(eq("_id", id(what, subject, clock.instant())));
    }

    @Override
    public void erase(Person person) {
        Instant now = clock.instant();
        for (String what : List.of(RESET, CURRENT_PASSWORD, EMAIL_CONFIRMATION)) {
            for (Instant hour : List.of(now, now.minus(WINDOW))) {
                counts.deleteMany(in("_id", id(what, person.name(), hour), id(what, person.key(), hour)));
            }
        }
    }

    private static String id(String what, String subject, Instant now) {
        return Hashes.sha256(what + "|" + subject + "|" + now.getEpochSecond() / WINDOW.toSeconds());
    }

    private int count(String id, Instant expiresAt) {
        try {
            return increment(id, expiresAt);
        } catch (MongoCommandException e) {
            if (!AlreadyThere.is(e)) {
                throw e;
            }
            return increment(id, expiresAt); // two requests were the first at once
        }
    }

    private int increment(String id, Instant expiresAt) {
        Document counted = counts.findOneAndUpdate(
                eq("_id", id),
                Updates.combine(Updates.inc("count", 1), Updates.setOnInsert("expiresAt", Date.from(expiresAt))),
                new FindOneAndUpdateOptions().upsert(true).returnDocument(ReturnDocument.AFTER));
        return counted == null ? 1 : counted.<Number>get("count", 1).intValue();
    }
}
