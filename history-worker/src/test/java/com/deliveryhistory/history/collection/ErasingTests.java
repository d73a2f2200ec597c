package com.deliveryhistory.history.collection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.deliveryhistory.events.CompanyId;
import com.deliveryhistory.events.GrantId;
import com.deliveryhistory.events.GrantState;
import com.deliveryhistory.events.GrantStatus;
import com.deliveryhistory.history.Feeds;
import com.deliveryhistory.history.TestClock;
import com.deliveryhistory.history.collection.Erasing.Outcome;
import com.deliveryhistory.history.feed.Feed;
import com.deliveryhistory.history.feed.FeedAnswer;
import com.deliveryhistory.history.feed.FeedPages;
import com.deliveryhistory.testing.TestMongo;
import com.deliveryhistory.testing.WithMongo;
import com.mongodb.client.MongoDatabase;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.unit.DataSize;

/** A company is a customer no more, and its history goes, whatever happens meanwhile. */
@WithMongo
class ErasingTests {

    private static final GrantId GRANT = GrantId.parse("acme/intelligent-delivery-history");
    private static final CompanyId ACME = GRANT.company();
    private static final CompanyId NEIGHBOUR = new CompanyId("acme-2");
    private static final LocalDateTime AT = LocalDateTime.parse("2026-07-13T13:52:07");
    private static final KillSwitch IMMORTAL = new KillSwitch(-1, false);
    private static final List<String> OF_PACKAGES = List.of("records", "packages", "intakes");

    private final MongoDatabase database;
    private final TestClock clock = new TestClock();

    ErasingTests(TestMongo mongo) {
        database = mongo.client().getDatabase(mongo.database());
    }

    @BeforeEach
    void two_companies_have_a_history() {
        database.drop();
        follow(Statuses.active(ACME.value(), 1));
        follow(Statuses.active(NEIGHBOUR.value(), 1));
        process(IMMORTAL).work();
        assertThat(left(ACME)).isEqualTo(Map.of("records", 5L, "packages", 3L, "intakes", 0L));
    }

    @Test
    void all_of_a_company_goes_and_nothing_of_another_one() {
        Map<String, Long> before = left(NEIGHBOUR);
        follow(Statuses.invalidated(ACME.value(), 2));

        Map<String, Long> deleted = new HashMap<>();
        Outcome outcome = process(IMMORTAL).erasing.erase(ACME, deleted::put);

        assertThat(outcome).isInstanceOf(Outcome.Erased.class);
        assertThat(deleted).isEqualTo(Map.of("records", 5L, "packages", 3L, "intakes", 0L));
        assertThat(left(ACME)).isEqualTo(nothing());
        assertThat(left(NEIGHBOUR)).isEqualTo(before);
    }

    @Test
    void what_stays_is_the_order_of_events_and_that_it_was_erased() {
        follow(Statuses.invalidated(ACME.value(), 2));
        Instant before = clock.instant();

        process(IMMORTAL).erasing.erase(ACME, (what, count) -> {});

        Document stays = database.getCollection("collections")
                .find(new Document("_id", GRANT.toString()))
                .first();
        assertThat(stays).isNotNull();
        assertThat(stays.keySet())
                .containsExactlyInAnyOrder(
                        "_id",
                        "companyId",
                        "application",
                        "grantState",
                        "endReason",
                        "revision",
                        "urgency",
                        "dueAt",
                        "failures",
                        "leaseUntil",
                        "leaseOwner",
                        "fence",
                        "erasure");
        Coverage coverage = coverage();
        assertThat(coverage.fetched()).isEmpty();
        assertThat(coverage.erasedAt()).isBetween(before.minusMillis(1), clock.instant());
        assertThat(coverage.nextDueAt()).isNull();
    }

