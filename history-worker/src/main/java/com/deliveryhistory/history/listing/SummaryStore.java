package com.deliveryhistory.history.listing;

import com.deliveryhistory.events.CompanyId;
import com.deliveryhistory.history.listing.HistorySummary.Day;
import com.deliveryhistory.history.listing.HistorySummary.Reason;
import com.deliveryhistory.history.packages.PackageStatus;
import com.deliveryhistory.services.storage.Indexed;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Accumulators;
import com.mongodb.client.model.Aggregates;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.springframework.stereotype.Component;

/**
 * Counts of a company's packages. They are made from the packages each time, so that there are no counters that a crash
 * could leave wrong; what is counted is in the indexes, or, of exceptions, in the few packages that met with one.
 */
@Component
public final class SummaryStore implements Indexed {

    private static final Duration LONGEST_QUERY = Duration.ofSeconds(15);
    private static final List<String> UNDER_WAY =
            List.of(PackageStatus.IN_TRANSIT.name(), PackageStatus.OUT_FOR_DELIVERY.name());
    private static final int MOST_REASONS = 100;
    private static final int DAY_LENGTH = 10;

    private final MongoCollection<Document> packages;

    public SummaryStore(MongoDatabase database) {
        this.packages = database.getCollection("packages");
    }

    @Override
    public void createIndexes() {
        packages.createIndex(
                Indexes.ascending("companyId", "deliveredOn"),
                new IndexOptions().partialFilterExpression(Filters.exists("deliveredOn")));
        packages.createIndex(
                Indexes.ascending("companyId", "incidents.on"),
                new IndexOptions().partialFilterExpression(Filters.exists("incidents.on")));
    }

    /** Counts what happened on these days, both included. */
    public HistorySummary summary(CompanyId company, LocalDate from, LocalDate to) {
        Map<String, Long> delivered = new HashMap<>();
        Map<String, Long> exceptions = new HashMap<>();
        Map<String, Long> inTransit = new HashMap<>();
        Map<String, Long> reasons = new HashMap<>();
        count(delivered(company, from, to), (day, packages) -> delivered.put((String) day, packages));
        count(inTransit(company, from, to), (day, packages) -> inTransit.put((String) day, packages));
        count(exceptions(company, from, to), (key, packages) -> {
            Document dayAndReason = (Document) key;
            exceptions.merge(dayAndReason.getString("on"), packages, Long::sum);
            reasons.merge(dayAndReason.getString("reason"), packages, Long::sum);
        });
        List<Day> days = from.datesUntil(to.plusDays(1))
                .map(day -> new Day(
                        day,
                        delivered.getOrDefault(day.toString(), 0L),
                        exceptions.getOrDefault(day.toString(), 0L),
                        inTransit.getOrDefault(day.toString(), 0L)))
                .toList();
        return new HistorySummary(
                from,
                to,
                days,
                reasons.entrySet().stream()
                        .map(reason -> new Reason(reason.getKey(), reason.getValue()))
                        .sorted(Comparator.comparingLong(Reason::exceptions)
                                .reversed()
                                .thenComparing(Reason::reason))
                        .limit(MOST_REASONS)
                        .toList());
    }

    private static List<Bson> delivered(CompanyId company, LocalDate from, LocalDate to) {
        return List.of(
                Aggregates.match(Filters.and(ofCompany(company), days("deliveredOn", from, to))),
                Aggregates.group("$deliveredOn", Accumulators.sum("packages", 1L)));
    }

    private static List<Bson> inTransit(CompanyId company, LocalDate from, LocalDate to) {
        List<Bson> wanted = new ArrayList<>(List.of(ofCompany(company), Filters.in("status", UNDER_WAY)));
        wanted.addAll(PackageListStore.ofDays(from, to));
        return List.of(
                Aggregates.match(Filters.and(wanted)),
                Aggregates.group(
                        new Document("$substrBytes", List.of("$position", 0, DAY_LENGTH)),
                        Accumulators.sum("packages", 1L)));
    }

    private static List<Bson> exceptions(CompanyId company, LocalDate from, LocalDate to) {
        Bson onTheseDays = days("incidents.on", from, to);
        return List.of(
                Aggregates.match(Filters.and(ofCompany(company), onTheseDays)),
                Aggregates.unwind("$incidents"),
                Aggregates.match(onTheseDays),
                Aggregates.group(
                        new Document("on", "$incidents.on").append("reason", "$incidents.reason"),
                        Accumulators.sum("packages", 1L)));
    }

    private void count(List<Bson> pipeline, BiConsumer<Object, Long> counted) {
        packages.aggregate(pipeline)
                .maxTime(LONGEST_QUERY.toMillis(), TimeUnit.MILLISECONDS)
                .forEach(group -> counted.accept(group.get("_id"), group.get("packages", 0L)));
    }

    private static Bson ofCompany(CompanyId company) {
        return Filters.eq("companyId", company.value());
    }

    private static Bson days(String field, LocalDate from, LocalDate to) {
        return Filters.and(Filters.gte(field, from.toString()), Filters.lte(field, to.toString()));
    }
}
