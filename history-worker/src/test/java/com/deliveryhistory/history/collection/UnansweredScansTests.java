package com.deliveryhistory.history.collection;

import static org.assertj.core.api.Assertions.assertThat;

import com.deliveryhistory.events.CompanyId;
import com.deliveryhistory.events.GrantId;
import com.deliveryhistory.history.Feeds;
import com.deliveryhistory.history.feed.Feed;
import com.deliveryhistory.history.feed.FeedAnswer;
import com.deliveryhistory.history.feed.FeedPages;
import com.deliveryhistory.history.packages.Scans;
import com.deliveryhistory.history.packages.Scans.Scan;
import com.deliveryhistory.history.tracking.Tracking;
import com.deliveryhistory.history.tracking.TrackingAnswer;
import com.deliveryhistory.history.ups.Strain;
import com.deliveryhistory.testing.KillSwitch;
import com.deliveryhistory.testing.StoreCalls;
import com.deliveryhistory.testing.TestClock;
import com.deliveryhistory.testing.TestMongo;
import com.deliveryhistory.testing.WithMongo;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.bson.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Delivered packages for which Tracking does not answer. */
@WithMongo
class UnansweredScansTests {

    private static final CompanyId ACME = new CompanyId("acme");
    private static final GrantId GRANT = GrantId.parse("acme/intelligent-delivery-history");
    private static final LocalDateTime AT = LocalDateTime.parse("2026-07-13T13:52:07");
    private static final KillSwitch IMMORTAL = KillSwitch.never();
    private static final TrackingAnswer FAILURE =
            new TrackingAnswer.TryLater(null, "UPS answered HTTP 503", Strain.DOWN);
    private static final TrackingAnswer UNKNOWN = new TrackingAnswer.Nothing("TW0001");
    private static final TrackingAnswer DELIVERED = new TrackingAnswer.Found(
            Scans.of(List.of(new Scan(AT.minusHours(6), "I", "Arrived at Facility", "ATLANTA", "GA"))), true);

    private final MongoDatabase database;
    private final TestClock clock = TestClock.running();
    private final List<String> asked = new ArrayList<>();
    private final Set<String> failing = new HashSet<>();
    private final Set<String> unknown = new HashSet<>();

    UnansweredScansTests(TestMongo mongo) {
        database = mongo.client().getDatabase(mongo.database());
    }

    @BeforeEach
    void three_packages_were_delivered() {
        database.drop();
        asked.clear();
        failing.clear();
        unknown.clear();
        new CollectionStore(database).follow(Statuses.active("acme", 1), true, clock.instant());
    }

    @Test
    void packages_that_are_never_answered_for_hold_up_no_other_and_are_given_up() {
        failing.addAll(List.of("1Z1", "1Z2"));

        work(IMMORTAL);
        clock.advance(Duration.ofMinutes(3));
        work(IMMORTAL);
        assertThat(scansOf("1Z3")).isNotEmpty();

        for (int day = 0; day < 32; day++) {
            clock.advance(Duration.ofDays(1));
            work(IMMORTAL);
        }
        assertThat(failing).allSatisfy(number -> {
            assertThat(timesAsked(number)).isBetween(5, 28);
            assertThat(enrichment(number).getString("gaveUpBecause"))
                    .contains("without an answer", "UPS answered HTTP 503");
        });
        assertThat(stored().scansDueAt()).isNull();
        assertThat(stored().scansStandstill()).isNull();
    }

    @Test
    void a_package_that_is_never_answered_for_is_given_up_earlier_where_others_are() {
        failing.add("1Z1");
        work(IMMORTAL);

        for (int more = 0; more < 40; more++) {
            clock.advance(Duration.ofHours(6));
            deliver("1ZMORE" + more);
            work(IMMORTAL);
        }

        assertThat(timesAsked("1Z1")).isEqualTo(11);
        assertThat(scansOf("1ZMORE39")).isNotEmpty();
    }

