package com.deliveryhistory.history.packages;

import com.deliveryhistory.events.CompanyId;
import com.deliveryhistory.events.GrantId;
import com.deliveryhistory.history.storage.CompanyKeys;
import com.deliveryhistory.history.storage.Erasable;
import com.deliveryhistory.services.storage.AlreadyThere;
import com.deliveryhistory.services.storage.Indexed;
import com.mongodb.MongoBulkWriteException;
import com.mongodb.bulk.BulkWriteResult;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.CountOptions;
import com.mongodb.client.model.DeleteOneModel;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.ReplaceOneModel;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.Updates;
import com.mongodb.client.model.WriteModel;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.springframework.stereotype.Component;

/** The packages of all companies: what is added to them, and what is deleted. */
@Component
public final class PackageStore implements Indexed, Erasable {

    private static final BulkWriteOptions UNORDERED = new BulkWriteOptions().ordered(false);

    /** Each round another writer of the same package got ahead; so many do not. */
    private static final int ROUNDS = 50;

    private final MongoCollection<StoredPackage> packages;
    private final MongoCollection<Document> documents;

    public PackageStore(MongoDatabase database) {
        this.packages = database.getCollection("packages", StoredPackage.class);
        this.documents = database.getCollection("packages");
    }

    @Override
    public void createIndexes() {
        packages.createIndex(
                Indexes.ascending("enrichment.grant", "enrichment.dueAt"),
                new IndexOptions().partialFilterExpression(Filters.exists("enrichment.dueAt")));
    }

    /**
     * Adds facts, by tracking number. Facts that are known already change nothing, and writers of the same package at the
     * same time do not undo each other.
     */
    public void add(GrantId grant, Map<String, List<Fact>> facts, Instant now) {
        for (int round = 0; round < ROUNDS; round++) {
            List<WriteModel<StoredPackage>> writes = missing(grant, facts, now);
            if (writes.isEmpty() || written(writes) == writes.size()) {
                return;
            }
        }
        throw tooManyWriters(grant);
    }

    private List<WriteModel<StoredPackage>> missing(GrantId grant, Map<String, List<Fact>> facts, Instant now) {
        String company = grant.company().value();
        Map<String, StoredPackage> known = new HashMap<>();
        List<String> ids = facts.keySet().stream()
                .map(trackingNumber -> StoredPackage.idOf(company, trackingNumber))
                .toList();
        packages.find(Filters.in("_id", ids)).forEach(found -> known.put(found.trackingNumber(), found));
        List<WriteModel<StoredPackage>> writes = new ArrayList<>();
        facts.forEach((trackingNumber, added) -> {
            StoredPackage read = known.getOrDefault(trackingNumber, StoredPackage.empty(company, trackingNumber));
            StoredPackage next = read.with(added, grant.toString(), now);
            if (next.version() != read.version()) {
                writes.add(write(read, next));
            }
        });
        return writes;
    }

    /** How many took effect: a package that someone else wrote since it was read is left as it is. */
    private int written(List<WriteModel<StoredPackage>> writes) {
        BulkWriteResult result;
        try {
            result = packages.bulkWrite(writes, UNORDERED);
        } catch (MongoBulkWriteException e) {
            if (!AlreadyThere.isAll(e)) {
                throw e;
            }
            result = e.getWriteResult();
        }
        return result.getUpserts().size() + result.getMatchedCount();
    }

    /** How many packages the company has; counted up to a limit. */
    public long count(CompanyId company, int limit) {
        return documents.countDocuments(Filters.eq("companyId", company.value()), new CountOptions().limit(limit));
    }

    @Override
    public String what() {
        return "packages";
    }

    @Override
    public int eraseSome(CompanyId company, Instant until) {
        return deleteSome(CompanyKeys.of(company, "_id"));
    }

    /**
     * Deletes a bounded number of packages to which nothing has happened since before this day, local to where it happened.
     *
     * @return how many were found; 0: there is none
     */
    public int deleteSome(CompanyId company, LocalDate day) {
        return deleteSome(Filters.and(
                Filters.eq("companyId", company.value()),
                Filters.gte("position", StoredPackage.FIRST_DAY),
                Filters.lt("position", day.toString())));
    }

    /**
     * Deletes a bounded number of packages of which no time is known and that nothing was added to since.
     *
     * @return how many were found; 0: there is none
     */
    public int deleteSomeUntimed(CompanyId company, Instant before) {
        return deleteSome(Filters.and(untimed(company), Filters.lt("storedAt", before)));
    }

    /** Has packages of which no time is known at all, not even when they were stored, count as stored now. */
    public void dateUntimed(CompanyId company, Instant now) {
        documents.updateMany(
                Filters.and(untimed(company), Filters.exists("storedAt", false)), Updates.set("storedAt", now));
    }

    private static Bson untimed(CompanyId company) {
        return Filters.and(Filters.eq("companyId", company.value()), Filters.lt("position", StoredPackage.FIRST_DAY));
    }

    /** A package that something is added to meanwhile stays; if it is still to be deleted, the next step does. */
    private int deleteSome(Bson which) {
        List<DeleteOneModel<Document>> some = documents
                .find(which)
                .projection(Projections.include("_id", "version"))
                .limit(STEP)
                .map(found -> new DeleteOneModel<Document>(asRead(
                        found.getString("_id"),
                        found.get("version", Number.class).longValue())))
                .into(new ArrayList<>());
        if (!some.isEmpty()) {
            documents.bulkWrite(some, UNORDERED);
        }
        return some.size();
    }

