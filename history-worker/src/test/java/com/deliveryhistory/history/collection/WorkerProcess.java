package com.deliveryhistory.history.collection;

import com.deliveryhistory.events.Application;
import com.deliveryhistory.events.GrantId;
import com.deliveryhistory.history.access.AccessToken;
import com.deliveryhistory.history.access.TokenAnswer;
import com.deliveryhistory.history.access.Tokens;
import com.deliveryhistory.history.feed.Feed;
import com.deliveryhistory.history.pace.PaceSettings;
import com.deliveryhistory.history.pace.Paces;
import com.deliveryhistory.history.pace.Work;
import com.deliveryhistory.history.packages.PackageStore;
import com.deliveryhistory.history.records.DeliveryEvents;
import com.deliveryhistory.history.records.Intake;
import com.deliveryhistory.history.records.IntakeStore;
import com.deliveryhistory.history.records.RecordStore;
import com.deliveryhistory.history.tracking.DeliveredPackages;
import com.deliveryhistory.history.tracking.TrackingSettings;
import com.deliveryhistory.services.tracing.Traces;
import com.deliveryhistory.testing.KillSwitch;
import com.deliveryhistory.testing.TestClock;
import com.mongodb.client.MongoDatabase;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.springframework.util.unit.DataSize;

/** One instance of the service without its surroundings: it takes turns when told to. */
final class WorkerProcess {

    static final Duration LEASE = Duration.ofSeconds(30);

    private static final PaceSettings UNLIMITED =
            new PaceSettings(100, 1_000_000, Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofMinutes(1));

    final CollectionStore collections;
    final PackageStore packages;
    final Paces paces;
    final Turns turns;
    final Erasing erasing;
    final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final TestClock clock;

    WorkerProcess(
            MongoDatabase shared,
            Feed feed,
            DeliveryEvents told,
            TestClock clock,
            KillSwitch killSwitch,
            DataSize heldAtMost) {
        this(shared, Outside.of(feed), told, clock, killSwitch, settings(100, 1, heldAtMost, LEASE), UNLIMITED);
    }

    WorkerProcess(MongoDatabase shared, Outside outside, DeliveryEvents told, TestClock clock, KillSwitch killSwitch) {
        this(shared, outside, told, clock, killSwitch, settings(100, 1), UNLIMITED);
    }

    WorkerProcess(
            MongoDatabase shared,
            Outside outside,
            DeliveryEvents told,
            TestClock clock,
            KillSwitch killSwitch,
            CollectionSettings settings,
            PaceSettings pace) {
        this.clock = clock;
        MongoDatabase database = killSwitch.on(shared);
        TrackingSettings tracking = new TrackingSettings(20, 5, Duration.ofHours(1));
        collections = new CollectionStore(database);
        packages = new PackageStore(database);
        CollectionMetrics counted = new CollectionMetrics(settings, metrics);
        paces = new Paces(pace, clock, metrics);
        IntakeStore intakes = new IntakeStore(database);
        RecordStore records = new RecordStore(database);
        Intake intake = new Intake(
                intakes,
                records,
                packages,
                events -> killSwitch.write(() -> {
                    told.tell(events);
                    return true;
                }),
                clock,
                metrics);
        erasing = new Erasing(
                collections, new ErasureStore(database), List.of(records, packages, intakes), settings, clock);
        turns = new Turns(
                collections,
                new FeedCollector(collections, outside.feed(), intake, settings, counted, clock, Traces.none()),
                new ScanCollector(
                        List.of(new DeliveredPackages(packages, tracking, clock)),
                        outside.tracking(),
                        tracking,
                        counted,
                        clock),
                intake,
                erasing,
                new AnyToken(outside.tokens()),
                paces,
                settings,
                counted,
                clock,
                Traces.none());
    }

    static CollectionSettings settings(int pagesPerTurn, int concurrency) {
        return settings(pagesPerTurn, concurrency, LEASE);
    }

    static CollectionSettings settings(int pagesPerTurn, int concurrency, Duration lease) {
        return settings(pagesPerTurn, concurrency, DataSize.ofMegabytes(1), lease);
    }

    private static CollectionSettings settings(int pagesPerTurn, int concurrency, DataSize heldAtMost, Duration lease) {
        return new CollectionSettings(
                Set.of(Application.INTELLIGENT_DELIVERY_HISTORY),
                Duration.ofHours(1),
                Duration.ofHours(2),
                Duration.ofDays(7),
                Duration.ofMinutes(10),
                Duration.ofDays(7),
                10_000,
                pagesPerTurn,
                heldAtMost,
                Duration.ofMinutes(1),
                concurrency,
                Duration.ofSeconds(1),
                lease,
                Duration.ofSeconds(2),
                Duration.ofMinutes(10));
    }

    Optional<Leased> claim() {
        return collections.claim(
                Application.INTELLIGENT_DELIVERY_HISTORY, Work.NUMBERS, "process", clock.instant(), LEASE);
    }

    void take(Leased leased) {
        turns.take(leased, () -> false);
    }

    /** Takes turns for as long as somebody is due. */
    void work() {
        for (Optional<Leased> due = claim(); due.isPresent(); due = claim()) {
            take(due.get());
        }
    }

    private record AnyToken(Supplier<TokenAnswer> answers) implements Tokens {

        @Override
        public TokenAnswer token(GrantId grant, long revision) {
            return answers.get();
        }

        @Override
        public TokenAnswer newerThan(AccessToken refused, GrantId grant, long revision) {
            return token(grant, revision);
        }

        @Override
        public void forget(GrantId grant) {
            // none is kept
        }
    }
}
