package com.deliveryhistory.services.commands;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.lte;
import static com.mongodb.client.model.Filters.ne;

import com.mongodb.MongoException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.Updates;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.bson.types.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * Who did what by hand, when, and what came of it. Written before the command does anything and completed after it, so
 * that one that was cut off shows. Records are never changed afterwards or deleted.
 */
public final class Audit {

    private static final String AT = "at";
    private static final String WHO = "who";
    private static final String COMMAND = "command";
    private static final String ARGUMENTS = "arguments";
    private static final String OUTCOME = "outcome";
    private static final String MILLIS = "millis";

    private final MongoCollection<Document> records;
    private final String subject;
    private final Clock clock;

    /**
     * An audit in this collection, which holds nothing else.
     *
     * @param subject what commands are about: the field that names it
     */
    public Audit(MongoCollection<Document> records, String subject, Clock clock) {
        this.records = records;
        this.subject = subject;
        this.clock = clock;
    }

    /**
     * Does a command, noted before it does anything and again when it is over.
     *
     * @param about {@code null}: nothing in particular
     * @param line what went wrong, in a line
     */
    public Answer around(
            String who,
            String command,
            List<String> arguments,
            @Nullable String about,
            Function<Entry, Answer> work,
            Function<RuntimeException, String> line) {
        createIndexes();
        Entry entry = begin(who, command, arguments, about);
        try {
            Answer answer = work.apply(entry);
            complete(entry, answer.outcome());
            return answer;
        } catch (RuntimeException e) {
            noteFailure(entry, "failed: " + line.apply(e));
            throw e;
        }
    }

    private void noteFailure(Entry entry, String failure) {
        try {
            complete(entry, failure);
        } catch (MongoException e) {
            // the record stays without an outcome, which says as much
        }
    }

    private void createIndexes() {
        records.createIndex(Indexes.descending(AT));
        records.createIndex(Indexes.compoundIndex(Indexes.ascending(subject), Indexes.descending(AT)));
    }

    /**
     * Notes that the command is about to be done.
     *
     * @param about {@code null}: nothing in particular
     */
    public Entry begin(String who, String command, List<String> arguments, @Nullable String about) {
        Instant now = clock.instant();
        Document entry = new Document("_id", new ObjectId())
                .append(AT, Date.from(now))
                .append(WHO, who)
                .append(COMMAND, command)
                .append(ARGUMENTS, arguments);
        if (about != null) {
            entry.append(subject, about);
        }
        records.insertOne(entry);
        return new Entry(entry.getObjectId("_id"), now);
    }

    private void complete(Entry entry, String outcome) {
        Duration took = Duration.between(entry.at(), clock.instant());
        records.updateOne(
                eq("_id", entry.id()),
                Updates.combine(Updates.set(OUTCOME, outcome), Updates.set(MILLIS, took.toMillis())));
    }

    /** The records before this one, newest first. */
    public List<Entered> before(Entry own, int limit) {
        return last(own, lte(AT, Date.from(own.at())), limit);
    }

    /** The same, of what is about this alone. */
    public List<Entered> before(Entry own, String about, int limit) {
        return last(own, eq(subject, about), limit);
    }

    private List<Entered> last(Entry own, Bson filter, int limit) {
        return records.find(and(filter, ne("_id", own.id())))
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
    public record Entry(ObjectId id, Instant at) {}

    /**
     * A record as it is read.
     *
     * @param outcome {@code null}: the command was cut off, or is still being done
     */
    public record Entered(
            Instant at,
            String who,
            String command,
            List<String> arguments,
            @Nullable String outcome,
            @Nullable Long millis) {

        /** As one line for people. */
        public String line() {
            return "%s %s: %s -> %s".formatted(Text.time(at), who, called(), result());
        }

        /** The same for machines. */
        public Map<String, Object> json() {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("at", at.toString());
            json.put("who", who);
            json.put("command", command);
            json.put("arguments", arguments);
            if (outcome != null) {
                json.put("outcome", outcome);
            }
            if (millis != null) {
                json.put("millis", millis);
            }
            return json;
        }

        String called() {
            return (command + " " + String.join(" ", arguments)).strip();
        }

        String result() {
            return outcome == null ? "UNFINISHED" : outcome;
        }
    }
}
