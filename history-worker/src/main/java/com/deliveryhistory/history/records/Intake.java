package com.deliveryhistory.history.records;

import com.deliveryhistory.events.DeliveryEvent;
import com.deliveryhistory.events.DeliveryEvent.DeliveryEventRecorded;
import com.deliveryhistory.events.DeliveryEvent.HistoryCaughtUp;
import com.deliveryhistory.events.EventEnvelope;
import com.deliveryhistory.events.EventIds;
import com.deliveryhistory.events.GrantId;
import com.deliveryhistory.history.feed.FeedAnswer.Page;
import com.deliveryhistory.history.feed.FeedRecord;
import com.deliveryhistory.history.packages.Fact;
import com.deliveryhistory.history.packages.PackageStore;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Takes in a page: stores its records, folds them into packages, tells the world, and notes that it did. Whatever step
 * it ends at, taking in the same page again, or {@link #finish}, completes it: nothing is lost, nothing is there twice,
 * and a repeated event has the id of the first.
 */
@Component
public final class Intake {

    private static final Logger log = LoggerFactory.getLogger(Intake.class);
    private static final URI SOURCE = EventEnvelope.source("history-worker");
    private static final int BATCH = 500;

    private final RecordStore records;
    private final PackageStore packages;
    private final DeliveryEvents events;
    private final Clock clock;
    private final Counter stored;
    private final Counter unreadable;

    public Intake(
            RecordStore records, PackageStore packages, DeliveryEvents events, Clock clock, MeterRegistry metrics) {
        this.records = records;
        this.packages = packages;
        this.events = events;
        this.clock = clock;
        this.stored = metrics.counter("history.records.stored");
        this.unreadable = metrics.counter("history.records.unreadable");
    }

    public void take(GrantId grant, Page page) {
        Instant now = clock.instant();
        int strange = records.keepUnreadable(grant, page.unreadable(), now);
        if (strange > 0) {
            unreadable.increment(strange);
            log.warn("{}: {} records of the feed cannot be understood and are kept as they are", grant, strange);
        }
        Kept kept = records.keep(grant, inOrder(page.records()), now);
        stored.increment(kept.added());
        for (int from = 0; from < kept.untold().size(); from += BATCH) {
            tell(
                    grant,
                    kept.untold()
                            .subList(from, Math.min(from + BATCH, kept.untold().size())));
        }
    }

    /** Completes what an earlier intake left unfinished. */
    public void finish(GrantId grant) {
        List<FeedRecord> left;
        do {
            left = records.pending(grant, BATCH);
            tell(grant, left);
        } while (left.size() == BATCH);
    }

    /**
     * Tells that a history is complete up to now.
     *
     * @param since when the history fell behind: each time it does, it can catch up once
     */
    public void tellCaughtUp(GrantId grant, Instant since, Instant coveredFrom, Instant coveredTo) {
        HistoryCaughtUp event = new HistoryCaughtUp(grant.company(), grant.application(), coveredFrom, coveredTo);
        String id = EventIds.of("caught-up", grant.toString(), since.toString());
        events.tell(List.of(new EventEnvelope<>(id, SOURCE, clock.instant(), event)));
    }

    private void tell(GrantId grant, List<FeedRecord> untold) {
        if (untold.isEmpty()) {
            return;
        }
        Instant now = clock.instant();
        packages.add(grant, facts(untold), now);
        events.tell(untold.stream().map(record -> envelope(grant, record, now)).toList());
        records.published(untold, now);
    }

    private static Map<String, List<Fact>> facts(List<FeedRecord> records) {
        return records.stream()
                .collect(Collectors.groupingBy(
                        FeedRecord::trackingNumber,
                        LinkedHashMap::new,
                        Collectors.mapping(FeedRecord::fact, Collectors.toList())));
    }

    /** UPS sorts by kind; readers of the events want each package's story as it happened. */
    private static List<FeedRecord> inOrder(List<FeedRecord> records) {
        return records.stream()
                .sorted(Comparator.comparing(
                        record -> record.fact().at(), Comparator.nullsFirst(Comparator.<LocalDateTime>naturalOrder())))
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
