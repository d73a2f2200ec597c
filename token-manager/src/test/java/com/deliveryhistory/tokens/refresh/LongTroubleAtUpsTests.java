package com.deliveryhistory.tokens.refresh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.deliveryhistory.events.Application;
import com.deliveryhistory.events.GrantId;
import com.deliveryhistory.testing.TestMongo;
import com.deliveryhistory.testing.WithMongo;
import com.deliveryhistory.tokens.UpsStandIn;
import com.deliveryhistory.tokens.UpsStandIn.Answer;
import com.deliveryhistory.tokens.grants.End;
import com.deliveryhistory.tokens.grants.Grant.Active;
import com.deliveryhistory.tokens.grants.Grant.Ended;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Half an hour of each trouble that UPS can make, over HTTP, with a clock that is put forward. */
@WithMongo
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LongTroubleAtUpsTests {

    private static final Application ODCS = new Application("odcs");
    private static final int GRANTS = 6;
    private static final Duration STEP = Duration.ofSeconds(20);
    private static final int STEPS = 90;
    private static final String HTML = "<!DOCTYPE html><html><body>Something went wrong</body></html>";

    private final LiveService service;
    private UpsStandIn ups = new UpsStandIn();
    private List<GrantId> grants = List.of();

    LongTroubleAtUpsTests(TestMongo mongo, @TempDir Path folder) {
        service = LiveService.over(mongo, folder, () -> ups.address());
    }

    static Stream<Named<Answer>> troubles() {
        return Stream.of(
                Named.of("429", UpsStandIn.status(429, error("10429", "Too Many Requests"))),
                Named.of("500", UpsStandIn.status(500, error("10004", "Something went wrong"))),
                Named.of("503 in HTML", UpsStandIn.status(503, HTML)),
                Named.of("401", UpsStandIn.status(401, error("10401", "ClientId is Invalid"))),
                Named.of("403", UpsStandIn.status(403, error("10403", "Blocked Merchant"))),
                Named.of("400 with another message", UpsStandIn.status(400, error("10400", "Malformed"))),
                Named.of("the refusal with another status", UpsStandIn.status(500, UpsStandIn.REFUSAL)),
                Named.of("HTML with status 200", UpsStandIn.status(200, HTML)),
                Named.of("nothing with status 200", UpsStandIn.status(200, "")),
                Named.of("half an answer", UpsStandIn.status(200, "{\"token_type\":\"Bearer\",\"acc")),
                Named.of("JSON of another shape", UpsStandIn.status(200, "[{\"access_token\":{}}]")),
                Named.of("noise", UpsStandIn.status(200, "\u0000\u0001}{")),
                Named.of("a lost connection", (exchange, token) -> exchange.close()));
    }

    @BeforeEach
    void optIn() {
        ups.close();
        ups = new UpsStandIn();
        service.empty();
        service.advance(Duration.ofDays(1)); // pauses of the test before are over
        grants = IntStream.range(0, GRANTS)
                .mapToObj(i -> GrantId.parse("c%d/odcs".formatted(i)))
                .toList();
        grants.forEach(grant -> service.optIn(grant, ups.issue(), Duration.ofHours(1)));
        service.advance(Duration.ofHours(26));
    }

    @AfterEach
    void close() {
        ups.close();
    }

    @ParameterizedTest
    @MethodSource("troubles")
    void ends_no_grant_and_when_it_is_over_all_are_renewed(Answer trouble) throws InterruptedException {
        ups.answerAllWith(trouble);
        for (int step = 0; step < STEPS; step++) {
            refreshDue();
            service.advance(STEP);
        }
        assertThat(ups.tried()).isNotEmpty();
        assertThat(grants)
                .allSatisfy(grant -> assertThat(active(grant).generation()).isEqualTo(1));

        ups.answerAllWith(null);
        passTimeUntilRefreshed();

        assertThat(grants)
                .allSatisfy(grant -> assertThat(active(grant).generation()).isEqualTo(2));
    }

    @Test
    void answers_lost_after_ups_rotated_end_nothing_while_that_lasts_and_then_just_the_grants_that_they_were_for()
            throws InterruptedException {
        ups.answerAllWith(ups.lost());
        for (int step = 0; step < STEPS; step++) {
            refreshDue();
            service.advance(STEP);
        }
        assertThat(grants)
                .allSatisfy(grant -> assertThat(active(grant).generation()).isEqualTo(1));
        Set<String> rotated = Set.copyOf(ups.tried());
        assertThat(rotated).isNotEmpty();

        ups.answerAllWith(null);
        passTimeUntilRefreshed();

        assertThat(grants.stream().map(service.grants()::find).filter(Ended.class::isInstance))
                .hasSize(rotated.size())
                .allSatisfy(grant -> assertThat(((Ended) grant).end()).isEqualTo(End.ROTATION_LOST));
        assertThat(grants.stream().map(service.grants()::find).filter(Active.class::isInstance))
                .hasSize(GRANTS - rotated.size())
                .allSatisfy(grant -> assertThat(grant.generation()).isEqualTo(2));
    }

    private void passTimeUntilRefreshed() throws InterruptedException {
        for (int step = 0; step < STEPS; step++) {
            refreshDue();
            service.advance(STEP);
        }
    }

    private void refreshDue() throws InterruptedException {
        var due = new DueRefreshes(
                ODCS,
                service.grants(),
                service.refreshes(),
                service.paces().of(ODCS),
                TestService.SETTINGS,
                service.clock());
        boolean more = true;
        while (more) {
            more = due.beginDue();
            await().pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(2))
                    .until(() -> service.paces().of(ODCS).underWay() == 0);
        }
    }

    private Active active(GrantId grant) {
        return (Active) service.grants().find(grant);
    }

    private static String error(String code, String message) {
        return "{\"response\":{\"errors\":[{\"code\":\"%s\",\"message\":\"%s\"}]}}".formatted(code, message);
    }
}
