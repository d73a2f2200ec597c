package com.deliveryhistory.tokens.refresh;

import static org.assertj.core.api.Assertions.assertThat;

import com.deliveryhistory.events.EventEnvelope;
import com.deliveryhistory.events.GrantEvent;
import com.deliveryhistory.events.GrantEvent.GrantActivated;
import com.deliveryhistory.events.GrantEvent.GrantExpired;
import com.deliveryhistory.events.GrantEvent.GrantExpiring;
import com.deliveryhistory.events.GrantEvent.GrantInvalidated;
import com.deliveryhistory.events.GrantId;
import com.deliveryhistory.events.OptInEvent.OptInWithdrawn;
import com.deliveryhistory.events.sealing.TokenPair;
import com.deliveryhistory.testing.TestMongo;
import com.deliveryhistory.testing.WithMongo;
import com.deliveryhistory.tokens.grants.Attempt;
import com.deliveryhistory.tokens.grants.End;
import com.deliveryhistory.tokens.grants.Grant;
import com.deliveryhistory.tokens.grants.Grant.Active;
import com.deliveryhistory.tokens.grants.Grant.Ended;
import com.deliveryhistory.tokens.refresh.Outcome.Refused;
import com.deliveryhistory.tokens.refresh.Outcome.Renewed;
import com.deliveryhistory.tokens.refresh.Outcome.TryLater;
import com.deliveryhistory.tokens.refresh.Outcome.Unclear;
import com.deliveryhistory.tokens.refresh.TestService.World;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.bson.Document;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@WithMongo
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RefreshingAGrantTests {

    private static final GrantId ID = GrantId.parse("acme/odcs");

    private World world;
    private TestService service;

    RefreshingAGrantTests(TestMongo mongo, @TempDir Path folder) {
        world = World.over(mongo, folder);
        service = world.service();
    }

    @BeforeAll
    void indexes() {
        service.grants.createIndexes();
    }

    @BeforeEach
    void startFromNothing() {
        world = world.emptied();
        service = world.service();
    }

    @Test
    void gives_it_the_next_pair_and_generation_and_tells_nobody() {
        Active before = service.optIn(ID);

        service.refresher.refresh(before);

        Active after = service.active(ID);
        assertThat(after.generation()).isEqualTo(2);
        assertThat(after.revision()).isEqualTo(1);
        assertThat(service.tokens(ID)).isEqualTo(new TokenPair("at-2", "rt-2"));
        assertThat(after.upkeep().leasedUntil()).isNull();
        service.sendEvents();
        assertThat(told()).containsExactly(GrantActivated.class);
    }

    @Test
    void is_due_once_a_day_if_nobody_uses_it_and_shortly_before_expiry_if_somebody_does() {
        Active idle = service.optIn(ID);
        assertThat(idle.upkeep().nextRefreshAt()).isBetween(in(Duration.ofHours(1)), in(Duration.ofHours(25)));

        service.grants.handedOut(idle, world.clock().instant(), in(Duration.ofMinutes(55)));

        world.clock().advance(Duration.ofMinutes(54));
        service.refreshDue();
        assertThat(service.active(ID).generation()).isEqualTo(1);
        world.clock().advance(Duration.ofMinutes(2));
        service.refreshDue();
        assertThat(service.active(ID).generation()).isEqualTo(2);
        assertThat(service.active(ID).upkeep().nextRefreshAt())
                .isBetween(in(Duration.ofMinutes(50)), in(Duration.ofMinutes(59)));
    }

    @Test
    void a_clear_refusal_ends_it_and_removes_its_tokens() {
        Active grant = service.optIn(ID);
        world.ups().forgetAll();

        service.refresher.refresh(grant);

        assertThat(end()).isEqualTo(End.REFRESH_REJECTED);
        assertThat(world.stored())
                .first()
                .satisfies(document -> assertThat(document).doesNotContainKeys("tokens", "nextRefreshAt", "attempt"));
        service.sendEvents();
        assertThat(told()).containsExactly(GrantActivated.class, GrantInvalidated.class);
    }

    @Test
    void anything_else_than_a_clear_refusal_is_tried_again_with_growing_pauses() {
        service.optIn(ID);
        Instant last = world.clock().instant();
        world.ups()
                .answerWith(
                        (application, token) -> new TryLater("429", Strain.NONE, null),
                        (application, token) -> new TryLater("401", Strain.NONE, null),
                        (application, token) -> new TryLater("403", Strain.NONE, null));

        for (int failures = 1; failures <= 3; failures++) {
            service.refresher.refresh(service.active(ID));
            Active grant = service.active(ID);
            assertThat(grant.upkeep().failures()).isEqualTo(failures);
            Duration pause =
                    Duration.between(world.clock().instant(), grant.upkeep().nextRefreshAt());
            assertThat(pause).isGreaterThan(Duration.between(last, world.clock().instant()));
            last = world.clock().instant();
            world.clock().advance(pause);
        }

        service.refreshDue();
        assertThat(service.active(ID).generation()).isEqualTo(2);
        assertThat(service.active(ID).upkeep().failures()).isZero();
        assertThat(world.stored())
                .first()
                .satisfies(document -> assertThat(document).doesNotContainKey("attempt"));
    }

    @Test
    void an_answer_that_got_lost_after_rotation_ends_in_rotation_lost() {
        service.optIn(ID);
        world.ups().answerWith((application, token) -> {
            world.ups().usual(token);
            return new Unclear("no answer", Strain.DOWN);
        });

        service.refresher.refresh(service.active(ID));
        assertThat(service.active(ID).generation()).isEqualTo(1);
        service.refresher.refresh(service.active(ID));

        assertThat(end()).isEqualTo(End.ROTATION_LOST);
        assertThat(world.ups().tried()).containsExactly("rt-1", "rt-1");
    }

    @Test
    void an_unclear_answer_that_rotated_nothing_does_no_harm() {
        service.optIn(ID);
        world.ups()
                .answerWith(
                        (application, token) -> new Unclear("503", Strain.DOWN),
                        (application, token) -> new TryLater("429", Strain.NONE, null));

        service.refresher.refresh(service.active(ID));
        service.refresher.refresh(service.active(ID));
        service.refresher.refresh(service.active(ID));

        assertThat(service.active(ID).generation()).isEqualTo(2);
    }

    @Test
    void a_refusal_after_an_unclear_and_a_harmless_answer_is_still_a_lost_rotation() {
        service.optIn(ID);
        world.ups()
                .answerWith(
                        (application, token) -> new Unclear("timeout", Strain.DOWN),
                        (application, token) -> new TryLater("429", Strain.NONE, null),
                        (application, token) -> new Refused());

        for (int i = 0; i < 3; i++) {
            service.refresher.refresh(service.active(ID));
        }

        assertThat(end()).isEqualTo(End.ROTATION_LOST);
    }

    @Test
    void an_intent_left_by_a_crash_is_tried_again_when_its_lease_ends() {
        Active grant = service.optIn(ID);
        Instant now = world.clock().instant();
        service.grants.lease(
                grant, new Attempt("crashed", Fingerprint.of("rt-1"), now, "another instance"), now.plusSeconds(30));

        world.clock().advance(Duration.ofSeconds(29));
        service.refreshDue();
        assertThat(world.ups().tried()).isEmpty();
        world.clock().advance(Duration.ofSeconds(2));
        service.refreshDue();

        assertThat(service.active(ID).generation()).isEqualTo(2);
        assertThat(world.ups().tried()).containsExactly("rt-1");
    }

    @Test
    void two_instances_do_not_refresh_the_same_grant_at_once() {
        Active grant = service.optIn(ID);
        TestService other = world.service();
        world.ups().answerWith((application, token) -> {
            other.refresher.refresh(grant);
            return world.ups().usual(token);
        });

        service.refresher.refresh(grant);

        assertThat(world.ups().tried()).containsExactly("rt-1");
        assertThat(service.active(ID).generation()).isEqualTo(2);
    }

    @Test
    void a_fresh_opt_in_wins_over_a_refresh_under_way_whatever_ups_answers() {
        for (Outcome late : List.of(
                new Refused(),
                new TryLater("429", Strain.NONE, null),
                new Unclear("?", Strain.DOWN),
                new Renewed("late-at", "late-rt", Duration.ofHours(1), null))) {
            startFromNothing();
            Active old = service.optIn(ID);
            world.ups().answerWith((application, token) -> {
                world.clock().advance(Duration.ofSeconds(1));
                service.optIn(ID);
                return late;
            });

            service.refresher.refresh(old);

            Active fresh = service.active(ID);
            assertThat(fresh.generation()).as(late.toString()).isEqualTo(2);
            assertThat(service.tokens(ID)).isEqualTo(new TokenPair("at-2", "rt-2"));
            assertThat(fresh.upkeep().failures()).isZero();
        }
    }

    @Test
    void an_answer_that_comes_after_somebody_else_took_the_lease_changes_nothing() {
        Active grant = service.optIn(ID);
        world.ups().answerWith((application, token) -> {
            Instant now = world.clock().instant().plus(Duration.ofSeconds(31));
            service.grants.lease(
                    grant, new Attempt("other", Fingerprint.of(token), now, "another instance"), now.plusSeconds(30));
            return new Refused();
        });

        service.refresher.refresh(grant);

        assertThat(service.active(ID).generation()).isEqualTo(1);
    }

    @Test
    void a_process_that_stood_still_while_its_lease_ran_leaves_the_call_to_others() {
        Active grant = service.optIn(ID);
        TestService slow =
                world.service(CrashPlan.overtaken(1, () -> world.clock().advance(Duration.ofSeconds(25))));

        slow.refresher.refresh(grant);

        assertThat(world.ups().tried()).isEmpty();
        assertThat(service.active(ID).leased(world.clock().instant())).isFalse();
        service.refresher.refresh(service.active(ID));
        assertThat(service.active(ID).generation()).isEqualTo(2);
    }

    @Test
    void a_withdrawal_during_a_refresh_stays() {
        Active grant = service.optIn(ID);
        world.ups().answerWith((application, token) -> {
            service.optIns.withdraw(
                    "withdrawal",
                    new OptInWithdrawn(ID.company(), ID.application(), in(Duration.ofSeconds(1)), "admin"));
            return world.ups().usual(token);
        });

        service.refresher.refresh(grant);

        assertThat(end()).isEqualTo(End.WITHDRAWN);
        assertThat(world.database().getCollection("dataKeys").find(new Document("keyAltNames", "company/acme")))
                .isEmpty();
    }

    @Test
    void an_expired_refresh_token_ends_it_without_asking_ups() {
        service.optIn(ID);
        world.clock().advance(Duration.ofDays(60).plusMinutes(4));
        service.tellOfExpiry();
        assertThat(service.active(ID).upkeep().expiryMark()).isEqualTo(1);

        world.clock().advance(Duration.ofMinutes(1)); // UPS's clock may be behind ours, but not for so long
        service.refreshDue();
        service.tellOfExpiry();

        assertThat(end()).isEqualTo(End.EXPIRED);
        assertThat(world.ups().tried()).isEmpty();
        service.sendEvents();
        assertThat(told()).containsExactly(GrantActivated.class, GrantExpiring.class, GrantExpired.class);
    }

    @Test
    void expiry_is_foretold_once_each_at_14_7_and_1_days_though_ups_cannot_be_reached() {
        service.optIn(ID);
        for (int days : new int[] {45, 1, 6, 1, 5, 1, 0}) {
            world.clock().advance(Duration.ofDays(days));
            service.tellOfExpiry();
            service.tellOfExpiry();
            service.sendEvents();
        }

        assertThat(world.published())
                .extracting(EventEnvelope::event)
                .filteredOn(GrantExpiring.class::isInstance)
                .extracting(event -> ((GrantExpiring) event).daysLeft())
                .containsExactly(14, 7, 1);
    }

    @Test
    void missing_lives_and_a_missing_refresh_token_are_made_up_for_from_what_was_before() {
        Active before = service.optIn(ID);
        world.clock().advance(Duration.ofMinutes(5));
        world.ups().answerWith((application, token) -> new Renewed("at-next", null, null, null));

        service.refresher.refresh(before);

        Active after = service.active(ID);
        assertThat(service.tokens(ID)).isEqualTo(new TokenPair("at-next", "rt-1"));
        assertThat(after.facts().expiry().accessToken()).isEqualTo(in(Duration.ofHours(1)));
        assertThat(after.facts().expiry().refreshToken())
                .isEqualTo(before.facts().expiry().refreshToken());
    }

    @Test
    void tokens_that_cannot_be_opened_are_left_as_they_are() {
        Active grant = service.optIn(ID);
        Object stored = world.stored().getFirst().get("tokens");
        Active foreign = new Active(
                grant.id(),
                grant.version(),
                grant.horizons(),
                grant.facts(),
                world.vault().encrypt(GrantId.parse("globex/odcs"), 1, new TokenPair("a", "r")),
                grant.upkeep());

        service.refresher.refresh(foreign);

        assertThat(service.active(ID).upkeep().failures()).isEqualTo(1);
        assertThat(world.stored().getFirst().get("tokens")).isEqualTo(stored);
        assertThat(world.ups().tried()).isEmpty();
    }

    private Instant in(Duration duration) {
        return world.clock().instant().plus(duration);
    }

    private End end() {
        Grant grant = service.grants.find(ID);
        return ((Ended) grant).end();
    }

    private List<Class<? extends GrantEvent>> told() {
        return world.published().stream()
                .<Class<? extends GrantEvent>>map(envelope -> envelope.event().getClass())
                .toList();
    }
}
