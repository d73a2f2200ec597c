package com.deliveryhistory.history.collection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.deliveryhistory.events.CompanyId;
import com.deliveryhistory.events.DeliveryEvent;
import com.deliveryhistory.events.DeliveryEvent.DeliveryEventRecorded;
import com.deliveryhistory.events.DeliveryEvent.HistoryCaughtUp;
import com.deliveryhistory.events.EventEnvelope;
import com.deliveryhistory.events.EventIds;
import com.deliveryhistory.events.GrantId;
import com.deliveryhistory.events.GrantState;
import com.deliveryhistory.events.GrantStatus;
import com.deliveryhistory.history.Feeds;
import com.deliveryhistory.history.feed.Feed;
import com.deliveryhistory.history.feed.FeedAnswer;
import com.deliveryhistory.history.feed.FeedPages;
import com.deliveryhistory.history.listing.ListOrder;
import com.deliveryhistory.history.listing.PackageFilter;
import com.deliveryhistory.history.listing.PackageListStore;
import com.deliveryhistory.history.packages.PackageView;
import com.deliveryhistory.testing.KillSwitch;
import com.deliveryhistory.testing.TestClock;
import com.deliveryhistory.testing.TestMongo;
import com.deliveryhistory.testing.WithMongo;
import com.mongodb.client.MongoDatabase;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.util.unit.DataSize;

@WithMongo
class KilledWhileCollectingTests {

    private static final GrantId GRANT = GrantId.parse("acme/intelligent-delivery-history");
    private static final CompanyId ACME = GRANT.company();
    private static final LocalDateTime AT = LocalDateTime.parse("2026-07-13T13:52:07");
    private static final KillSwitch IMMORTAL = KillSwitch.never();
    private static final DataSize PAGE_BY_PAGE = DataSize.ofBytes(1);
    private static final DataSize ALL_PAGES = DataSize.ofMegabytes(1);

    private final MongoDatabase database;
    private final TestClock clock = TestClock.running();
    private final List<EventEnvelope<DeliveryEvent>> told = new ArrayList<>();

    KilledWhileCollectingTests(TestMongo mongo) {
        database = mongo.client().getDatabase(mongo.database());
    }

    @BeforeEach
    void nothing_has_happened() {
        database.drop();
        told.clear();
    }

    @ParameterizedTest
    @CsvSource({"1", "1000000"})
    void wherever_it_ends_a_later_turn_completes_it(long charactersHeld) {
        DataSize heldAtMost = DataSize.ofBytes(charactersHeld);
        follow();
        process(IMMORTAL, heldAtMost).work();
        List<PackageView> expected = packages();
        Set<String> ids = toldIds(DeliveryEventRecorded.class);
        assertThat(expected).hasSize(3);
        assertThat(ids).hasSize(5);

        KillSwitch.atEveryWrite(
                1,
                () -> {
                    nothing_has_happened();
                    follow();
                },
                kill -> process(kill, heldAtMost).work(),
                how -> {
                    clock.advance(WorkerProcess.LEASE.plusSeconds(1));
                    process(IMMORTAL, heldAtMost).work();

                    assertThat(packages()).as(how).isEqualTo(expected);
                    assertThat(toldIds(DeliveryEventRecorded.class)).as(how).isEqualTo(ids);
                    assertThat(toldIds(HistoryCaughtUp.class)).as(how).hasSize(1);
                    assertThat(database.getCollection("records").countDocuments())
                            .as(how)
                            .isEqualTo(5);
                });
    }

    @Test
    void pages_that_are_held_together_cost_the_writes_of_one() {
        follow();
        KillSwitch together = KillSwitch.never();
        process(together, ALL_PAGES).work();
        nothing_has_happened();
        follow();
        KillSwitch pageByPage = KillSwitch.never();

        process(pageByPage, PAGE_BY_PAGE).work();

        // note, records, packages, events, note taken back, checkpoint
        assertThat(pageByPage.writes() - together.writes()).isEqualTo(6);
    }

