package com.deliveryhistory.tokens.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import com.deliveryhistory.events.GrantId;
import com.deliveryhistory.events.sealing.TokenPair;
import com.deliveryhistory.services.http.Rate;
import com.deliveryhistory.testing.Patience;
import com.deliveryhistory.testing.TestMongo;
import com.deliveryhistory.testing.WithMongo;
import com.deliveryhistory.tokens.UpsStandIn;
import com.deliveryhistory.tokens.access.Answer.Handed;
import com.deliveryhistory.tokens.access.Answer.NoGrant;
import com.deliveryhistory.tokens.access.Answer.NotActive;
import com.deliveryhistory.tokens.access.Answer.TooSoon;
import com.deliveryhistory.tokens.access.Answer.TryLater;
import com.deliveryhistory.tokens.custody.StoredTokens.Stored;
import com.deliveryhistory.tokens.custody.TokensUnreadable;
import com.deliveryhistory.tokens.grants.Attempt;
import com.deliveryhistory.tokens.grants.End;
import com.deliveryhistory.tokens.grants.Grant.Active;
import com.deliveryhistory.tokens.refresh.LiveService;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@WithMongo
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HandingOutTokensTests {

    private static final GrantId ID = GrantId.parse("acme/odcs");
    private static final ExecutorService THREADS = Executors.newVirtualThreadPerTaskExecutor();

    private final LiveService service;
    private final AccessTokens tokensElsewhere;
    private final AccessTokens tokens;
    private UpsStandIn ups = new UpsStandIn();

    HandingOutTokensTests(TestMongo mongo, @TempDir Path folder) {
        service = LiveService.over(mongo, folder, () -> ups.address());
        tokens = handedOutBy(service);
        tokensElsewhere = handedOutBy(LiveService.over(mongo, folder, () -> ups.address()));
    }

    private static AccessTokens handedOutBy(LiveService instance) {
        return handedOutBy(instance, Patience.LIMIT, instance.clock());
    }

    private static AccessTokens handedOutBy(LiveService instance, Duration patience, Clock clock) {
        AccessSettings settings = new AccessSettings(
                Map.of(), Duration.ofMinutes(1), patience, Duration.ofSeconds(30), Duration.ZERO, 1, new Rate(1, 1));
        return new AccessTokens(
                instance.grants(), instance.refreshes(), instance.schedule(), instance.vault(), settings, clock);
    }

    @BeforeEach
    void startFromNothing() {
        ups.close();
        ups = new UpsStandIn();
        service.empty();
    }

    @AfterEach
    void close() {
        ups.close();
    }

    @Test
    void a_token_with_a_minute_to_live_costs_no_call_to_ups() {
        TokenPair pair = ups.issue();
        service.optIn(ID, pair, Duration.ofSeconds(70));

        assertThat(tokens.take(ID, 0)).isEqualTo(new Handed(pair.accessToken(), 1, expiresAt()));
        assertThat(ups.tried()).isEmpty();
    }

    @Test
    void one_with_less_is_refreshed_first() {
        TokenPair pair = ups.issue();
        service.optIn(ID, pair, Duration.ofHours(1));
        service.advance(Duration.ofMinutes(59).plusSeconds(10));

        assertThat(tokens.take(ID, 0)).isEqualTo(new Handed("secret-at-2", 2, expiresAt()));
        assertThat(ups.tried()).containsExactly(pair.refreshToken());
    }

    @Test
    void tokens_that_never_live_a_minute_are_handed_out_for_half_their_life() {
        ups.accessTokenLife("5");
        service.optIn(ID, ups.issue(), Duration.ofSeconds(5));

        assertThat(tokens.take(ID, 0))
                .isInstanceOfSatisfying(
                        Handed.class, handed -> assertThat(handed.generation()).isEqualTo(1));
        service.advance(Duration.ofSeconds(3));
        assertThat(tokens.take(ID, 0))
                .isInstanceOfSatisfying(
                        Handed.class, handed -> assertThat(handed.generation()).isEqualTo(2));
    }

    @Test
    void a_refused_generation_that_is_not_the_stored_one_costs_no_refresh() {
        service.optIn(ID, ups.issue(), Duration.ofHours(1));
        tokens.take(ID, 1);
        int calls = ups.tried().size();

        assertThat(tokens.take(ID, 1))
                .isInstanceOfSatisfying(
                        Handed.class, handed -> assertThat(handed.generation()).isEqualTo(2));
        assertThat(ups.tried()).hasSize(calls);
    }

    @Test
    void however_many_ask_two_instances_at_once_ups_is_asked_once_and_all_get_the_same_token() {
        service.optIn(ID, ups.issue(), Duration.ofHours(1));
        ups.answerWith(ups.late(300));

        List<CompletableFuture<Answer>> answers = IntStream.range(0, 20)
                .mapToObj(i -> CompletableFuture.supplyAsync(
                        () -> (i % 2 == 0 ? tokens : tokensElsewhere).take(ID, 1), THREADS))
                .toList();

        assertThat(answers)
                .extracting(CompletableFuture::join)
                .containsOnly(new Handed("secret-at-2", 2, Instant.parse("2026-07-14T10:59:59Z")));
        assertThat(ups.tried()).hasSize(1);
    }

    @Test
    void a_caller_whose_every_token_is_refused_gets_one_refresh_and_then_has_to_wait() {
        service.optIn(ID, ups.issue(), Duration.ofHours(1));
        service.advance(Duration.ofSeconds(1));

        assertThat(tokens.take(ID, 1)).isInstanceOf(Handed.class);
        assertThat(tokensElsewhere.take(ID, 2)).isInstanceOf(TooSoon.class);
        assertThat(tokens.take(ID, 2)).isEqualTo(new TooSoon(Duration.ofSeconds(30)));
        assertThat(tokens.take(ID, 0)).isInstanceOf(Handed.class); // for others it is as good as any
        assertThat(ups.tried()).hasSize(1);

        service.advance(Duration.ofSeconds(30));
        assertThat(tokens.take(ID, 2))
                .isInstanceOfSatisfying(
                        Handed.class, handed -> assertThat(handed.generation()).isEqualTo(3));
    }

    @Test
    void an_opt_in_ends_that_wait() {
        service.optIn(ID, ups.issue(), Duration.ofHours(1));
        tokens.take(ID, 1);
        service.advance(Duration.ofSeconds(1));
        service.optIn(ID, ups.issue(), Duration.ofHours(1));

        assertThat(tokens.take(ID, 3))
                .isInstanceOfSatisfying(
                        Handed.class, handed -> assertThat(handed.generation()).isEqualTo(4));
    }

    @Test
    void while_ups_has_trouble_callers_are_told_when_to_come_back_and_ups_is_left_alone() {
        service.optIn(ID, ups.issue(), Duration.ofHours(1));
        ups.answerWith(UpsStandIn.status(503, ""));

        Answer first = tokens.take(ID, 1);
        Answer second = tokens.take(ID, 1);

        assertThat(first).isEqualTo(second);
        assertThat(whyNot(first)).isEqualTo(Obstacle.LAST_REFRESH_FAILED); // once is no outage yet
        assertThat(ups.tried()).hasSize(1);
        assertThat(tokens.take(ID, 0)).isInstanceOf(Handed.class); // what is still good is still handed out
        service.advance(Duration.ofSeconds(4));
        assertThat(tokens.take(ID, 1)).isInstanceOf(Handed.class);
    }

    @ParameterizedTest
    @CsvSource({"429, UPS_THROTTLES", "401, UPS_REFUSES_CLIENT", "403, UPS_REFUSES_CLIENT"})
    void what_ups_says_of_the_application_is_told_to_callers(int status, Obstacle why) {
        service.optIn(ID, ups.issue(), Duration.ofHours(1));
        ups.answerWith(UpsStandIn.status(status, ""));

        assertThat(whyNot(tokens.take(ID, 1))).isEqualTo(why);

        goOn();
    }

    @Test
    void an_outage_of_ups_is_told_to_callers() {
        service.optIn(ID, ups.issue(), Duration.ofHours(1));
        ups.answerWith(UpsStandIn.status(503, ""));
        tokens.take(ID, 1);
        service.advance(Duration.ofSeconds(4));
        ups.answerWith(UpsStandIn.status(503, ""));

        assertThat(whyNot(tokens.take(ID, 1))).isEqualTo(Obstacle.UPS_DOWN);

        goOn();
    }

    @Test
    void what_another_instance_refreshes_is_waited_for() {
        service.optIn(ID, ups.issue(), Duration.ofHours(1));
        Instant now = service.clock().instant();
        Active grant = (Active) service.grants().find(ID);
        service.grants()
                .lease(grant, new Attempt("elsewhere", "fingerprint", now, "another instance"), now.plusSeconds(30));

        WatchedClock watched = new WatchedClock(service.clock());
        AccessTokens waiting = handedOutBy(service, Patience.LIMIT, watched);
        CompletableFuture<Answer> answer = CompletableFuture.supplyAsync(() -> waiting.take(ID, 1));
        await().until(() -> watched.looks() > 6);
        assertThat(answer).isNotDone();
        service.advance(Duration.ofSeconds(1));
        service.optIn(ID, ups.issue(), Duration.ofHours(1)); // as good as the other instance's success

        assertThat(answer).succeedsWithin(Patience.LIMIT).isInstanceOf(Handed.class);
        assertThat(ups.tried()).isEmpty();
    }

    @Test
    void patience_ends() {
        service.optIn(ID, ups.issue(), Duration.ofHours(1));
        Instant now = service.clock().instant();
        Active grant = (Active) service.grants().find(ID);
        service.grants()
                .lease(grant, new Attempt("elsewhere", "fingerprint", now, "another instance"), now.plusSeconds(30));

        AccessTokens impatient = handedOutBy(service, Duration.ofMillis(300), service.clock());
        assertThat(impatient.take(ID, 1))
                .isInstanceOfSatisfying(
                        TryLater.class, later -> assertThat(later.after()).isGreaterThan(Duration.ofSeconds(20)))
                .extracting(HandingOutTokensTests::whyNot)
                .isEqualTo(Obstacle.REFRESH_NOT_DONE);
    }

    @Test
    void there_is_none_without_a_grant_or_after_its_end() {
        assertThat(tokens.take(ID, 0)).isEqualTo(new NoGrant());

        service.optIn(ID, new TokenPair("at-gone", "rt-gone"), Duration.ofHours(1));
        assertThat(tokens.take(ID, 1)).isEqualTo(new NotActive(End.REFRESH_REJECTED));
        assertThat(tokens.take(ID, 0)).isEqualTo(new NotActive(End.REFRESH_REJECTED));
    }

    @Test
    void tokens_that_cannot_be_opened_are_noted_and_left_to_the_next_refresh() {
        service.optIn(ID, ups.issue(), Duration.ofHours(1));
        Instant now = service.clock().instant();
        Active grant = (Active) service.grants().find(ID);
        Stored stored = service.grants().tokensOf(ID.company()).getFirst();
        service.grants()
                .replace(stored, service.vault().encrypt(GrantId.parse("acme/other"), 1, new TokenPair("a", "r")));

        for (int i = 0; i < 2; i++) {
            assertThatExceptionOfType(TokensUnreadable.class).isThrownBy(() -> tokens.take(ID, 0));
            service.advance(Duration.ofMillis(500));
        }

        assertThat(service.unreadableSince(ID)).isEqualTo(now);
        assertThat(((Active) service.grants().find(ID)).upkeep())
                .satisfies(upkeep -> assertThat(upkeep.nextRefreshAt()).isEqualTo(now))
                .satisfies(upkeep -> assertThat(upkeep.handedOutAt()).isNull());
        assertThat(grant.upkeep().nextRefreshAt()).isAfter(now);
    }

    @Test
    void tokens_that_cannot_be_opened_for_a_refresh_are_said_to_be_so() {
        service.optIn(ID, ups.issue(), Duration.ofHours(1));
        Stored stored = service.grants().tokensOf(ID.company()).getFirst();
        service.grants()
                .replace(stored, service.vault().encrypt(GrantId.parse("acme/other"), 1, new TokenPair("a", "r")));

        assertThatExceptionOfType(TokensUnreadable.class).isThrownBy(() -> tokens.take(ID, 1));
        assertThat(ups.tried()).isEmpty();
    }

    @Test
    void handing_out_keeps_the_next_token_ready() {
        service.optIn(ID, ups.issue(), Duration.ofHours(1));

        tokens.take(ID, 0);

        Active grant = (Active) service.grants().find(ID);
        assertThat(grant.upkeep().handedOutAt()).isNotNull();
        assertThat(grant.upkeep().nextRefreshAt())
                .isBefore(grant.facts().expiry().accessToken());
    }

    @Test
    void shutdown_waits_for_a_refresh_under_way() {
        service.optIn(ID, ups.issue(), Duration.ofHours(1));
        ups.answerWith(ups.late(1_000));
        CompletableFuture<Void> asking = CompletableFuture.runAsync(() -> tokens.take(ID, 1));
        await().until(() -> !ups.tried().isEmpty());

        service.refreshes().stop();

        assertThat(((Active) service.grants().find(ID)).generation()).isEqualTo(2);
        assertThat(asking).succeedsWithin(Patience.LIMIT);
        service.refreshes().start();
    }

    private static @Nullable Obstacle whyNot(Answer answer) {
        return answer instanceof TryLater later ? later.why() : null;
    }

    /** Lets the pause of the application end, which other tests would meet. */
    private void goOn() {
        service.advance(Duration.ofMinutes(20));
        assertThat(tokens.take(ID, 1)).isInstanceOf(Handed.class);
    }

    private Instant expiresAt() {
        return ((Active) service.grants().find(ID)).facts().expiry().accessToken();
    }

    /** Counts how often whoever waits looks again. */
    private static final class WatchedClock extends Clock {

        private final Clock clock;
        private final AtomicInteger looks = new AtomicInteger();

        WatchedClock(Clock clock) {
            this.clock = clock;
        }

        int looks() {
            return looks.get();
        }

        @Override
        public Instant instant() {
            looks.incrementAndGet();
            return clock.instant();
        }

        @Override
        public ZoneId getZone() {
            return clock.getZone();
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return clock.withZone(zone);
        }
    }
}
