package com.deliveryhistory.tokens.optins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.deliveryhistory.events.CorruptEvent;
import com.deliveryhistory.events.EventEnvelope;
import com.deliveryhistory.events.GrantId;
import com.deliveryhistory.events.OptInEvent;
import com.deliveryhistory.events.OptInEvent.OptInWithdrawn;
import com.deliveryhistory.events.OptInEvent.PasswordChangeInvalidated;
import com.deliveryhistory.testing.TestMongo;
import com.deliveryhistory.testing.WithMongo;
import com.deliveryhistory.tokens.grants.Grant.Active;
import com.deliveryhistory.tokens.refresh.TestService;
import com.deliveryhistory.tokens.refresh.TestService.World;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.kafka.listener.BatchListenerFailedException;

@WithMongo
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TimesFromTheFutureTests {

    private static final GrantId ACME = GrantId.parse("acme/odcs");
    private static final Instant FAR = Instant.parse("8999-01-01T00:00:00Z");

    private World world;
    private TestService service;

    TimesFromTheFutureTests(TestMongo mongo, @TempDir Path folder) {
        world = World.over(mongo, folder);
        service = world.service();
    }

    @BeforeEach
    void startFromNothing() {
        world = world.emptied();
        service = world.service();
    }

    @ParameterizedTest
    @ValueSource(strings = {"authorizedAt", "passwordChangedAt", "withdrawnAt"})
    void an_event_from_the_future_is_refused_and_blocks_no_later_opt_in(String field) {
        assertThatExceptionOfType(CorruptEvent.class)
                .isThrownBy(() -> service.optIns.apply(event(field, FAR)))
                .withMessage(field + " is more than a day ahead of token-manager's clock");

        service.optIns.apply(optIn(ACME, world.clock().instant()));

        assertThat(service.grants.find(ACME)).isInstanceOf(Active.class);
    }

    @Test
    void a_clock_that_is_hours_ahead_is_no_reason_to_refuse() {
        service.optIns.apply(optIn(ACME, world.clock().instant().plus(Duration.ofHours(23))));

        assertThat(service.grants.find(ACME)).isInstanceOf(Active.class);
    }

    @Test
    void in_a_batch_it_is_named_and_the_others_are_taken() {
        GrantId globex = GrantId.parse("globex/odcs");
        Instant now = world.clock().instant();

        assertThatExceptionOfType(BatchListenerFailedException.class)
                .isThrownBy(() -> service.take(
                        List.of(optIn(globex, now), optIn(ACME, FAR), optIn(GrantId.parse("initech/odcs"), now))))
                .withCauseInstanceOf(CorruptEvent.class)
                .satisfies(failed -> assertThat(
                                Objects.requireNonNull(failed.getRecord()).offset())
                        .isEqualTo(1));
        assertThat(service.grants.find(globex)).isInstanceOf(Active.class);
        assertThat(service.grants.find(ACME)).isNotInstanceOf(Active.class);
    }

    private EventEnvelope<OptInEvent> event(String field, Instant at) {
        return switch (field) {
            case "authorizedAt" -> optIn(ACME, at);
            case "passwordChangedAt" ->
                TestService.envelope(
                        "changed",
                        new PasswordChangeInvalidated(
                                ACME.company(), null, at, PasswordChangeInvalidated.Source.ADMIN, "acme-admin"));
            default ->
                TestService.envelope(
                        "withdrawn", new OptInWithdrawn(ACME.company(), ACME.application(), at, "acme-admin"));
        };
    }

    private EventEnvelope<OptInEvent> optIn(GrantId grant, Instant at) {
        String id = grant + " at " + at;
        return TestService.envelope(id, TestService.granted(grant, world.ups().issue(), at, id));
    }
}
