package com.deliveryhistory.history.collection;

import static org.assertj.core.api.Assertions.assertThat;

import com.deliveryhistory.events.Application;
import com.deliveryhistory.events.CompanyId;
import com.deliveryhistory.events.GrantState;
import com.deliveryhistory.events.GrantStatus;
import com.deliveryhistory.history.pace.Work;
import com.deliveryhistory.testing.TestMongo;
import com.deliveryhistory.testing.TestTrace;
import com.deliveryhistory.testing.WithMongo;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Updates;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.bson.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@WithMongo
class SharingWorkTests {

    private static final Instant NOW = Instant.parse("2026-07-13T12:00:00Z");
    private static final Duration LEASE = Duration.ofSeconds(30);
    private static final Application APPLICATION = Application.INTELLIGENT_DELIVERY_HISTORY;
    private static final CompanyId ACME = new CompanyId("acme");

    private final MongoDatabase database;
    private final CollectionStore collections;

    SharingWorkTests(TestMongo mongo) {
        database = mongo.client().getDatabase(mongo.database());
        collections = new CollectionStore(database);
    }

    @BeforeEach
    void empty() {
        database.drop();
    }

    @Test
    void a_collection_belongs_to_the_trace_of_its_opt_in_until_it_has_caught_up() {
        TestTrace.run(() -> collections.follow(Statuses.status("acme", 1, GrantState.ACTIVE), true, NOW));
        collections.follow(Statuses.status("acme", 2, GrantState.ACTIVE), false, NOW);

        StoredCollection first = claim("x", NOW).orElseThrow().collection();
        assertThat(first.traceparent()).isEqualTo(TestTrace.TRACEPARENT);
        assertThat(collections.caughtUp(first, NOW)).isTrue();
        collections.release(first);

        assertThat(claim("x", NOW).orElseThrow().collection().traceparent()).isNull();
    }

    @Test
    void many_instances_never_have_the_same_company() throws Exception {
        for (int i = 0; i < 20; i++) {
            collections.follow(Statuses.status("c" + i, 1, GrantState.ACTIVE), true, NOW);
        }
        Set<String> claimed = ConcurrentHashMap.newKeySet();
        Callable<Boolean> claim = () -> {
            boolean alone = true;
            for (Optional<Leased> due = claim("x", NOW); due.isPresent(); due = claim("x", NOW)) {
                alone &= claimed.add(due.get().id());
            }
            return alone;
        };
        try (ExecutorService instances = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var alone : instances.invokeAll(
                    IntStream.range(0, 8).mapToObj(i -> claim).toList())) {
                assertThat(alone.get()).isTrue();
            }
        }

