package com.deliveryhistory.optin.throttling;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.lte;

import com.deliveryhistory.optin.storage.Inserts;
import com.deliveryhistory.services.storage.Indexed;
import com.deliveryhistory.services.storage.TtlIndex;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Updates;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bson.Document;
import org.springframework.stereotype.Repository;

/**
 * Counts failures in MongoDB, so that all instances know of them. A try counts as a failure from the moment it begins,
 * and is taken off when it succeeds: so those that run at the same time count, too.
 */
@Repository
class FailureCounters implements Indexed {

    /** So often a write is tried that others were faster with; they have counted meanwhile, so waiting is right then. */
    private static final int TRIES = 5;

    private static final Duration BUSY = Duration.ofSeconds(1);

    /** Not the present, which is the future of an instance whose clock is a little behind. */
    private static final Date AT_ONCE = Date.from(Instant.EPOCH);

    private static final String FAILURES = "failures";
    private static final String NEXT_AT = "nextAt";
    private static final String FORGOTTEN_AT = "forgottenAt";

    private final MongoCollection<Document> counters;
    private final ThrottleSettings settings;
    private final Clock clock;

    FailureCounters(MongoDatabase database, ThrottleSettings settings, Clock clock) {
        this.counters = database.getCollection("signInFailures");
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public void createIndexes() {
        TtlIndex.create(counters, FORGOTTEN_AT, Duration.ZERO);
    }

    /** Counts a try that begins, unless it has to wait; for how long is the answer, zero if it may go on. */
    Duration count(String key, int free) {
        for (int i = 0; i < TRIES; i++) {
            Instant now = clock.instant();
            Document known = counters.find(eq("_id", key)).first();
            if (known == null) {
                if (Inserts.insertIfAbsent(counters, fields(now, 1, free).append("_id", key))) {
                    return Duration.ZERO;
                }
                continue;
            }
            Instant next = known.getDate(NEXT_AT).toInstant();
            if (next.isAfter(now)) {
                return Duration.between(now, next);
            }
            int before = known.get(FAILURES, Number.class).intValue();
            boolean forgotten = !known.getDate(FORGOTTEN_AT).toInstant().isAfter(now);
            int failures = forgotten ? 1 : before + 1;
            Document guard = new Document("_id", key).append(FAILURES, before).append(NEXT_AT, known.getDate(NEXT_AT));
            if (counters.updateOne(guard, new Document("$set", fields(now, failures, free)))
                            .getMatchedCount()
                    == 1) {
                return Duration.ZERO;
            }
        }
        return BUSY;
    }

    /** Takes a try off again that was no failure, or did not take place. Waits that others earned stay. */
    void takeOff(String key, int free) {
        boolean nobodyWaits = counters.updateOne(
                                and(eq("_id", key), gt(FAILURES, 0), lte(FAILURES, free)),
                                Updates.combine(Updates.inc(FAILURES, -1), Updates.set(NEXT_AT, AT_ONCE)))
                        .getMatchedCount()
                == 1;
        if (!nobodyWaits) {
            counters.updateOne(and(eq("_id", key), gt(FAILURES, free)), Updates.inc(FAILURES, -1));
        }
    }

    void forget(String key) {
        counters.deleteOne(eq("_id", key));
    }

    private Document fields(Instant now, int failures, int free) {
        Duration wait = settings.waitAfter(failures, free);
        return new Document(FAILURES, failures)
                .append(NEXT_AT, wait.isZero() ? AT_ONCE : Date.from(now.plus(wait)))
                .append(FORGOTTEN_AT, Date.from(now.plus(settings.forgetAfter())));
    }
}
