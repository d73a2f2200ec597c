package com.deliveryhistory.history.collection;

import static org.assertj.core.api.Assertions.assertThat;

import com.deliveryhistory.events.Application;
import com.deliveryhistory.events.CompanyId;
import com.deliveryhistory.events.EndReason;
import com.deliveryhistory.events.GrantState;
import com.deliveryhistory.events.GrantStatus;
import com.deliveryhistory.testing.TestMongo;
import com.deliveryhistory.testing.WithMongo;
import com.mongodb.client.MongoDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@WithMongo
class SharingWorkTests {

    private static final Instant NOW = Instant.parse("2026-07-13T12:00:00Z");
    private static final Duration LEASE = Duration.ofSeconds(30);
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
    void many_instances_never_have_the_same_company() throws Exception {
        for (int i = 0; i < 20; i++) {
            collections.follow(status("c" + i, 1, GrantState.ACTIVE), true, NOW);
        }
        Set<String> claimed = ConcurrentHashMap.newKeySet();
        Callable<Boolean> claim = () -> {
            boolean alone = true;
            for (Optional<StoredCollection> due = collections.claim("x", NOW, LEASE);
                    due.isPresent();
                    due = collections.claim("x", NOW, LEASE)) {
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
        collections.follow(status("acme", 1, GrantState.ACTIVE), true, NOW);
        StoredCollection slow = collections.claim("slow", NOW, LEASE).orElseThrow();
        assertThat(collections.claim("other", NOW.plusSeconds(29), LEASE)).isEmpty();

        StoredCollection quick =
                collections.claim("quick", NOW.plusSeconds(31), LEASE).orElseThrow();

        assertThat(quick.fence()).isGreaterThan(slow.fence());
        assertThat(collections.save(slow, Checkpoint.NOTHING)).isFalse();
        assertThat(collections.mayGoOn(slow)).isFalse();
        assertThat(collections.prolong(slow, NOW.plusSeconds(90))).isFalse();
        collections.release(slow);
        assertThat(collections.claim("third", NOW.plusSeconds(32), LEASE)).isEmpty();
        assertThat(collections.save(quick, Checkpoint.NOTHING)).isTrue();
    }

    @Test
    void who_gives_signs_of_life_keeps_the_lease_until_it_is_given_back() {
        collections.follow(status("acme", 1, GrantState.ACTIVE), true, NOW);
        StoredCollection leased = collections.claim("x", NOW, LEASE).orElseThrow();

        collections.prolong(leased, NOW.plusSeconds(60));
        assertThat(collections.claim("other", NOW.plusSeconds(45), LEASE)).isEmpty();

        collections.release(leased, NOW.plusSeconds(10), NOW.plusSeconds(10));
        assertThat(collections.prolong(leased, NOW.plusSeconds(90))).isFalse();
        assertThat(collections.claim("other", NOW.plusSeconds(11), LEASE)).isPresent();
    }

    @Test
    void an_instance_that_comes_back_takes_up_its_own_work_at_once() {
        collections.follow(status("acme", 1, GrantState.ACTIVE), true, NOW);
        StoredCollection before = collections.claim("local", NOW, LEASE).orElseThrow();

        assertThat(collections.inherit("other")).isZero();
        assertThat(collections.inherit("local")).isOne();

        assertThat(collections.save(before, Checkpoint.NOTHING)).isFalse();
        assertThat(collections.claim("local", NOW.plusSeconds(1), LEASE)).isPresent();
    }

    @Test
    void the_longest_waiting_is_first() {
        collections.follow(status("late", 1, GrantState.ACTIVE), true, NOW.plusSeconds(2));
        collections.follow(status("early", 1, GrantState.ACTIVE), true, NOW.plusSeconds(1));

        assertThat(collections
                        .claim("x", NOW.plusSeconds(3), LEASE)
                        .orElseThrow()
                        .companyId())
                .isEqualTo("early");
    }

    @Test
    void an_older_state_of_a_grant_changes_nothing() {
        assertThat(collections.follow(status("acme", 5, GrantState.INVALIDATED), false, NOW))
                .isTrue();

        assertThat(collections.follow(status("acme", 4, GrantState.ACTIVE), true, NOW))
                .isFalse();
        assertThat(collections.follow(status("acme", 5, GrantState.INVALIDATED), false, NOW))
                .isFalse();
        assertThat(collections.coverages(ACME).getFirst().state()).isEqualTo(Coverage.State.PARKED);
    }

    @Test
    void a_grant_that_changes_during_a_turn_has_another_one_at_once() {
        collections.follow(status("acme", 1, GrantState.ACTIVE), true, NOW);
        StoredCollection leased = collections.claim("x", NOW, LEASE).orElseThrow();

        collections.follow(status("acme", 2, GrantState.INVALIDATED), false, NOW.plusSeconds(1));

        assertThat(collections.mayGoOn(leased)).isFalse();
        collections.release(leased, NOW.plusSeconds(3600), NOW.plusSeconds(3600));
        StoredCollection next =
                collections.claim("x", NOW.plusSeconds(2), LEASE).orElseThrow();
        assertThat(next.isActive()).isFalse();
        collections.park(next, next.parkedBecause(), null);
        assertThat(collections.claim("x", NOW.plus(Duration.ofDays(1000)), LEASE))
                .isEmpty();
        assertThat(collections.backlog(NOW.plusSeconds(3)).parked()).isOne();
    }

    @Test
    void a_refusal_that_a_new_opt_in_has_overtaken_parks_nothing() {
        collections.follow(status("acme", 1, GrantState.ACTIVE), true, NOW);
        StoredCollection leased = collections.claim("x", NOW, LEASE).orElseThrow();
        collections.follow(status("acme", 3, GrantState.ACTIVE), true, NOW.plusSeconds(1));

        collections.park(leased, "REFRESH_REJECTED", "REFRESH_REJECTED");

        assertThat(collections.coverages(ACME).getFirst().state()).isEqualTo(Coverage.State.COLLECTING);
        assertThat(collections.claim("x", NOW.plusSeconds(2), LEASE)).isPresent();
    }

    private static GrantStatus status(String company, long revision, GrantState state) {
        @Nullable EndReason reason = state == GrantState.INVALIDATED ? EndReason.PASSWORD_CHANGED : null;
        return new GrantStatus(
                new CompanyId(company),
                Application.INTELLIGENT_DELIVERY_HISTORY,
                state,
                reason,
                1,
                revision,
                NOW,
                "admin",
                NOW.plusSeconds(3600),
                NOW.plusSeconds(86400),
                null);
    }
}
