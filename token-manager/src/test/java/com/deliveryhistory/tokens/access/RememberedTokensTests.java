package com.deliveryhistory.tokens.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.deliveryhistory.events.GrantId;
import com.deliveryhistory.events.sealing.TokenPair;
import com.deliveryhistory.services.http.Rate;
import com.deliveryhistory.testing.Patience;
import com.deliveryhistory.testing.TestMongo;
import com.deliveryhistory.testing.WithMongo;
import com.deliveryhistory.tokens.UpsStandIn;
import com.deliveryhistory.tokens.access.Answer.Handed;
import com.deliveryhistory.tokens.access.Answer.NotActive;
import com.deliveryhistory.tokens.grants.BulkGrants.Saving;
import com.deliveryhistory.tokens.grants.End;
import com.deliveryhistory.tokens.grants.Grant.Active;
import com.deliveryhistory.tokens.refresh.LiveService;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@WithMongo
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RememberedTokensTests {

    private static final GrantId ID = GrantId.parse("acme/odcs");
    private static final Duration A_MOMENT = Duration.ofSeconds(2);
    private static final Duration NEARLY = A_MOMENT.minusMillis(1);
    private static final int MOST = 10;

    private final UpsStandIn ups = new UpsStandIn();
    private final LiveService service;
    private final LiveService elsewhere;
    private final AtomicInteger reads = new AtomicInteger();
    private RememberedTokens tokens;

    RememberedTokensTests(TestMongo mongo, @TempDir Path folder) {
        service = LiveService.over(mongo, folder, ups::address);
        elsewhere = LiveService.over(mongo, folder, ups::address);
        tokens = remembering(A_MOMENT);
    }

    private RememberedTokens remembering(Duration time) {
        AccessTokens stored = new AccessTokens(
                service.grants(),
                service.refreshes(),
                service.schedule(),
                service.vault(),
                settings(time),
                service.clock());
        RememberedTokens made = over(
                (grant, refused) -> {
                    reads.incrementAndGet();
                    return stored.take(grant, refused);
                },
                time);
        service.grants().watch(made::forget);
        return made;
    }

    private RememberedTokens over(TokenSource source, Duration time) {
        return new RememberedTokens(
                source,
                settings(time),
                service.clock(),
                () -> Duration.between(Instant.EPOCH, service.clock().instant()).toNanos());
    }

    private static AccessSettings settings(Duration rememberedFor) {
        return new AccessSettings(
                Map.of(),
                Duration.ofMinutes(1),
                Patience.LIMIT,
                Duration.ofSeconds(30),
                rememberedFor,
                MOST,
                new Rate(1, 1));
    }

    @BeforeEach
    void optIn() {
        service.empty();
        service.optIn(ID, ups.issue(), Duration.ofHours(1));
        tokens = remembering(A_MOMENT);
        reads.set(0);
    }

    @AfterAll
    void close() {
        ups.close();
    }

    @Test
    void for_a_moment_a_token_is_handed_out_again_without_a_look_into_the_store() {
        Answer first = tokens.take(ID, 0);
        service.advance(NEARLY);

        assertThat(tokens.take(ID, 0)).isInstanceOf(Handed.class).isEqualTo(first);
        assertThat(reads).hasValue(1);
        service.advance(Duration.ofMillis(1));
        assertThat(tokens.take(ID, 0)).isEqualTo(first);
        assertThat(reads).hasValue(2);
    }

    @Test
    void what_ends_on_this_instance_is_over_at_once() {
        tokens.take(ID, 0);

        service.grants().save(grant(), grant().ended(End.WITHDRAWN, null, now()));

        assertThat(tokens.take(ID, 0)).isEqualTo(new NotActive(End.WITHDRAWN));
    }

    @Test
    void what_ends_on_this_instance_among_many_is_over_at_once() {
        tokens.take(ID, 0);

        service.grants().inBulk().save(List.of(new Saving(grant(), grant().ended(End.WITHDRAWN, null, now()))));

        assertThat(tokens.take(ID, 0)).isEqualTo(new NotActive(End.WITHDRAWN));
    }

    @Test
    void what_ends_on_another_instance_is_over_within_the_moment() {
        tokens.take(ID, 0);
        service.advance(NEARLY);
        elsewhere.grants().save(grant(), grant().ended(End.WITHDRAWN, null, now()));

        assertThat(tokens.take(ID, 0)).isInstanceOf(Handed.class);
        service.advance(Duration.ofMillis(1));
        assertThat(tokens.take(ID, 0)).isEqualTo(new NotActive(End.WITHDRAWN));
    }

    @Test
    void the_moment_begins_before_the_store_is_asked() {
        RememberedTokens slow = over(
                (grant, refused) -> {
                    reads.incrementAndGet();
                    service.advance(NEARLY);
                    return token(1);
                },
                A_MOMENT);
        slow.take(ID, 0);
        service.advance(Duration.ofMillis(1));

        slow.take(ID, 0);

        assertThat(reads).hasValue(2);
    }

    @Test
    void an_answer_that_was_read_before_the_end_is_not_remembered_after_it() {
        RememberedTokens[] overtaken = new RememberedTokens[1];
        overtaken[0] = over(
                (grant, refused) -> {
                    if (reads.incrementAndGet() > 1) {
                        return new NotActive(End.WITHDRAWN);
                    }
                    overtaken[0].forget(ID); // as the thread does that ends it, between the read and here
                    return token(1);
                },
                A_MOMENT);

        assertThat(overtaken[0].take(ID, 0)).isInstanceOf(Handed.class);
        assertThat(overtaken[0].take(ID, 0)).isEqualTo(new NotActive(End.WITHDRAWN));
    }

    @Test
    void a_new_opt_in_is_handed_out_at_once() {
        tokens.take(ID, 0);
        service.advance(Duration.ofMillis(10));
        TokenPair fresh = ups.issue();
        service.optIn(ID, fresh, Duration.ofHours(1));

        assertThat(tokens.take(ID, 0))
                .isInstanceOfSatisfying(
                        Handed.class, handed -> assertThat(handed.accessToken()).isEqualTo(fresh.accessToken()));
    }

    @Test
    void whoever_was_refused_is_answered_from_the_store_and_so_are_the_others_then() {
        tokens.take(ID, 0);
        service.advance(Duration.ofMillis(10));
        elsewhere.grants().save(grant(), grant().ended(End.PASSWORD_CHANGED, null, now()));

        assertThat(tokens.take(ID, 1)).isEqualTo(new NotActive(End.PASSWORD_CHANGED));
        assertThat(tokens.take(ID, 0)).isEqualTo(new NotActive(End.PASSWORD_CHANGED));
    }

    @Test
    void a_token_in_its_last_minute_is_not_remembered() {
        RememberedTokens remembering = over(
                (grant, refused) -> {
                    reads.incrementAndGet();
                    return new Handed("token", 1, now().plus(Duration.ofSeconds(61)));
                },
                Duration.ofSeconds(10));
        remembering.take(ID, 0);
        remembering.take(ID, 0);
        assertThat(reads).hasValue(1);

        RememberedTokens ending = over(
                (grant, refused) -> {
                    reads.incrementAndGet();
                    return new Handed("token", 1, now().plus(Duration.ofSeconds(60)));
                },
                Duration.ofSeconds(10));
        ending.take(ID, 0);
        ending.take(ID, 0);
        assertThat(reads).hasValue(3);
    }

    @Test
    void nothing_but_tokens_is_remembered() {
        GrantId none = GrantId.parse("globex/odcs");
        tokens.take(none, 0);
        tokens.take(none, 0);

        assertThat(reads).hasValue(2);
    }

    @Test
    void no_more_grants_are_remembered_than_are_allowed() {
        RememberedTokens crowded = over(
                (grant, refused) -> {
                    reads.incrementAndGet();
                    return token(1);
                },
                A_MOMENT);
        List<GrantId> many = IntStream.range(0, 1_000)
                .mapToObj(i -> GrantId.parse("company-%d/odcs".formatted(i)))
                .toList();
        many.forEach(grant -> crowded.take(grant, 0));
        reads.set(0);

        many.forEach(grant -> crowded.take(grant, 0));

        assertThat(reads.get()).isBetween(1_000 - 2 * MOST, 1_000);
    }

    @Test
    void no_time_means_no_memory() {
        RememberedTokens forgetful = remembering(Duration.ZERO);
        forgetful.take(ID, 0);
        forgetful.take(ID, 0);

        assertThat(reads).hasValue(2);
    }

    private Handed token(long generation) {
        return new Handed("token", generation, now().plus(Duration.ofHours(1)));
    }

    private Active grant() {
        return (Active) service.grants().find(ID);
    }

    private Instant now() {
        return service.clock().instant();
    }
}