        assertThat(claimed).hasSize(20);
    }

    @Test
    void a_lease_runs_out_and_its_late_holder_can_write_nothing() {
        collections.follow(Statuses.status("acme", 1, GrantState.ACTIVE), true, NOW);
        StoredCollection slow = claim("slow", NOW).orElseThrow().collection();
        assertThat(claim("other", NOW.plusSeconds(29))).isEmpty();

        StoredCollection quick =
                claim("quick", NOW.plusSeconds(31)).orElseThrow().collection();

        assertThat(quick.fence()).isGreaterThan(slow.fence());
        assertThat(collections.save(slow, Checkpoint.NOTHING)).isFalse();
        assertThat(collections.mayGoOn(slow)).isFalse();
        assertThat(collections.prolong(slow, NOW.plusSeconds(90))).isFalse();
        collections.release(slow);
        assertThat(claim("third", NOW.plusSeconds(32))).isEmpty();
        assertThat(collections.save(quick, Checkpoint.NOTHING)).isTrue();
    }

    @Test
    void who_gives_signs_of_life_keeps_the_lease_until_it_is_given_back() {
        collections.follow(Statuses.status("acme", 1, GrantState.ACTIVE), true, NOW);
        StoredCollection leased = claim("x", NOW).orElseThrow().collection();

        collections.prolong(leased, NOW.plusSeconds(60));
        assertThat(claim("other", NOW.plusSeconds(45))).isEmpty();

        collections.release(leased, pollAt(NOW.plusSeconds(10)));
        assertThat(collections.prolong(leased, NOW.plusSeconds(90))).isFalse();
        assertThat(claim("other", NOW.plusSeconds(11))).isPresent();
    }

    @Test
    void a_lease_that_was_cut_short_is_prolonged_by_no_late_sign_of_life() {
        collections.follow(Statuses.status("acme", 1, GrantState.ACTIVE), true, NOW);
        StoredCollection cutOff = claim("x", NOW).orElseThrow().collection();

        assertThat(collections.cutShort(cutOff, NOW.plusSeconds(2))).isTrue();

        assertThat(collections.prolong(cutOff, NOW.plusSeconds(30))).isFalse();
        assertThat(collections.cutShort(cutOff, NOW.plusSeconds(30))).isFalse();
        assertThat(claim("other", NOW.plusSeconds(1))).isEmpty();
        assertThat(claim("other", NOW.plusSeconds(3)).orElseThrow().collection().failures())
                .isOne();
    }

    @Test
    void an_instance_that_comes_back_takes_up_its_own_work_at_once() {
        collections.follow(Statuses.status("acme", 1, GrantState.ACTIVE), true, NOW);
        StoredCollection before = claim("local", NOW).orElseThrow().collection();

        assertThat(collections.inherit("other")).isZero();
        assertThat(collections.inherit("local")).isOne();

        assertThat(collections.save(before, Checkpoint.NOTHING)).isFalse();
        assertThat(claim("local", NOW.plusSeconds(1))).isPresent();
    }

    @Test
    void the_longest_waiting_is_first() {
        collections.follow(Statuses.status("late", 1, GrantState.ACTIVE), true, NOW.plusSeconds(2));
        collections.follow(Statuses.status("early", 1, GrantState.ACTIVE), true, NOW.plusSeconds(1));

        assertThat(claim("x", NOW.plusSeconds(3)).orElseThrow().collection().companyId())
                .isEqualTo("early");
    }

    @Test
    void news_go_first_then_the_feed_then_delivered_packages_then_old_numbers() {
        collections.follow(Statuses.status("old", 1, GrantState.ACTIVE), true, NOW);
        StoredCollection leased = claim("x", NOW).orElseThrow().collection();
        collections.release(
                leased, new NextTurns(Work.FEED, NOW.plusSeconds(3), NOW.plusSeconds(2), NOW.plusSeconds(1), null));
        collections.follow(Statuses.status("new", 1, GrantState.ACTIVE), true, NOW.plusSeconds(4));
        collections.follow(Statuses.status("ended", 1, GrantState.INVALIDATED), false, NOW.plusSeconds(5));

        List<String> turns = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            Leased next = claim("x", NOW.plusSeconds(6)).orElseThrow();
            turns.add(next.work() + " of " + next.collection().companyId());
            collections.release(next.collection(), afterwards(next)); // does nothing to the one that is not active
            if (next.work() == Work.PARKING) {
                collections.park(next.collection(), "PASSWORD_CHANGED", null);
            }
        }

        assertThat(turns)
                .containsExactly("PARKING of ended", "NEWS of new", "FEED of old", "SCANS of old", "NUMBERS of old");
        assertThat(claim("x", NOW.plusSeconds(6))).isEmpty();
    }

    /** What was done is not due any more, and the rest is as it was. */
    private static NextTurns afterwards(Leased done) {
        StoredCollection was = done.collection();
        boolean feed = done.work().isAtLeastAsPressingAs(Work.FEED);
        return new NextTurns(
                Work.FEED,
                feed ? NOW.plusSeconds(3600) : Objects.requireNonNull(was.dueAt()),
                done.work() == Work.SCANS ? null : was.scansDueAt(),
                done.work() == Work.NUMBERS ? null : was.numbersDueAt(),
                null);
    }

    @Test
    void less_pressing_work_is_left_alone_when_asked_to() {
        collections.follow(Statuses.status("acme", 1, GrantState.ACTIVE), true, NOW);

        assertThat(collections.claim(APPLICATION, Work.PARKING, "x", NOW, LEASE))
                .isEmpty();
        assertThat(collections.claim(APPLICATION, Work.NEWS, "x", NOW, LEASE)).isPresent();
    }

    @Test
    void old_numbers_that_come_during_a_turn_have_theirs_at_once() {
        collections.follow(Statuses.status("acme", 1, GrantState.ACTIVE), true, NOW);
        StoredCollection leased = claim("x", NOW).orElseThrow().collection();

        collections.numbersWait(ACME, NOW.plusSeconds(1));
        collections.release(leased, pollAt(NOW.plusSeconds(3600)));

        assertThat(claim("x", NOW.plusSeconds(2)).orElseThrow().work()).isEqualTo(Work.NUMBERS);
    }

    @Test
    void instances_that_live_are_counted() {
        InstanceStore instances = new InstanceStore(database);

        assertThat(instances.alive("a", NOW, LEASE)).isOne();
        assertThat(instances.alive("b", NOW, LEASE)).isEqualTo(2);
        assertThat(instances.alive("a", NOW.plusSeconds(31), LEASE)).isOne();
        assertThat(instances.alive("b", NOW.plusSeconds(40), LEASE)).isEqualTo(2);
        instances.gone("a");
        assertThat(instances.alive("b", NOW.plusSeconds(41), LEASE)).isOne();
    }

    @Test
    void an_older_state_of_a_grant_changes_nothing() {
        assertThat(collections.follow(Statuses.status("acme", 5, GrantState.INVALIDATED), false, NOW))
                .isTrue();

        assertThat(collections.follow(Statuses.status("acme", 4, GrantState.ACTIVE), true, NOW))
                .isFalse();
        assertThat(collections.follow(Statuses.status("acme", 5, GrantState.INVALIDATED), false, NOW))
                .isFalse();
        assertThat(collections.coverages(ACME).getFirst().state()).isEqualTo(Coverage.State.PARKED);
    }

    @Test
    void a_grant_that_changes_during_a_turn_has_another_one_at_once() {
        collections.follow(Statuses.status("acme", 1, GrantState.ACTIVE), true, NOW);
        StoredCollection leased = claim("x", NOW).orElseThrow().collection();

        collections.follow(Statuses.status("acme", 2, GrantState.INVALIDATED), false, NOW.plusSeconds(1));

        assertThat(collections.mayGoOn(leased)).isFalse();
        collections.release(leased, pollAt(NOW.plusSeconds(3600)));
        StoredCollection next = claim("x", NOW.plusSeconds(2)).orElseThrow().collection();
        assertThat(next.isActive()).isFalse();
        collections.park(next, next.parkedBecause(), null);
        assertThat(claim("x", NOW.plus(Duration.ofDays(1000)))).isEmpty();
    }

    @Test
    void a_known_state_that_is_told_again_gives_no_turn_and_an_older_one_does() {
        collections.follow(Statuses.status("acme", 1, GrantState.INVALIDATED), false, NOW);
        StoredCollection parked = claim("x", NOW).orElseThrow().collection();
        collections.park(parked, parked.parkedBecause(), null);

        assertThat(follow(Statuses.status("acme", 2, GrantState.INVALIDATED).restated(NOW)))
                .isFalse();
        assertThat(claim("x", NOW)).isEmpty();
        assertThat(follow(Statuses.status("acme", 3, GrantState.ACTIVE).restated(NOW)))
                .isTrue();
        assertThat(follow(Statuses.status("acme", 2, GrantState.INVALIDATED).restated(NOW)))
                .isFalse();
        assertThat(claim("x", NOW)).isPresent();
    }

    @Test
    void what_token_manager_refused_begins_when_it_is_told_again_that_the_grant_is_active() {
        collections.follow(Statuses.status("acme", 1, GrantState.ACTIVE), true, NOW);
        collections.park(claim("x", NOW).orElseThrow().collection(), "REFRESH_REJECTED", null);

        assertThat(follow(Statuses.status("acme", 2, GrantState.ACTIVE).restated(NOW)))
                .isTrue();
        assertThat(claim("x", NOW).orElseThrow().work()).isEqualTo(Work.NEWS);
    }

    @Test
    void another_opt_in_that_is_only_told_again_is_collected_for() {
        collections.follow(Statuses.status("acme", 1, GrantState.ACTIVE), true, NOW);
        collections.release(claim("x", NOW).orElseThrow().collection(), pollAt(NOW.plusSeconds(3600)));
        assertThat(follow(Statuses.status("acme", 2, GrantState.ACTIVE).restated(NOW)))
                .isFalse();

        Instant later = Statuses.OPTED_IN_AT.plusSeconds(1);
        assertThat(follow(Statuses.status("acme", 3, GrantState.ACTIVE, later).restated(NOW)))
                .isTrue();

        assertThat(claim("x", NOW).orElseThrow().work()).isEqualTo(Work.NEWS);
    }

    @Test
    void a_state_that_is_told_again_is_known_where_an_earlier_build_did_not_store_when_the_company_opted_in() {
        collections.follow(Statuses.status("acme", 1, GrantState.ACTIVE), true, NOW);
        database.getCollection(CollectionFields.COLLECTION)
                .updateMany(new Document(), Updates.unset(CollectionFields.AUTHORIZED_AT));

        GrantStatus again = Statuses.status("acme", 2, GrantState.ACTIVE).restated(NOW);
        assertThat(follow(again)).isFalse();
        assertThat(database.getCollection(CollectionFields.COLLECTION).find())
                .singleElement()
                .satisfies(collection -> assertThat(collection)
                        .containsEntry(CollectionFields.REVISION, 2L)
                        .containsEntry(CollectionFields.AUTHORIZED_AT, Date.from(again.authorizedAt())));
    }

    private boolean follow(GrantStatus grant) {
        return collections.follow(grant, grant.state() == GrantState.ACTIVE, NOW);
    }

    @Test
    void a_refusal_that_a_new_opt_in_has_overtaken_parks_nothing() {
        collections.follow(Statuses.status("acme", 1, GrantState.ACTIVE), true, NOW);
        StoredCollection leased = claim("x", NOW).orElseThrow().collection();
        collections.follow(Statuses.status("acme", 3, GrantState.ACTIVE), true, NOW.plusSeconds(1));

        collections.park(leased, "REFRESH_REJECTED", null);

        assertThat(collections.coverages(ACME).getFirst().state()).isEqualTo(Coverage.State.COLLECTING);
        assertThat(claim("x", NOW.plusSeconds(2))).isPresent();
    }

    private Optional<Leased> claim(String owner, Instant now) {
        return collections.claim(APPLICATION, Work.NUMBERS, owner, now, LEASE);
    }

    private static NextTurns pollAt(Instant time) {
        return new NextTurns(Work.FEED, time, null, null, null);
    }
}
