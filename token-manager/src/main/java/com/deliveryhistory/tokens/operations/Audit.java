package com.deliveryhistory.tokens.operations;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.ne;

import com.deliveryhistory.events.GrantId;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.Updates;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.bson.types.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * Who did what by hand, when, and what came of it. Written before the command does anything and completed after it, so
 * that one that was cut off shows. Records are never changed afterwards or deleted.
 */
final class Audit {

    private static final String AT = "at";
    private static final String WHO = "who";
    private static final String COMMAND = "command";
    private static final String ARGUMENTS = "arguments";
    private static final String GRANT = "grant";
    private static final String OUTCOME = "outcome";
    private static final String MILLIS = "millis";

    private final MongoCollection<Document> records;
    private final Clock clock;

    Audit(MongoDatabase database, Clock clock) {
        this.records = database.getCollection("audit");
        this.clock = clock;
    }

    void createIndexes() {
        records.createIndex(Indexes.descending(AT));
        records.createIndex(Indexes.compoundIndex(Indexes.ascending(GRANT), Indexes.descending(AT)));
    }

    /** Notes that the command is about to be done. */
    Entry begin(String who, String command, List<String> arguments, @Nullable GrantId grant) {
        Instant now = clock.instant();
        Document entry = new Document("_id", new ObjectId())
                .append(AT, Date.from(now))
                .append(WHO, who)
                .append(COMMAND, command)
                .append(ARGUMENTS, arguments);
        if (grant != null) {
            entry.append(GRANT, grant.toString());
        }
        records.insertOne(entry);
        return new Entry(entry.getObjectId("_id"), now);
    }

    void complete(Entry entry, String outcome) {
        Duration took = Duration.between(entry.at(), clock.instant());
        records.updateOne(
                eq("_id", entry.id()),
                Updates.combine(Updates.set(OUTCOME, outcome), Updates.set(MILLIS, took.toMillis())));
    }

    /** The records before this one, newest first. */
    List<Entered> before(Entry own, int limit) {
        return last(ne("_id", own.id()), limit);
    }

    /** The same, of one grant. */
    List<Entered> before(Entry own, GrantId grant, int limit) {
        return last(and(eq(GRANT, grant.toString()), ne("_id", own.id())), limit);
    }

    private List<Entered> last(Bson filter, int limit) {
        return records.find(filter)
                .sort(Sorts.descending(AT))
                .limit(limit)
                .map(Audit::read)
                .into(new ArrayList<>());
    }

    private static Entered read(Document entry) {
        return new Entered(
                Objects.requireNonNull(entry.getDate(AT)).toInstant(),
                entry.getString(WHO),
                entry.getString(COMMAND),
                entry.getList(ARGUMENTS, String.class, List.of()),
                entry.getString(OUTCOME),
                entry.get(MILLIS) == null ? null : entry.getLong(MILLIS));
    }

    /** A record that is to be completed. */
    record Entry(ObjectId id, Instant at) {}

    /**
     * A record as it is read.
     *
     * @param outcome {@code null}: the command was cut off, or is still being done
     */
    record Entered(
            Instant at,
            String who,
            String command,
            List<String> arguments,
            @Nullable String outcome,
            @Nullable Long millis) {}
}