    @ParameterizedTest
    @CsvSource({"1", "1000000"})
    void what_a_killed_turn_had_asked_for_is_asked_for_again(long charactersHeld) {
        follow();
        Feed pages = twoPages();
        Set<Instant> begins = new HashSet<>();
        Feed feed = (query, authorization) -> {
            begins.add(query.begin());
            return pages.page(query, authorization);
        };
        KillSwitch withTheFirstPages = new KillSwitch(4, false);
        WorkerProcess killed = new WorkerProcess(
                database, feed, told::addAll, clock, withTheFirstPages, DataSize.ofBytes(charactersHeld));
        assertThatExceptionOfType(KillSwitch.Killed.class).isThrownBy(killed::work);
        clock.advance(WorkerProcess.LEASE.plusSeconds(1));

        new WorkerProcess(database, feed, told::addAll, clock, IMMORTAL, ALL_PAGES).work();

        assertThat(begins).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"false", "true"})
    void an_opt_in_while_the_last_page_is_read_is_told_of_when_the_history_has_caught_up_with_it(boolean upToDate) {
        follow();
        if (upToDate) {
            process(IMMORTAL, ALL_PAGES).work();
            clock.advance(Duration.ofHours(2));
        }
        told.clear();
        Feed pages = twoPages();
        AtomicInteger optIns = new AtomicInteger(1);
        List<Instant> optedIn = new ArrayList<>();
        Feed feed = (query, authorization) -> {
            if (query.bookmark() != null && optIns.getAndDecrement() > 0) {
                clock.advance(Duration.ofSeconds(1));
                optedIn.add(follow(2));
            }
            return pages.page(query, authorization);
        };

        new WorkerProcess(database, feed, told::addAll, clock, IMMORTAL, ALL_PAGES).work();

        assertThat(toldIds(HistoryCaughtUp.class))
                .contains(EventIds.of(
                        "caught-up", GRANT.toString(), optedIn.getFirst().toString()));
    }

    @Test
    void what_was_read_before_ups_failed_is_kept() {
        follow();
        Feed pages = twoPages();
        AtomicInteger failures = new AtomicInteger(1);
        List<String> bookmarks = new ArrayList<>();
        Feed feed = (query, authorization) -> {
            bookmarks.add(String.valueOf(query.bookmark()));
            return query.bookmark() != null && failures.getAndDecrement() > 0
                    ? new FeedAnswer.TryLater(null, "not now")
                    : pages.page(query, authorization);
        };
        WorkerProcess worker = new WorkerProcess(database, feed, told::addAll, clock, IMMORTAL, ALL_PAGES);

        worker.work();

        assertThat(toldIds(DeliveryEventRecorded.class)).hasSize(3);
        clock.advance(Duration.ofMinutes(1));
        worker.work();
        assertThat(toldIds(DeliveryEventRecorded.class)).hasSize(5);
        assertThat(bookmarks).containsExactly("null", "more", "more");
    }

    @Test
    void while_kafka_is_out_nothing_moves_on_and_nothing_is_lost() {
        follow();
        AtomicInteger outages = new AtomicInteger(3);
        WorkerProcess worker = new WorkerProcess(
                database,
                twoPages(),
                events -> {
                    if (outages.getAndDecrement() > 0) {
                        throw new IllegalStateException("no acknowledgement");
                    }
                    told.addAll(events);
                },
                clock,
                IMMORTAL,
                ALL_PAGES);
        for (int turn = 1; turn <= 3; turn++) {
            worker.work();
            assertThat(told).isEmpty();
            assertThat(worker.collections.coverages(ACME).getFirst().coveredTo())
                    .isNull();
            clock.advance(Duration.ofMinutes(1));
        }

        worker.work();

        assertThat(packages()).hasSize(3);
        assertThat(toldIds(DeliveryEventRecorded.class)).hasSize(5);
        assertThat(worker.collections.coverages(ACME).getFirst().reason()).isNull();
    }

    private Set<String> toldIds(Class<? extends DeliveryEvent> type) {
        return told.stream()
                .filter(event -> type.isInstance(event.event()))
                .map(EventEnvelope::id)
                .collect(Collectors.toSet());
    }

    private List<PackageView> packages() {
        return new PackageListStore(database)
                .list(ACME, PackageFilter.ALL, ListOrder.NEWEST_FIRST, 100, null)
                .packages();
    }

    private WorkerProcess process(KillSwitch killSwitch, DataSize heldAtMost) {
        return new WorkerProcess(database, twoPages(), told::addAll, clock, killSwitch, heldAtMost);
    }

    private void follow() {
        follow(1);
    }

    private Instant follow(long revision) {
        Instant now = clock.instant();
        new CollectionStore(database)
                .follow(
                        new GrantStatus(
                                ACME,
                                GRANT.application(),
                                GrantState.ACTIVE,
                                null,
                                1,
                                revision,
                                now,
                                "admin",
                                now.plusSeconds(3600),
                                now.plusSeconds(86400),
                                null),
                        true,
                        now);
        return now;
    }

    private static Feed twoPages() {
        FeedAnswer first = FeedPages.parse(
                GRANT,
                Feeds.page("more", Feeds.manifest("1Z1", AT), Feeds.origin("1Z2", AT), Feeds.delivery("1Z1", AT)));
        FeedAnswer second =
                FeedPages.parse(GRANT, Feeds.page(null, Feeds.delivery("1Z2", AT), Feeds.exception("1Z3", AT)));
        return (query, authorization) -> query.bookmark() == null ? first : second;
    }
}
