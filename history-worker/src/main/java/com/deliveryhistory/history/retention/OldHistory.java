package com.deliveryhistory.history.retention;

import com.deliveryhistory.events.CompanyId;
import com.deliveryhistory.history.collection.CollectionSettings;
import com.deliveryhistory.history.collection.KeptStore;
import com.deliveryhistory.history.collection.StandingStore;
import com.deliveryhistory.history.packages.PackageStore;
import com.deliveryhistory.history.records.RecordStore;
import com.deliveryhistory.history.retention.RetentionStore.Lease;
import com.deliveryhistory.services.storage.Indexed;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Deletes once a day what is older than it is to be kept, company by company, some at a time: packages by their latest
 * activity, or where UPS gave no readable time by when something was stored last, UPS's records by when they were read.
 * One instance does it; if it ends, another one goes on where it was. What is to be deleted of a company is noted first,
 * so that nobody takes it for something that never was.
 */
@Component
final class OldHistory implements Indexed {

    private static final Logger log = LoggerFactory.getLogger(OldHistory.class);
    private static final Duration PAUSE = Duration.ofDays(1);
    private static final int COMPANIES_AT_ONCE = 50;

    private final RetentionStore retention;
    private final StandingStore companies;
    private final KeptStore kept;
    private final PackageStore packages;
    private final RecordStore records;
    private final RetentionMetrics metrics;
    private final RetentionSettings settings;
    private final Duration lease;
    private final Clock clock;

    OldHistory(
            RetentionStore retention,
            StandingStore companies,
            KeptStore kept,
            PackageStore packages,
            RecordStore records,
            RetentionMetrics metrics,
            RetentionSettings settings,
            CollectionSettings collecting,
            Clock clock) {
        this.retention = retention;
        this.companies = companies;
        this.kept = kept;
        this.packages = packages;
        this.records = records;
        this.metrics = metrics;
        this.settings = settings;
        this.lease = collecting.lease();
        this.clock = clock;
    }

    @Override
    public void createIndexes() {
        if (settings.keptFor() != null) {
            records.createIndexByAge();
        }
    }

    /** Deletes what is due, unless another instance does, or nothing ever is. */
    void delete(BooleanSupplier stopping) {
        Optional<LocalDate> firstDay = settings.firstDay(clock);
        if (firstDay.isEmpty()) {
            return;
        }
        Optional<Lease> mine = retention.claim(clock.instant(), lease);
        if (mine.isPresent() && !new Round(mine.get(), firstDay.get(), stopping).ended()) {
            retention.release(mine.get());
        }
    }

    /** One time through all companies, or as far as it comes. */
    private final class Round {

        private final Lease mine;
        private final LocalDate firstDay;
        private final BooleanSupplier stopping;

        Round(Lease mine, LocalDate firstDay, BooleanSupplier stopping) {
            this.mine = mine;
            this.firstDay = firstDay;
            this.stopping = stopping;
        }

        /** {@code false} if it is to be gone on with. */
        boolean ended() {
            @Nullable CompanyId after = mine.after();
            do {
                StandingStore.Page page = companies.page(after, COMPANIES_AT_ONCE);
                for (CompanyId company : companiesOf(page)) {
                    if (!deletedOf(company) || !retention.passed(mine, company)) {
                        return false;
                    }
                }
                after = page.next();
            } while (after != null);
            int gone = all(() -> records.deleteSome(RetentionSettings.begin(firstDay)));
            if (gone < 0) {
                return false;
            }
            metrics.deletedRecords(gone);
            retention.done(mine, clock.instant(), clock.instant().plus(PAUSE));
            return true;
        }

        private List<CompanyId> companiesOf(StandingStore.Page page) {
            return page.standings().stream()
                    .map(standing -> standing.grant().company())
                    .distinct()
                    .toList();
        }

        private boolean deletedOf(CompanyId company) {
            if (!goesOn()) {
                return false;
            }
            kept.note(
                    company, RetentionSettings.begin(firstDay), settings.days().orElseThrow());
            packages.dateUntimed(company, clock.instant());
            int gone = all(() -> {
                int timed = packages.deleteSome(company, firstDay);
                return timed > 0 ? timed : packages.deleteSomeUntimed(company, RetentionSettings.begin(firstDay));
            });
            if (gone > 0) {
                metrics.deletedPackages(gone);
                log.info("{}: {} packages without anything new since {} deleted", company, gone, firstDay);
            }
            return gone >= 0;
        }

        /** How many; negative if it ended before nothing was left. */
        private int all(IntSupplier some) {
            int gone = 0;
            int found;
            do {
                if (!goesOn()) {
                    return -1;
                }
                found = some.getAsInt();
                gone += found;
            } while (found > 0);
            return gone;
        }

        private boolean goesOn() {
            return !stopping.getAsBoolean()
                    && retention.prolong(mine, clock.instant().plus(lease));
        }
    }
}
