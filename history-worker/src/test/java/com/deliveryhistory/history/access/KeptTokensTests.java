package com.deliveryhistory.history.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.deliveryhistory.events.GrantId;
import com.deliveryhistory.testing.TestClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class KeptTokensTests {

    private static final int MOST = 10;

    private final TestClock clock = TestClock.running();
    private final List<Duration> removals = new ArrayList<>();
    private final KeptTokens tokens = new KeptTokens(clock, MOST, (executor, command, delay, unit) -> {
        removals.add(Duration.of(delay, unit.toChronoUnit()));
        return new CompletableFuture<>();
    });

    @Test
    void a_token_is_kept_for_its_grant_as_the_caller_knows_it() {
        AccessToken token = token(Duration.ofHours(1));
        tokens.keep(grant(1), 7, token);

        assertThat(tokens.find(grant(1), 7)).isEqualTo(token);
        assertThat(tokens.find(grant(1), 8)).isNull();
        assertThat(tokens.find(grant(2), 7)).isNull();
    }

    @Test
    void a_token_leaves_the_memory_half_a_minute_before_it_ends() {
        tokens.keep(grant(1), 1, token(Duration.ofSeconds(90)));

        clock.advance(Duration.ofSeconds(55));
        assertThat(tokens.find(grant(1), 1)).isNotNull();
        clock.advance(Duration.ofSeconds(10));
        assertThat(tokens.find(grant(1), 1)).isNull();
        assertThat(tokens.size()).isZero();
    }

    @Test
    void it_leaves_even_if_nobody_asks_for_any_token() {
        tokens.keep(grant(1), 1, token(Duration.ofSeconds(90)));

        assertThat(removals)
                .singleElement()
                .satisfies(delay -> assertThat(delay).isBetween(Duration.ofSeconds(55), Duration.ofSeconds(65)));
    }

    @Test
    void token_manager_is_asked_again_after_five_minutes_however_long_a_token_lives() {
        tokens.keep(grant(1), 1, token(Duration.ofDays(1)));

        clock.advance(Duration.ofMinutes(6));

        assertThat(tokens.find(grant(1), 1)).isNull();
    }

    @Test
    void of_however_many_grants_only_so_many_tokens_are_kept() {
        IntStream.range(0, 100 * MOST).forEach(i -> tokens.keep(grant(i), 1, token(Duration.ofHours(1))));

        assertThat(tokens.size()).isEqualTo(MOST);
    }

    private AccessToken token(Duration life) {
        return new AccessToken("sbx-at-1", 1, clock.instant().plus(life));
    }

    private static GrantId grant(int company) {
        return GrantId.parse("c" + company + "/intelligent-delivery-history");
    }
}
