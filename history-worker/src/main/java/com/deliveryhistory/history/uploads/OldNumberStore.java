package com.deliveryhistory.history.uploads;

import com.deliveryhistory.events.CompanyId;
import com.deliveryhistory.history.storage.CompanyKeys;
import com.deliveryhistory.history.storage.Erasable;
import com.deliveryhistory.history.tracking.NumbersToTrack.Waiting;
import com.deliveryhistory.history.uploads.StoredNumber.Outcome;
import com.deliveryhistory.history.uploads.Upload.Progress;
import com.deliveryhistory.history.uploads.Upload.UnknownSoFar;
import com.deliveryhistory.services.storage.AlreadyThere;
import com.deliveryhistory.services.storage.Deletion;
import com.deliveryhistory.services.storage.Indexed;
import com.deliveryhistory.services.storage.TtlIndex;
import com.mongodb.MongoBulkWriteException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Accumulators;
import com.mongodb.client.model.Aggregates;
import com.mongodb.client.model.CountOptions;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.InsertManyOptions;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.Updates;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The uploaded numbers of all companies, each once. Alone knows how their documents look. */
@Component
final class OldNumberStore implements Indexed, Erasable {

    private static final String WAITING = "none yet";

    private final MongoCollection<StoredNumber> numbers;
    private final MongoCollection<Document> documents;

    OldNumberStore(MongoDatabase database) {
        this.numbers = database.getCollection("oldNumbers", StoredNumber.class);
        this.documents = database.getCollection("oldNumbers");
    }

    @Override
    public void createIndexes() {
        numbers.createIndex(
                Indexes.ascending("companyId", "dueAt"),
                new IndexOptions().partialFilterExpression(Filters.exists("dueAt")));
        numbers.createIndex(Indexes.ascending("uploads", "outcome"));
        TtlIndex.create(numbers, "askedAt", Duration.ofDays(UploadStore.KEPT_DAYS));
    }

    /** Those of the numbers that are known, each with the uploads that it is in as far as it still knows them. */
    Map<String, List<String>> known(CompanyId company, Collection<String> any) {
        Map<String, List<String>> known = new HashMap<>();
        documents
                .find(Filters.in("_id", ids(company, any)))
                .projection(Projections.include("trackingNumber", "uploads"))
                .forEach(found -> known.put(found.getString("trackingNumber"), found.getList("uploads", String.class)));
        return known;
    }

    /** Adds numbers of an upload that are not known; if another upload brings some at the same time, to them. */
    void add(CompanyId company, String upload, Collection<String> unknown, Instant now) {
        insert(unknown.stream()
                .map(number -> new StoredNumber(
                        StoredNumber.idOf(company.value(), number),
                        company.value(),
                        number,
                        List.of(upload),
                        now,
                        0,
                        null,
                        null,
                        null,
                        null,
                        now))
                .toList());
    }

    /**
     * Adds known numbers to one more upload; doing it again changes nothing. They keep what came of them, but those
     * that did not come into the history get another chance.
     *
     * @param longAgo numbers that were asked for in vain before this do
     */
    void addTo(CompanyId company, String upload, Collection<String> known, Instant now, Instant longAgo) {
        if (known.isEmpty()) {
            return;
        }
        Bson those = Filters.in("_id", ids(company, known));
        numbers.updateMany(
                Filters.and(
                        those,
                        Filters.in("outcome", Outcome.NOT_FOUND, Outcome.TOO_OLD),
                        Filters.lt("askedAt", longAgo)),
                Updates.combine(
                        Updates.set("dueAt", now),
                        Updates.set("attempts", 0),
                        Updates.unset("unanswered"),
                        Updates.unset("passedOver"),
                        Updates.unset("outcome"),
                        Updates.unset("reason")));
        numbers.updateMany(those, Updates.combine(Updates.addToSet("uploads", upload), Updates.set("askedAt", now)));
    }

    /** It is no longer known of the numbers that they are in these uploads. */
    void forget(CompanyId company, Collection<String> those, Collection<String> uploads) {
        numbers.updateMany(Filters.in("_id", ids(company, those)), Updates.pullAll("uploads", List.copyOf(uploads)));
    }

    private static List<String> ids(CompanyId company, Collection<String> numbers) {
        return numbers.stream()
                .map(number -> StoredNumber.idOf(company.value(), number))
                .toList();
    }

    private void insert(List<StoredNumber> missing) {
        if (missing.isEmpty()) {
            return;
        }
        try {
            numbers.insertMany(missing, new InsertManyOptions().ordered(false));
        } catch (MongoBulkWriteException e) {
            // another upload brought them in between: then this one is added to them when it is sent again
            if (!AlreadyThere.isAll(e)) {
                throw e;
            }
            List<String> there = e.getWriteErrors().stream()
                    .map(error -> missing.get(error.getIndex()).id())
                    .toList();
            numbers.updateMany(
                    Filters.in("_id", there),
                    Updates.addToSet("uploads", missing.getFirst().uploads().getFirst()));
        }
    }

    @Override
    public String what() {
        return "oldNumbers";
    }

    @Override
    public int eraseSome(CompanyId company, Instant until) {
        return Deletion.some(
                documents, Filters.and(CompanyKeys.of(company, "_id"), Filters.lte("askedAt", until)), STEP);
    }