    @Test
    void an_outage_of_days_costs_few_calls_and_no_scans() {
        failing.addAll(List.of("1Z1", "1Z2", "1Z3"));
        for (int minute = 0; minute < 3 * 24 * 60; minute += 10) {
            clock.advance(Duration.ofMinutes(10));
            work(IMMORTAL);
        }
        assertThat(asked).hasSizeLessThan(100);

        failing.clear();
        clock.advance(Duration.ofHours(6));
        work(IMMORTAL);
        clock.advance(Duration.ofMinutes(1));
        work(IMMORTAL);

        assertThat(List.of("1Z1", "1Z2", "1Z3"))
                .allSatisfy(number -> assertThat(scansOf(number)).isNotEmpty());
    }

    @Test
    void an_outage_does_not_count_against_a_package_that_is_not_answered_for_after_it() {
        failing.addAll(List.of("1Z1", "1Z2", "1Z3"));
        for (int minute = 0; minute < 24 * 60; minute += 10) {
            clock.advance(Duration.ofMinutes(10));
            work(IMMORTAL);
        }
        assertThat(timesAsked("1Z1")).isGreaterThan(10);

        failing.retainAll(Set.of("1Z1"));
        clock.advance(Duration.ofHours(6));
        work(IMMORTAL);

        assertThat(scansOf("1Z2")).isNotEmpty();
        assertThat(enrichment("1Z1")).doesNotContainKey("gaveUpBecause");
        failing.clear();
        clock.advance(Duration.ofHours(6));
        work(IMMORTAL);
        assertThat(scansOf("1Z1")).isNotEmpty();
    }

    @Test
    void an_answer_ends_the_count_of_failures_though_it_tells_nothing() {
        failing.addAll(List.of("1Z1", "1Z2"));
        work(IMMORTAL);
        assertThat(enrichment("1Z1")).containsEntry("unanswered", 1);

        failing.clear();
        unknown.add("1Z1");
        clock.advance(Duration.ofMinutes(3));
        work(IMMORTAL);

        assertThat(enrichment("1Z1")).containsEntry("attempts", 1).doesNotContainKeys("unanswered", "passedOver");
    }

    @Test
    void nothing_stands_still_where_a_turn_was_answered_for_some() {
        failing.addAll(List.of("1Z1", "1Z2"));
        work(IMMORTAL);
        assertThat(stored().scansStandstill()).isNotNull();

        clock.advance(Duration.ofMinutes(3));
        work(IMMORTAL);

        assertThat(scansOf("1Z3")).isNotEmpty();
        assertThat(timesAsked("1Z1")).isEqualTo(2);
        assertThat(stored().scansDueAt()).isAfter(clock.instant());
        assertThat(stored().scansStandstill()).isNull();
    }

    @Test
    void they_stand_still_also_where_a_turn_has_time_for_one_call_alone() {
        failing.addAll(List.of("1Z1", "1Z2", "1Z3"));
        WorkerProcess worker = process(IMMORTAL, feedOf("1Z1", "1Z2", "1Z3"));
        worker.work();
        assertThat(asked).hasSize(2);
        Standstill before = Objects.requireNonNull(stored().scansStandstill());

        clock.advance(Duration.ofMinutes(3));
        worker.work(); // one call finds out whether UPS is there again

        assertThat(asked).hasSize(3);
        assertThat(stored().scansStandstill()).isEqualTo(before);
        assertThat(stored().scansDueAt()).isAfter(clock.instant());
    }

    @Test
    void a_failure_is_counted_though_the_turn_fails_at_another_package() {
        failing.add("1Z1");
        StoreCalls full = (method, effect) -> {
            if (method.equals("bulkWrite") && asked.contains("1Z2")) {
                throw new IllegalStateException("the store takes no package");
            }
            return effect.get();
        };

        process(full.on(database), IMMORTAL, feedOf("1Z1", "1Z2", "1Z3")).work();

        assertThat(asked).containsExactly("1Z1", "1Z2");
        assertThat(enrichment("1Z1")).containsEntry("unanswered", 1).containsEntry("passedOver", 1);
    }

