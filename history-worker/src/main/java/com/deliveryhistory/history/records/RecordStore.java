package com.deliveryhistory.history.records;

import com.deliveryhistory.events.CompanyId;
import com.deliveryhistory.events.DeliveryEvent.Kind;
import com.deliveryhistory.events.GrantId;
import com.deliveryhistory.history.feed.FeedRecord;
import com.deliveryhistory.history.feed.FeedRecords;
import com.deliveryhistory.history.feed.UnreadableRecord;
import com.deliveryhistory.history.storage.CompanyKeys;
import com.deliveryhistory.history.storage.Erasable;
import com.deliveryhistory.services.storage.AlreadyThere;
import com.deliveryhistory.services.storage.Deletion;
import com.deliveryhistory.services.storage.Indexed;
import com.mongodb.MongoBulkWriteException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.CountOptions;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.InsertManyOptions;
import com.mongodb.client.model.Projections;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
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
public final class RecordStore implements Indexed, Erasable {

    private static final InsertManyOptions UNORDERED = new InsertManyOptions().ordered(false);

    private final MongoCollection<StoredRecord> records;
    private final MongoCollection<Document> ids;

    public RecordStore(MongoDatabase database) {
        this.records = database.getCollection("records", StoredRecord.class);
        this.ids = database.getCollection("records");
    }

    @Override
    public void createIndexes() {
        records.createIndex(
                Indexes.ascending("grant", "unreadable"),
                new IndexOptions().partialFilterExpression(Filters.exists("unreadable")));
    }

    /** How many are kept that cannot be understood; counted up to a limit. */
    public long unreadable(GrantId grant, int limit) {
        return ids.countDocuments(
                Filters.and(Filters.eq("grant", grant.toString()), Filters.exists("unreadable")),
                new CountOptions().limit(limit));
    }

    /** For {@link #deleteSome(Instant)}, which not everybody needs. */
    public void createIndexByAge() {
        records.createIndex(Indexes.ascending("readAt"));
    }

    /**
     * Deletes a bounded number of records that were read before this time.
     *
     * @return how many were found; 0: there is none
     */
    public int deleteSome(Instant before) {
        return Deletion.some(ids, Filters.lt("readAt", before), STEP);
    }

    @Override
    public String what() {
        return "records";
    }

    @Override
    public int eraseSome(CompanyId company, Instant until) {
        return Deletion.some(ids, CompanyKeys.of(company, "_id"), STEP);
    }

    /** Those of the records that are not stored, each once, in the order in which they come. */
    List<FeedRecord> missing(GrantId grant, List<FeedRecord> read) {
        Map<String, FeedRecord> byId = new LinkedHashMap<>();
        read.forEach(record -> byId.putIfAbsent(idOf(grant, record.id()), record));
        byId.keySet().removeAll(known(byId.keySet()));
        return List.copyOf(byId.values());
    }

    /** Stores records; says how many of them were not stored yet. */
    int keep(GrantId grant, List<FeedRecord> read, Instant now) {
        return insert(read.stream()
                .map(record -> new StoredRecord(
                        idOf(grant, record.id()),
                        grant.toString(),
                        record.fact().kind().name(),
                        record.fileName(),
                        record.trackingNumber(),
                        record.content(),
                        now,
                        null))
                .toList());
    }

    /** Stores what cannot be understood and is not there yet; says how many those are. */
    int keepUnreadable(GrantId grant, List<UnreadableRecord> read, Instant now) {
        if (read.isEmpty()) {
            return 0;
        }
        Map<String, UnreadableRecord> byId = new LinkedHashMap<>();
        read.forEach(record -> byId.putIfAbsent(idOf(grant, record.id()), record));
        byId.keySet().removeAll(known(byId.keySet()));
        return insert(byId.values().stream()
                .map(record -> new StoredRecord(
                        idOf(grant, record.id()),
                        grant.toString(),
                        record.kind(),
                        record.fileName(),
                        null,
                        record.content(),
                        now,
                        record.reason()))
                .toList());
    }

    /** Those of the ids that are stored and can be understood, in the order of the ids. */
    List<FeedRecord> stored(GrantId grant, List<String> wanted) {
        Map<String, StoredRecord> found = new HashMap<>();
        List<String> ids = wanted.stream().map(id -> idOf(grant, id)).toList();
        records.find(Filters.in("_id", ids)).forEach(record -> found.put(record.id(), record));
        return wanted.stream()
                .flatMap(id ->
                        Optional.ofNullable(found.get(idOf(grant, id))).flatMap(record -> reread(id, record)).stream())
                .toList();
    }

    private static Optional<FeedRecord> reread(String id, StoredRecord record) {
        return FeedRecords.reread(id, Kind.valueOf(record.kind()), record.fileName(), record.content());
    }

    /** The records of a company are neighbours, so that a page of them is not spread over the whole index. */
    private static String idOf(GrantId grant, String recordId) {
        return grant.company().value() + "/" + recordId;
    }

    private Set<String> known(Collection<String> wanted) {
        Set<String> known = new HashSet<>();
        ids.find(Filters.in("_id", wanted))
                .projection(Projections.include("_id")) // the index alone tells
                .forEach(found -> known.add(found.getString("_id")));
        return known;
    }

    private int insert(List<StoredRecord> missing) {
        if (missing.isEmpty()) {
            return 0;
        }
        try {
            return records.insertMany(missing, UNORDERED).getInsertedIds().size();
        } catch (MongoBulkWriteException e) {
            if (!AlreadyThere.isAll(e)) {
                throw e;
            }
            return e.getWriteResult().getInsertedCount(); // the others came from elsewhere in between
        }
    }
}