    public Optional<PackageView> find(CompanyId company, String trackingNumber) {
        return Optional.ofNullable(packages.find(Filters.eq("_id", StoredPackage.idOf(company.value(), trackingNumber)))
                        .first())
                .map(StoredPackage::view);
    }

    /** Those of the numbers whose packages are delivered: what else there is to know of them is on its way. */
    public Set<String> delivered(CompanyId company, Collection<String> trackingNumbers) {
        List<String> ids = trackingNumbers.stream()
                .map(number -> StoredPackage.idOf(company.value(), number))
                .toList();
        Bson delivered = Filters.and(Filters.in("_id", ids), Filters.eq("status", PackageStatus.DELIVERED.name()));
        return documents
                .find(delivered)
                .projection(Projections.include("trackingNumber"))
                .map(found -> found.getString("trackingNumber"))
                .into(new HashSet<>());
    }

    /** Delivered packages whose scans are to be fetched with this grant now, the longest waiting first. */
    public List<AwaitingScans> awaitingScans(GrantId grant, Instant now, int limit) {
        return packages.find(Filters.and(
                        Filters.eq("enrichment.grant", grant.toString()), Filters.lte("enrichment.dueAt", now)))
                .sort(Sorts.ascending("enrichment.dueAt"))
                .limit(limit)
                .map(StoredPackage::awaitingScans)
                .into(new ArrayList<>());
    }

    /** When scans are to be fetched with this grant next; empty if no package lacks any. */
    public Optional<Instant> scansDueAt(GrantId grant) {
        return Optional.ofNullable(packages.find(Filters.and(
                                Filters.eq("enrichment.grant", grant.toString()),
                                Filters.gt("enrichment.dueAt", Instant.EPOCH)))
                        .sort(Sorts.ascending("enrichment.dueAt"))
                        .first())
                .map(StoredPackage::enrichment)
                .map(StoredPackage.Enrichment::dueAt);
    }

    /** What Tracking knows of a package. There is no further attempt. A package that is gone stays so. */
    public void complete(GrantId grant, String trackingNumber, Scans scans, Instant now) {
        complete(grant, trackingNumber, scans, now, false);
    }

    /** The same of a package of which that may be all that is known. */
    public void fillIn(GrantId grant, String trackingNumber, Scans scans, Instant now) {
        complete(grant, trackingNumber, scans, now, true);
    }

    private void complete(GrantId grant, String trackingNumber, Scans scans, Instant now, boolean mayBeNew) {
        String company = grant.company().value();
        for (int round = 0; round < ROUNDS; round++) {
            StoredPackage found = packages.find(Filters.eq("_id", StoredPackage.idOf(company, trackingNumber)))
                    .first();
            if (found == null && !mayBeNew) {
                return;
            }
            StoredPackage read = found == null ? StoredPackage.empty(company, trackingNumber) : found;
            if (written(List.of(write(read, read.with(scans, now)))) == 1) {
                return;
            }
        }
        throw tooManyWriters(grant);
    }

    /** An attempt gave nothing; the next one is at this time. */
    public void postpone(GrantId grant, String trackingNumber, Instant until) {
        change(
                grant,
                trackingNumber,
                Updates.inc("enrichment.attempts", 1),
                Updates.unset("enrichment.unanswered"),
                Updates.unset("enrichment.passedOver"),
                Updates.set("enrichment.dueAt", until));
    }

    /**
     * UPS failed to answer, which is no attempt; others go first, until this time.
     *
     * @param othersAnswered whether it answered for others
     */
    public void putOff(GrantId grant, String trackingNumber, Instant until, boolean othersAnswered) {
        change(
                grant,
                trackingNumber,
                Updates.inc("enrichment.unanswered", 1),
                Updates.inc("enrichment.passedOver", othersAnswered ? 1 : 0),
                Updates.set("enrichment.dueAt", until));
    }

    /** There is no further attempt. */
    public void giveUp(GrantId grant, String trackingNumber, String why) {
        change(
                grant,
                trackingNumber,
                Updates.inc("enrichment.attempts", 1),
                Updates.set("enrichment.gaveUpBecause", why),
                Updates.unset("enrichment.dueAt"));
    }

    /** Of a package that still waits: its scans may have come in another way meanwhile. */
    private void change(GrantId grant, String trackingNumber, Bson... changes) {
        packages.updateOne(
                Filters.and(
                        Filters.eq("_id", StoredPackage.idOf(grant.company().value(), trackingNumber)),
                        Filters.exists("enrichment.dueAt")),
                Updates.combine(Updates.combine(changes), Updates.inc("version", 1L)));
    }

    /**
     * A write that takes effect only if nobody else wrote since. One that makes a new package is of the same form, so that
     * all of them are one command: if the package is there by now, it fails on its id.
     */
    private static WriteModel<StoredPackage> write(StoredPackage read, StoredPackage next) {
        return new ReplaceOneModel<>(
                asRead(read.id(), read.version()), next, new ReplaceOptions().upsert(read.isNew()));
    }

    private static IllegalStateException tooManyWriters(GrantId grant) {
        return new IllegalStateException("Packages of " + grant + " are being changed by too many writers at once");
    }

    private static Bson asRead(String id, long version) {
        return Filters.and(Filters.eq("_id", id), Filters.eq("version", version));
    }
}