    @Test
    void operators_see_since_when_and_why_scans_stand_still() {
        failing.addAll(List.of("1Z1", "1Z2", "1Z3"));
        work(IMMORTAL);
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        clock.advance(Duration.ofHours(30));
        work(IMMORTAL);

        new BacklogMetrics(new BacklogStore(database), WorkerProcess.settings(1, 1), clock).bindTo(registry);

        assertThat(registry.get("history.scans.standstill").gauge().value()).isEqualTo(1);
        assertThat(registry.get("history.scans.standstill.age").gauge().value()).isBetween(30 * 3_600.0, 31 * 3_600.0);
        assertThat(Objects.requireNonNull(
                                new StandingStore(database).of(ACME).getFirst().scansStandstill())
                        .reason())
                .isEqualTo("UPS answered HTTP 503");
        failing.clear();
        clock.advance(Duration.ofHours(6));
        work(IMMORTAL);
        assertThat(stored().scansStandstill()).isNull();
    }

    @Test
    void wherever_it_ends_no_package_is_asked_for_without_end() {
        KillSwitch.atEveryWrite(
                11,
                () -> {
                    three_packages_were_delivered();
                    failing.addAll(List.of("1Z1", "1Z2"));
                },
                this::failThenGoOn,
                how -> {
                    WorkerProcess next = process(IMMORTAL, feedOf("1Z1", "1Z2", "1Z3"));
                    for (int day = 0; day < 32; day++) {
                        clock.advance(Duration.ofDays(1));
                        next.work();
                    }
                    assertThat(scansOf("1Z3")).as(how).isNotEmpty();
                    assertThat(timesAsked("1Z1")).as(how).isBetween(5, 29);
                    assertThat(timesAsked("1Z2")).as(how).isBetween(5, 29);
                    assertThat(stored().scansDueAt()).as(how).isNull();
                });
    }

    private void failThenGoOn(KillSwitch killSwitch) {
        WorkerProcess worker = process(killSwitch, feedOf("1Z1", "1Z2", "1Z3"));
        worker.work();
        clock.advance(Duration.ofMinutes(3));
        worker.work();
    }

    private void work(KillSwitch killSwitch) {
        process(killSwitch, feedOf("1Z1", "1Z2", "1Z3")).work();
    }

    private void deliver(String number) {
        process(IMMORTAL, feedOf(number)).work();
    }

    private WorkerProcess process(KillSwitch killSwitch, Feed feed) {
        return process(database, killSwitch, feed);
    }

    private WorkerProcess process(MongoDatabase store, KillSwitch killSwitch, Feed feed) {
        Tracking tracking = (number, authorization) -> {
            asked.add(number);
            TrackingAnswer answer = unknown.contains(number) ? UNKNOWN : DELIVERED;
            return failing.contains(number) ? FAILURE : answer;
        };
        return new WorkerProcess(store, Outside.of(feed).tracking(tracking), told -> {}, clock, killSwitch);
    }

    private static Feed feedOf(String... numbers) {
        FeedAnswer page = FeedPages.parse(GRANT, Feeds.page(null, Feeds.deliveries(AT, List.of(numbers))));
        return (query, authorization) -> page;
    }

    private int timesAsked(String number) {
        return Collections.frequency(asked, number);
    }

    private StoredCollection stored() {
        return new ErasureStore(database).of(ACME).getFirst();
    }

    private List<Document> scansOf(String number) {
        Document scans = packageOf(number).get("scans", new Document());
        return scans.getList("scans", Document.class, List.of());
    }

    private Document enrichment(String number) {
        return packageOf(number).get("enrichment", new Document());
    }

    private Document packageOf(String number) {
        Document found = database.getCollection("packages")
                .find(Filters.eq("trackingNumber", number))
                .first();
        return found == null ? new Document() : found;
    }
}
