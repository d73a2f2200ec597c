package com.deliveryhistory.history.records;

import com.deliveryhistory.events.DeliveryEvent.Kind;
import com.deliveryhistory.events.GrantId;
import com.deliveryhistory.history.feed.FeedRecord;
import com.deliveryhistory.history.feed.FeedRecords;
import com.deliveryhistory.history.feed.UnreadableRecord;
import com.deliveryhistory.history.storage.Indexed;
import com.mongodb.ErrorCategory;
import com.mongodb.MongoBulkWriteException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.InsertManyOptions;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.Updates;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.bson.Document;
import org.springframework.stereotype.Component;

/** The records as UPS sent them, each once. Alone knows how their documents look. */
@Component
public final class RecordStore implements Indexed {

    private final MongoCollection<StoredRecord> records;
    private final MongoCollection<Document> states;

    public RecordStore(MongoDatabase database) {
        this.records = database.getCollection("records", StoredRecord.class);
        this.states = database.getCollection("records");
    }

    @Override
    public void createIndexes() {
        records.createIndex(
                Indexes.ascending("grant", "pending", "readAt", "position"),
                new IndexOptions().partialFilterExpression(Filters.eq("pending", true)));
        records.createIndex(
                Indexes.ascending("grant", "unreadable"),
                new IndexOptions().partialFilterExpression(Filters.exists("unreadable")));
    }

    /**
     * Stores the records that are not there yet.
     *
     * @return those that the world has not been told of, the new ones and older ones alike
     */
    public Kept keep(GrantId grant, List<FeedRecord> read, Instant now) {
        Map<String, FeedRecord> byId = new LinkedHashMap<>();
        read.forEach(record -> byId.putIfAbsent(record.id(), record));
        Set<String> told = new HashSet<>();
        Set<String> known = new HashSet<>();
        for (Document state :
                states.find(Filters.in("_id", byId.keySet())).projection(Projections.include("pending"))) {
            known.add(state.getString("_id"));
            if (!state.getBoolean("pending", false)) {
                told.add(state.getString("_id"));
            }
        }
        List<StoredRecord> missing = new ArrayList<>();
        for (FeedRecord record : byId.values()) {
            if (!known.contains(record.id())) {
                missing.add(stored(grant, record, now, missing.size()));
            }
        }
        int added = insert(missing);
        byId.keySet().removeAll(told);
        return new Kept(List.copyOf(byId.values()), added);
    }

    /** Stores what cannot be understood and is not there yet; says how many those are. */
    public int keepUnreadable(GrantId grant, List<UnreadableRecord> read, Instant now) {
        Map<String, UnreadableRecord> byId = new LinkedHashMap<>();
        read.forEach(record -> byId.putIfAbsent(record.id(), record));
        states.find(Filters.in("_id", List.copyOf(byId.keySet())))
                .projection(Projections.include("_id"))
                .forEach(known -> byId.remove(known.getString("_id")));
        return insert(byId.values().stream()
                .map(record -> new StoredRecord(
                        record.id(),
                        grant.toString(),
                        record.kind(),
                        record.fileName(),
                        null,
                        record.content(),
                        now,
                        0,
                        null,
                        null,
                        record.reason()))
                .toList());
    }

    private int insert(List<StoredRecord> missing) {
        if (missing.isEmpty()) {
            return 0;
        }
        try {
            return records.insertMany(missing, new InsertManyOptions().ordered(false))
                    .getInsertedIds()
                    .size();
        } catch (MongoBulkWriteException e) {
            if (e.getWriteErrors().stream().anyMatch(error -> error.getCategory() != ErrorCategory.DUPLICATE_KEY)) {
                throw e;
            }
            return e.getWriteResult().getInsertedCount(); // the others came from elsewhere in between
        }
    }

    /** Stored records of which the world has not been told, oldest first. */
    public List<FeedRecord> pending(GrantId grant, int limit) {
        return records
                .find(Filters.and(Filters.eq("grant", grant.toString()), Filters.eq("pending", true)))
                .sort(Sorts.ascending("readAt", "position"))
                .limit(limit)
                .into(new ArrayList<>())
                .stream()
                .map(record ->
                        FeedRecords.reread(grant, Kind.valueOf(record.kind()), record.fileName(), record.content()))
                .flatMap(Optional::stream)
                .toList();
    }

    /** The world has been told. */
    public void published(List<FeedRecord> told, Instant now) {
        List<String> ids = told.stream().map(FeedRecord::id).toList();
        records.updateMany(
                Filters.in("_id", ids), Updates.combine(Updates.unset("pending"), Updates.set("publishedAt", now)));
    }

    private static StoredRecord stored(GrantId grant, FeedRecord record, Instant now, int position) {
        return new StoredRecord(
                record.id(),
                grant.toString(),
                record.fact().kind().name(),
                record.fileName(),
                record.trackingNumber(),
                record.content(),
                now,
                position,
                true,
                null,
                null);
    }
}