    /** How many wait; counted up to a limit. */
    long waiting(CompanyId company, int limit) {
        return numbers.countDocuments(
                Filters.and(ofCompany(company), Filters.exists("dueAt")), new CountOptions().limit(limit));
    }

    List<StoredNumber> due(CompanyId company, Instant now, int limit) {
        return numbers.find(Filters.and(ofCompany(company), Filters.lte("dueAt", now)))
                .sort(Sorts.ascending("dueAt"))
                .limit(limit)
                .into(new ArrayList<>());
    }

    Optional<Instant> firstDueAt(CompanyId company) {
        return Optional.ofNullable(numbers.find(Filters.and(ofCompany(company), Filters.exists("dueAt")))
                        .sort(Sorts.ascending("dueAt"))
                        .first())
                .map(StoredNumber::dueAt);
    }

    /** Whoever comes next gets others; these come again then, unless what came of them was kept. */
    void handedOut(Collection<StoredNumber> taken, Instant again) {
        numbers.updateMany(
                Filters.in("_id", taken.stream().map(StoredNumber::id).toList()), Updates.set("dueAt", again));
    }

    /** There is no need to ask UPS for these. */
    void known(Collection<StoredNumber> complete) {
        numbers.updateMany(
                Filters.in("_id", complete.stream().map(StoredNumber::id).toList()),
                Updates.combine(Updates.set("outcome", Outcome.KNOWN), Updates.unset("dueAt")));
    }

    /**
     * UPS failed to answer for the number; it is asked for again after this pause.
     *
     * @param othersAnswered whether it answered for others
     */
    void putOff(CompanyId company, Waiting number, Instant now, Duration pause, boolean othersAnswered) {
        numbers.updateOne(
                asHandedOut(company, number),
                Updates.combine(
                        Updates.inc("unanswered", 1),
                        Updates.inc("passedOver", othersAnswered ? 1 : 0),
                        Updates.set("askedAt", now),
                        Updates.set("dueAt", now.plus(pause))));
    }

    /** UPS failed to answer for the number, and it is not asked for again. */
    void giveUp(CompanyId company, Waiting number, String why, Instant now) {
        answered(asHandedOut(company, number), Outcome.NOT_FOUND, why, null, now);
    }

    /** Failures are told late: another turn may have had an answer meanwhile, which then counts. */
    private static Bson asHandedOut(CompanyId company, Waiting number) {
        return Filters.and(
                Filters.eq("_id", StoredNumber.idOf(company.value(), number.trackingNumber())),
                Filters.exists("dueAt"),
                Filters.eq("attempts", number.attempts()));
    }

    /**
     * Keeps what came of asking for a number.
     *
     * @param outcome {@code null} if there is none yet
     * @param nextAt when it is asked for again; {@code null}: never
     */
    void answered(
            CompanyId company,
            String number,
            @Nullable Outcome outcome,
            @Nullable String reason,
            @Nullable Instant nextAt,
            Instant now) {
        answered(Filters.eq("_id", StoredNumber.idOf(company.value(), number)), outcome, reason, nextAt, now);
    }

    private void answered(
            Bson asked, @Nullable Outcome outcome, @Nullable String reason, @Nullable Instant nextAt, Instant now) {
        List<Bson> changes = new ArrayList<>(List.of(
                Updates.inc("attempts", 1),
                Updates.unset("unanswered"),
                Updates.unset("passedOver"),
                Updates.set("askedAt", now),
                nextAt == null ? Updates.unset("dueAt") : Updates.set("dueAt", nextAt)));
        changes.add(reason == null ? Updates.unset("reason") : Updates.set("reason", reason));
        if (outcome != null) {
            // what was found once stays found
            numbers.updateOne(
                    Filters.and(asked, Filters.ne("outcome", Outcome.FOUND)), Updates.set("outcome", outcome));
        }
        numbers.updateOne(asked, Updates.combine(changes));
    }

    Progress progress(String upload, UploadSettings settings) {
        Map<String, Long> counts = new HashMap<>();
        List<UnknownSoFar> askedAgain = new ArrayList<>();
        for (Document group : documents.aggregate(List.of(
                Aggregates.match(Filters.eq("uploads", upload)),
                Aggregates.group(
                        new Document("outcome", "$outcome").append("attempts", "$attempts"),
                        Accumulators.sum("numbers", 1L),
                        Accumulators.min("first", "$dueAt"),
                        Accumulators.max("last", "$dueAt"))))) {
            Document of = group.get("_id", new Document());
            long many = group.get("numbers", 0L);
            int attempts = of.get("attempts", 0);
            counts.merge(of.get("outcome", WAITING), many, Long::sum);
            Date first = group.getDate("first");
            if (!of.containsKey("outcome") && attempts > 0 && first != null) {
                Instant last = group.getDate("last").toInstant();
                askedAgain.add(new UnknownSoFar(many, first.toInstant(), last.plus(settings.untilLastRetry(attempts))));
            }
        }
        return new Progress(
                counts.getOrDefault(WAITING, 0L),
                counts.getOrDefault(Outcome.FOUND.name(), 0L),
                counts.getOrDefault(Outcome.KNOWN.name(), 0L),
                counts.getOrDefault(Outcome.NOT_FOUND.name(), 0L),
                counts.getOrDefault(Outcome.TOO_OLD.name(), 0L),
                askedAgain.stream().reduce(UnknownSoFar::and).orElse(null));
    }

    private static Bson ofCompany(CompanyId company) {
        return Filters.eq("companyId", company.value());
    }
}
