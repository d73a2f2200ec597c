package com.deliveryhistory.upssandbox.gateway;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Sorts;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Every call of UPS's interfaces, kept in MongoDB before its answer leaves. Bounded: the oldest entries go when there are
 * more than {@link LedgerSettings#size()}.
 */
@Component
class Ledger {

    private static final int MOST_AT_ONCE = 10_000;

    private final MongoCollection<Document> entries;
    private final LedgerSettings settings;
    private final Clock clock;
    private final AtomicLong last = new AtomicLong();

    Ledger(MongoDatabase database, LedgerSettings settings, Clock clock) {
        this.entries = database.getCollection("ledger");
        this.settings = settings;
        this.clock = clock;
        Document newest = entries.find().sort(Sorts.descending("_id")).first();
        if (newest != null) {
            last.set(newest.getLong("_id"));
        }
    }

    void record(String method, String path, int status, CallNotes notes) {
        long sequence = last.incrementAndGet();
        UpsError refusal = notes.refusal();
        FaultKind fault = notes.fault();
        entries.insertOne(new Document("_id", sequence)
                .append("time", clock.instant())
                .append("method", method)
                .append("path", path)
                .append("host", notes.host())
                .append("client", notes.client())
                .append("user", notes.user())
                .append("account", notes.account())
                .append("presented", new Document(Map.copyOf(notes.presented())))
                .append("issued", new Document(Map.copyOf(notes.issued())))
                .append("status", status)
                .append("code", refusal == null ? null : refusal.code())
                .append("message", refusal == null ? null : refusal.text())
                .append("fault", fault == null ? null : fault.name()));
        if (sequence % settings.trimEvery() == 0) {
            entries.deleteMany(Filters.lte("_id", sequence - settings.size()));
        }
    }

    /** Entries after the given sequence number whose path starts with the given text, oldest first. */
    List<LedgerEntry> read(@Nullable String pathPrefix, @Nullable String user, long after, int limit) {
        var filters = new ArrayList<Bson>(List.of(Filters.gt("_id", after)));
        if (pathPrefix != null) {
            filters.add(Filters.regex("path", Pattern.compile("^" + Pattern.quote(pathPrefix))));
        }
        if (user != null) {
            filters.add(Filters.eq("user", user));
        }
        return entries.find(Filters.and(filters))
                .sort(Sorts.ascending("_id"))
                .limit(Math.clamp(limit, 1, MOST_AT_ONCE))
                .map(Ledger::entry)
                .into(new ArrayList<>());
    }

    void clear() {
        entries.deleteMany(new Document());
    }

    private static LedgerEntry entry(Document kept) {
        return new LedgerEntry(
                kept.getLong("_id"),
                kept.getDate("time").toInstant(),
                kept.getString("method"),
                kept.getString("path"),
                kept.getString("host"),
                kept.getString("client"),
                kept.getString("user"),
                kept.getString("account"),
                texts(kept, "presented"),
                texts(kept, "issued"),
                kept.getInteger("status"),
                kept.getString("code"),
                kept.getString("message"),
                kept.getString("fault"));
    }

    private static Map<String, String> texts(Document kept, String field) {
        return kept.get(field, Document.class).entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> String.valueOf(entry.getValue())));
    }
}
