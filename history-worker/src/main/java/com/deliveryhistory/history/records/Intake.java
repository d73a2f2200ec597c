package com.deliveryhistory.history.records;

import com.deliveryhistory.events.DeliveryEvent;
import com.deliveryhistory.events.DeliveryEvent.DeliveryEventRecorded;
import com.deliveryhistory.events.DeliveryEvent.HistoryCaughtUp;
import com.deliveryhistory.events.EventEnvelope;
import com.deliveryhistory.events.EventIds;
import com.deliveryhistory.events.GrantId;
import com.deliveryhistory.history.feed.FeedAnswer.Page;
import com.deliveryhistory.history.feed.FeedRecord;
import com.deliveryhistory.history.feed.UnreadableRecord;
import com.deliveryhistory.history.packages.Fact;
import com.deliveryhistory.history.packages.PackageStore;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Takes in pages: notes which of their records are new, stores them, folds them into packages, tells the world, and takes
 * the note back. Whatever step it ends at, taking in the same pages again, or {@link #finish}, completes it: nothing is
 * lost, nothing is there twice, and a repeated event has the id of the first.
 */
@Component
public final class Intake {

    private static final Logger log = LoggerFactory.getLogger(Intake.class);
    private static final URI SOURCE = EventEnvelope.source("history-worker");
    private static final int BATCH = 1_000;

    /** No process stands still for so long between two steps of an intake and then goes on. */
    public static final Duration LONGEST_INTAKE = Duration.ofDays(1);

    private final IntakeStore intakes;
    private final RecordStore records;
    private final PackageStore packages;
    private final DeliveryEvents events;
    private final Clock clock;
    private final Counter stored;
    private final Counter unreadable;

    public Intake(
            IntakeStore intakes,
            RecordStore records,
            PackageStore packages,
            DeliveryEvents events,
            Clock clock,
            MeterRegistry metrics) {
        this.intakes = intakes;
        this.records = records;
        this.packages = packages;
        this.events = events;
        this.clock = clock;
        this.stored = metrics.counter("history.records.stored");
        this.unreadable = metrics.counter("history.records.unreadable");
    }

    /**
     * Takes in pages together: a package that stands on several of them is folded and written once.
     *
     * @param pages of the same feed, as they follow each other
     */
    public void take(GrantId grant, List<Page> pages) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS); // as exact as it is stored
        List<UnreadableRecord> unknown =
                pages.stream().flatMap(page -> page.unreadable().stream()).toList();
        int strange = records.keepUnreadable(grant, unknown, now);
        if (strange > 0) {
            unreadable.increment(strange);
            log.warn("{}: {} records of the feed cannot be understood and are kept as they are", grant, strange);
        }
        List<FeedRecord> stories = stories(pages);
        for (int from = 0; from < stories.size(); from += BATCH) {
            take(grant, records.missing(grant, stories.subList(from, Math.min(from + BATCH, stories.size()))), now);
        }
    }

    private void take(GrantId grant, List<FeedRecord> missing, Instant now) {
        if (missing.isEmpty()) {
            return;
        }
        OpenIntake intake = intakes.open(grant, ids(missing), now);
        stored.increment(records.keep(grant, missing, now));
        tell(intake, grant, missing);
        intakes.close(intake);
    }

    /**
     * Completes what earlier intakes left unfinished. What one of them meant to store and did not is no part of it: its page
     * will be read again, unless the process that works on it lives and still does it. So that is not forgotten at once.
     */
    public void finish(GrantId grant) {
        for (OpenIntake intake : intakes.of(grant)) {
            List<FeedRecord> untold = records.stored(grant, intake.records());
            tell(intake, grant, untold);
            List<String> left = new ArrayList<>(intake.records());
            left.removeAll(Set.copyOf(ids(untold)));
            if (left.isEmpty() || intake.openedAt().plus(LONGEST_INTAKE).isBefore(clock.instant())) {
                intakes.close(intake);
            } else if (!untold.isEmpty()) {
                intakes.keep(intake, left);
            }
        }
    }

    /**
     * Tells that a history is complete up to now.
     *
     * @param since when the history fell behind: each time it does, it can catch up once
     */
    public void tellCaughtUp(
            GrantId grant, Instant since, Instant coveredFrom, Instant coveredTo, List<HistoryCaughtUp.LostSpan> lost) {
        HistoryCaughtUp event = new HistoryCaughtUp(grant.company(), grant.application(), coveredFrom, coveredTo, lost);
        String id = EventIds.of("caught-up", grant.toString(), since.toString());
        events.tell(List.of(new EventEnvelope<>(id, SOURCE, clock.instant(), event)));
    }

    /** As of the intake's own time: who tells it again, after a process that was cut off, tells the very same. */
    private void tell(OpenIntake intake, GrantId grant, List<FeedRecord> untold) {
        if (untold.isEmpty()) {
            return;
        }
        packages.add(grant, facts(untold), clock.instant());
        events.tell(untold.stream()
                .map(record -> envelope(grant, record, intake.openedAt()))
                .toList());
    }

    private static List<String> ids(List<FeedRecord> records) {
        return records.stream().map(FeedRecord::id).toList();
    }

    private static Map<String, List<Fact>> facts(List<FeedRecord> records) {
        return records.stream()
                .collect(Collectors.groupingBy(
                        FeedRecord::trackingNumber,
                        LinkedHashMap::new,
                        Collectors.mapping(FeedRecord::fact, Collectors.toList())));
    }

    /** Package by package. UPS sorts by kind; readers of the events want each package's story as it happened. */
    private static List<FeedRecord> stories(List<Page> pages) {
        return pages.stream()
                .flatMap(page -> page.records().stream())
                .sorted(Comparator.comparing(FeedRecord::trackingNumber)
                        .thenComparing(
                                record -> record.fact().at(),
                                Comparator.nullsFirst(Comparator.<LocalDateTime>naturalOrder())))
                .toList();
    }

    private static EventEnvelope<DeliveryEvent> envelope(GrantId grant, FeedRecord record, Instant now) {
        Fact fact = record.fact();
        return new EventEnvelope<>(
                record.id(),
                SOURCE,
                now,
                new DeliveryEventRecorded(
                        grant.company(),
                        grant.application(),
                        record.trackingNumber(),
                        fact.kind(),
                        fact.type(),
                        fact.at(),
                        fact.shipperNumber(),
                        fact.description(),
                        fact.city(),
                        fact.state(),
                        fact.country()));
    }
}
