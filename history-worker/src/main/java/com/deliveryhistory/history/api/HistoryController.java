package com.deliveryhistory.history.api;

import com.deliveryhistory.events.CompanyId;
import com.deliveryhistory.history.collection.Collecting;
import com.deliveryhistory.history.collection.Coverage;
import com.deliveryhistory.history.listing.HistorySummary;
import com.deliveryhistory.history.listing.ListOrder;
import com.deliveryhistory.history.listing.ListPosition;
import com.deliveryhistory.history.listing.PackageListStore;
import com.deliveryhistory.history.listing.PackagePage;
import com.deliveryhistory.history.listing.SummaryStore;
import com.deliveryhistory.history.packages.PackageStore;
import com.deliveryhistory.history.packages.PackageView;
import java.time.Clock;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** A company's history, for the company on whose behalf the caller asks. */
@RestController
@RequestMapping("/v1/companies/{companyId}")
final class HistoryController {

    private static final int LARGEST_PAGE = 200;
    private static final int USUAL_DAYS = 30;
    private static final int MOST_DAYS = 366;

    private final PackageStore packages;
    private final PackageListStore lists;
    private final SummaryStore summaries;
    private final Collecting collecting;
    private final Clock clock;

    HistoryController(
            PackageStore packages, PackageListStore lists, SummaryStore summaries, Collecting collecting, Clock clock) {
        this.packages = packages;
        this.lists = lists;
        this.summaries = summaries;
        this.collecting = collecting;
        this.clock = clock;
    }

    @GetMapping("/packages")
    Packages packages(
            @PathVariable CompanyId companyId,
            Wanted wanted,
            @RequestParam(defaultValue = "NEWEST_FIRST") ListOrder order,
            @RequestParam(defaultValue = "50") int limit,
            @RequestParam(required = false) @Nullable String cursor) {
        if (limit < 1 || limit > LARGEST_PAGE) {
            throw InvalidParameter.limit(LARGEST_PAGE);
        }
        ListPosition after =
                cursor == null ? null : ListPosition.ofCursor(cursor).orElseThrow(InvalidParameter::cursor);
        PackagePage page = lists.list(companyId, wanted.filter(), order, limit, after);
        return new Packages(
                page.packages(), page.end() == null ? null : page.end().toCursor());
    }

    @GetMapping("/packages/{trackingNumber}")
    PackageView one(@PathVariable CompanyId companyId, @PathVariable String trackingNumber) {
        return packages.find(companyId, trackingNumber).orElseThrow(PackageNotFound::new);
    }

    /** Of the last thirty days, unless the caller says of which. */
    @GetMapping("/summary")
    HistorySummary summary(
            @PathVariable CompanyId companyId,
            @RequestParam(required = false) @Nullable LocalDate from,
            @RequestParam(required = false) @Nullable LocalDate to) {
        Wanted.requireOrder(from, to);
        LocalDate last = Objects.requireNonNullElseGet(to, () -> LocalDate.now(clock));
        LocalDate first = Objects.requireNonNullElseGet(from, () -> last.minusDays(USUAL_DAYS - 1));
        Wanted.requireOrder(first, last);
        if (ChronoUnit.DAYS.between(first, last) >= MOST_DAYS) {
            throw InvalidParameter.tooManyDays(MOST_DAYS);
        }
        return summaries.summary(companyId, first, last);
    }

    @GetMapping("/coverage")
    Coverages coverage(@PathVariable CompanyId companyId) {
        return new Coverages(collecting.coverages(companyId));
    }

    /**
     * A page of packages.
     *
     * @param nextCursor for the next page; absent on the last one
     */
    record Packages(List<PackageView> packages, @Nullable String nextCursor) {}

    record Coverages(List<Coverage> coverages) {}
}
