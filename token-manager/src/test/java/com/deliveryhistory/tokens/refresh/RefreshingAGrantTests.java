package com.deliveryhistory.tokens.refresh;

import static org.assertj.core.api.Assertions.assertThat;

import com.deliveryhistory.events.GrantEvent.GrantActivated;
import com.deliveryhistory.events.GrantEvent.GrantInvalidated;
import com.deliveryhistory.events.GrantId;
import com.deliveryhistory.events.sealing.TokenPair;
import com.deliveryhistory.testing.TestMongo;
import com.deliveryhistory.tokens.grants.End;
import com.deliveryhistory.tokens.grants.Grant.Active;
import com.deliveryhistory.tokens.refresh.Outcome.Renewed;
import com.deliveryhistory.tokens.refresh.Outcome.TryLater;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RefreshingAGrantTests extends OneGrantTest {

    RefreshingAGrantTests(TestMongo mongo, @TempDir Path folder) {
        super(mongo, folder);
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
    void another_refresh_token_of_which_ups_does_not_say_how_long_it_lives_lives_as_long_as_the_one_before() {
        service.optIn(ID);
        Duration life = Duration.between(
                service.active(ID).upkeep().obtainedAt(),
                service.active(ID).facts().expiry().refreshToken());
        world.ups()
                .answerWith(
                        (application, token) -> new Renewed("at-2", null, null, null),
                        (application, token) -> new Renewed("at-3", "rt-3", null, null));
        for (int refreshes = 0; refreshes < 2; refreshes++) {
            world.clock().advance(Duration.ofDays(2));
            service.refresher.refresh(service.active(ID));
        }

        assertThat(service.active(ID).facts().expiry().refreshToken()).isEqualTo(in(life));
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
}
