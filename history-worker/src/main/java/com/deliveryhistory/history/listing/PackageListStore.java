package com.deliveryhistory.history.listing;

import com.deliveryhistory.events.CompanyId;
import com.deliveryhistory.history.packages.PackageView;
import com.deliveryhistory.history.packages.StoredPackage;
import com.deliveryhistory.services.storage.Indexed;
import com.mongodb.client.FindIterable;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoCursor;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.Sorts;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Lists of a company's packages, in the order of their latest activity. All filters come with an index that gives this
 * order too, but for beginnings of words: of those that begin so, the server sorts what it found.
 */
@Component
public final class PackageListStore implements Indexed {

    /** A list that takes longer than this is given up by the server. */
    private static final Duration LONGEST_QUERY = Duration.ofSeconds(15);

    private static final int BATCH = 500;
    private static final String BEHIND_ALL_TIMES = "U"; // of a day, which all begin with T

    private final MongoCollection<StoredPackage> packages;

    public PackageListStore(MongoDatabase database) {
        this.packages = database.getCollection("packages", StoredPackage.class);
    }

    @Override
    public void createIndexes() {
        packages.createIndex(Indexes.compoundIndex(Indexes.ascending("companyId"), Indexes.descending("position")));
        packages.createIndex(
                Indexes.compoundIndex(Indexes.ascending("companyId", "status"), Indexes.descending("position")));
        packages.createIndex(
                Indexes.compoundIndex(Indexes.ascending("companyId", "words"), Indexes.descending("position")));
    }

    /**
     * A page of the company's packages.
     *
     * @param after where the page before ended; {@code null} for the first page
     */
    public PackagePage list(
            CompanyId company, PackageFilter filter, ListOrder order, int limit, @Nullable ListPosition after) {
        List<StoredPackage> found = find(company, filter, order, after)
                .limit(limit + 1)
                .maxTime(LONGEST_QUERY.toMillis(), TimeUnit.MILLISECONDS)
                .into(new ArrayList<>());
        boolean more = found.size() > limit;
        List<StoredPackage> page = more ? found.subList(0, limit) : found;
        return new PackagePage(
                page.stream().map(StoredPackage::view).toList(),
                more ? new ListPosition(page.getLast().position()) : null);
    }

    /** All of the company's packages, oldest first, read as they are asked for. To be closed. */
    public Stream<PackageView> all(CompanyId company, PackageFilter filter) {
        MongoCursor<StoredPackage> cursor = find(company, filter, ListOrder.OLDEST_FIRST, null)
                .batchSize(BATCH)
                .cursor();
        int kind = Spliterator.ORDERED | Spliterator.NONNULL;
        return StreamSupport.stream(Spliterators.spliteratorUnknownSize(cursor, kind), false)
                .map(StoredPackage::view)
                .onClose(cursor::close);
    }

    private FindIterable<StoredPackage> find(
            CompanyId company, PackageFilter filter, ListOrder order, @Nullable ListPosition after) {
        return packages.find(wanted(company, filter, order, after))
                .sort(order == ListOrder.NEWEST_FIRST ? Sorts.descending("position") : Sorts.ascending("position"));
    }

    private static Bson wanted(CompanyId company, PackageFilter filter, ListOrder order, @Nullable ListPosition after) {
        List<Bson> all = new ArrayList<>();
        all.add(Filters.eq("companyId", company.value()));
        if (!filter.statuses().isEmpty()) {
            all.add(Filters.in(
                    "status",
                    filter.statuses().stream().map(Enum::name).sorted().toList()));
        }
        filter.words().forEach(word -> all.add(Filters.regex("words", "^" + word)));
        all.addAll(ofDays(filter.from(), filter.to()));
        if (after != null) {
            all.add(
                    order == ListOrder.NEWEST_FIRST
                            ? Filters.lt("position", after.value())
                            : Filters.gt("position", after.value()));
        }
        return Filters.and(all);
    }

    /** Conditions on the day of the latest activity; without any, packages of which no time is known are wanted too. */
    static List<Bson> ofDays(@Nullable LocalDate from, @Nullable LocalDate to) {
        if (from == null && to == null) {
            return List.of();
        }
        List<Bson> days = new ArrayList<>();
        days.add(Filters.gte("position", from == null ? StoredPackage.FIRST_DAY : from.toString()));
        if (to != null) {
            days.add(Filters.lt("position", to + BEHIND_ALL_TIMES)); // the day after the last one has five digits
        }
        return days;
    }
}