    @Test
    void while_an_opt_in_is_active_nothing_is_touched() {
        Map<String, Long> before = left(ACME);

        Outcome outcome = process(IMMORTAL).erasing.erase(ACME, (what, count) -> {});

        assertThat(outcome).isEqualTo(new Outcome.StillActive(GRANT));
        assertThat(left(ACME)).isEqualTo(before);
        assertThat(coverage().erasedAt()).isNull();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void killed_at_any_write_it_is_completed_by_doing_it_again_or_by_the_service(boolean afterEffect) {
        follow(Statuses.invalidated(ACME.value(), 2));
        process(IMMORTAL).work();
        KillSwitch counting = new KillSwitch(-1, false);
        process(counting).erasing.erase(ACME, (what, count) -> {});
        assertThat(counting.writes()).isGreaterThan(5);

        for (boolean byTheService : new boolean[] {false, true}) {
            for (int killAt = 0; killAt < counting.writes(); killAt++) {
                two_companies_have_a_history();
                follow(Statuses.invalidated(ACME.value(), 2));
                process(IMMORTAL).work();
                WorkerProcess killed = process(new KillSwitch(killAt, afterEffect));
                assertThatExceptionOfType(KillSwitch.Killed.class)
                        .isThrownBy(() -> killed.erasing.erase(ACME, (what, count) -> {}));
                boolean noted = coverage().erasedAt() != null;
                clock.advance(WorkerProcess.LEASE.plusSeconds(1));

                if (byTheService) {
                    process(IMMORTAL).work();
                } else {
                    process(IMMORTAL).erasing.erase(ACME, (what, count) -> {});
                }

                if (noted || !byTheService) {
                    assertThat(left(ACME)).as("killed at write %d", killAt).isEqualTo(nothing());
                    assertThat(stored().erasure()).isNotNull().matches(erasure -> !erasure.unfinished());
                } else {
                    assertThat(left(ACME).get("packages")).isEqualTo(3);
                }
                assertThat(left(NEIGHBOUR).get("packages")).isEqualTo(3);
            }
        }
    }

    @Test
    void a_turn_that_is_under_way_at_any_write_ends_first_and_leaves_nothing() throws Exception {
        int writes = writesOfATurn();
        for (int write = 0; write < writes; write++) {
            two_companies_have_a_history();
            beginAnew();
            CompletableFuture<Outcome> erased = new CompletableFuture<>();
            AtWrite thenItEnds = new AtWrite(write, () -> {
                follow(Statuses.invalidated(ACME.value(), 4));
                Thread.startVirtualThread(
                        () -> erased.complete(process(IMMORTAL).erasing.erase(ACME, (what, count) -> {})));
            });

            takeTurn(thenItEnds);

            assertThat(erased.get(30, TimeUnit.SECONDS)).isInstanceOf(Outcome.Erased.class);
            assertThat(left(ACME)).as("at write %d", write).isEqualTo(nothing());
        }
    }

    @Test
    void what_an_instance_puts_back_that_stood_still_at_any_write_is_gone_a_day_later() {
        int writes = writesOfATurn();
        int putBack = 0;
        for (int write = 0; write < writes; write++) {
            two_companies_have_a_history();
            beginAnew();
            AtWrite standsStill = new AtWrite(write, () -> {
                follow(Statuses.invalidated(ACME.value(), 4));
                clock.advance(WorkerProcess.LEASE.plusSeconds(1));
                assertThat(process(IMMORTAL).erasing.erase(ACME, (what, count) -> {}))
                        .isInstanceOf(Outcome.Erased.class);
            });

            takeTurn(standsStill);
            putBack += left(ACME).equals(nothing()) ? 0 : 1;
            process(IMMORTAL).work();
            clock.advance(Duration.ofHours(25));
            process(IMMORTAL).work();

            assertThat(left(ACME)).as("at write %d", write).isEqualTo(nothing());
            assertThat(stored().dueAt()).isNull();
        }
        assertThat(putBack).isPositive();
    }

    @Test
    void late_and_repeated_events_bring_nothing_back() {
        follow(Statuses.invalidated(ACME.value(), 5));
        process(IMMORTAL).erasing.erase(ACME, (what, count) -> {});

        assertThat(follow(Statuses.active(ACME.value(), 1))).isFalse();
        assertThat(follow(Statuses.active(ACME.value(), 4))).isFalse();
        assertThat(follow(Statuses.invalidated(ACME.value(), 5))).isFalse();
        process(IMMORTAL).work();

        assertThat(left(ACME)).isEqualTo(nothing());
        assertThat(coverage().state()).isEqualTo(Coverage.State.PARKED);
    }

    @Test
    void a_later_end_of_the_opt_in_keeps_what_was_noted() {
        follow(Statuses.invalidated(ACME.value(), 2));
        process(IMMORTAL).erasing.erase(ACME, (what, count) -> {});
        Instant erasedAt = coverage().erasedAt();
        Instant again = stored().dueAt();

        follow(Statuses.invalidated(ACME.value(), 3));
        process(IMMORTAL).work();

        assertThat(coverage().erasedAt()).isEqualTo(erasedAt);
        assertThat(stored().dueAt()).isEqualTo(again);
    }

    @Test
    void a_company_that_comes_back_has_a_new_history_that_no_late_look_deletes() {
        follow(Statuses.invalidated(ACME.value(), 2));
        process(IMMORTAL).erasing.erase(ACME, (what, count) -> {});

        follow(Statuses.active(ACME.value(), 3));
        process(IMMORTAL).work();
        clock.advance(Duration.ofHours(30));
        process(IMMORTAL).work();
        follow(Statuses.invalidated(ACME.value(), 4));
        process(IMMORTAL).work();

        assertThat(left(ACME).get("packages")).isEqualTo(3);
        assertThat(coverage().fetched()).hasSize(1);
        assertThat(coverage().erasedAt()).isNotNull();
    }

    @Test
    void one_that_comes_back_while_it_is_erased_has_the_rest_erased_before_anything_is_collected() {
        follow(Statuses.invalidated(ACME.value(), 2));
        process(IMMORTAL).work();
        KillSwitch afterThePackages = new KillSwitch(3, true); // lease, note, prolonged, ...
        assertThatExceptionOfType(KillSwitch.Killed.class)
                .isThrownBy(() -> process(afterThePackages).erasing.erase(ACME, (what, count) -> {}));
        database.getCollection("packages")
                .insertOne(new Document("_id", "acme/1ZOLD")
                        .append("companyId", "acme")
                        .append("version", 1L));
        follow(Statuses.active(ACME.value(), 3));
        clock.advance(WorkerProcess.LEASE.plusSeconds(1));

        process(IMMORTAL).work();

        assertThat(left(ACME)).isEqualTo(Map.of("records", 5L, "packages", 3L, "intakes", 0L));
        assertThat(coverage().fetched()).hasSize(1);
    }

    private void beginAnew() {
        follow(Statuses.invalidated(ACME.value(), 2));
        process(IMMORTAL).erasing.erase(ACME, (what, count) -> {});
        follow(Statuses.active(ACME.value(), 3));
    }

    private int writesOfATurn() {
        beginAnew();
        AtWrite counting = new AtWrite(-1, () -> {});
        takeTurn(counting);
        assertThat(counting.writes).isGreaterThan(6);
        return counting.writes;
    }

    private void takeTurn(StoreCalls calls) {
        WorkerProcess worker =
                new WorkerProcess(calls.on(database), twoPages(), told -> {}, clock, IMMORTAL, DataSize.ofMegabytes(1));
        worker.claim().ifPresent(worker::take);
    }

    private boolean follow(GrantStatus status) {
        boolean active = status.state() == GrantState.ACTIVE;
        return new CollectionStore(database).follow(status, active, clock.instant());
    }

    private Coverage coverage() {
        return new CollectionStore(database).coverages(ACME).getFirst();
    }

    private StoredCollection stored() {
        return new ErasureStore(database).of(ACME).getFirst();
    }

    private WorkerProcess process(KillSwitch killSwitch) {
        return new WorkerProcess(database, twoPages(), told -> {}, clock, killSwitch, DataSize.ofMegabytes(1));
    }

    private static Map<String, Long> nothing() {
        return Map.of("records", 0L, "packages", 0L, "intakes", 0L);
    }

    private Map<String, Long> left(CompanyId company) {
        Map<String, Long> left = new HashMap<>();
        OF_PACKAGES.forEach(name -> left.put(
                name,
                database.getCollection(name)
                        .countDocuments(new Document(
                                name.equals("intakes") ? "grant" : "_id",
                                new Document("$regex", "^" + company + "/")))));
        return left;
    }

    private static Feed twoPages() {
        return (query, authorization) -> {
            FeedAnswer first = FeedPages.parse(
                    query.grant(),
                    Feeds.page("more", Feeds.manifest("1Z1", AT), Feeds.origin("1Z2", AT), Feeds.delivery("1Z1", AT)));
            FeedAnswer second = FeedPages.parse(
                    query.grant(), Feeds.page(null, Feeds.delivery("1Z2", AT), Feeds.exception("1Z3", AT)));
            return query.bookmark() == null ? first : second;
        };
    }

    /** Has something happen right before a write. */
    private static final class AtWrite implements StoreCalls {

        private final int at;
        private final Runnable happens;
        private int writes;

        AtWrite(int at, Runnable happens) {
            this.at = at;
            this.happens = happens;
        }

        @Override
        public @Nullable Object call(String method, Supplier<@Nullable Object> effect) {
            if (KillSwitch.WRITES.contains(method) && writes++ == at) {
                happens.run();
            }
            return effect.get();
        }
    }
}
