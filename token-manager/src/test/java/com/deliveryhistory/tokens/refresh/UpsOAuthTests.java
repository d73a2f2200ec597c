package com.deliveryhistory.tokens.refresh;

import static org.assertj.core.api.Assertions.assertThat;

import com.deliveryhistory.events.Application;
import com.deliveryhistory.testing.Patience;
import com.deliveryhistory.tokens.UpsStandIn;
import com.deliveryhistory.tokens.refresh.Outcome.Refused;
import com.deliveryhistory.tokens.refresh.Outcome.Renewed;
import com.deliveryhistory.tokens.refresh.Outcome.TryLater;
import com.deliveryhistory.tokens.refresh.Outcome.Unclear;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class UpsOAuthTests {

    private static final Application ODCS = Application.ODCS;
    private static final MeterRegistry METRICS = new SimpleMeterRegistry();

    private final UpsStandIn server = new UpsStandIn();
    private final UpsOAuth ups = client(server.address());

    @AfterEach
    void close() {
        ups.close();
        server.close();
    }

    @Test
    void numbers_as_strings_are_read() {
        Outcome outcome = ups.refresh(ODCS, server.issue().refreshToken());

        assertThat(outcome)
                .isEqualTo(new Renewed(
                        "secret-at-2", "secret-rt-2", Duration.ofSeconds(3_599), Duration.ofSeconds(5_183_999)));
        assertThat(outcome.toString()).doesNotContain("secret");
    }

    @Test
    void fields_that_are_missing_or_make_no_sense_are_unknown() {
        server.answerWith(
                UpsStandIn.status(200, "{\"access_token\":\"a\"}"),
                UpsStandIn.status(
                        200, "{\"access_token\":\"a\",\"expires_in\":3599,\"refresh_token_expires_in\":\"-1\"}"),
                UpsStandIn.status(
                        200, "{\"access_token\":\"a\",\"expires_in\":\"soon\",\"refresh_token_expires_in\":null}"));

        assertThat(refresh()).isEqualTo(new Renewed("a", null, null, null));
        assertThat(refresh()).isEqualTo(new Renewed("a", null, Duration.ofSeconds(3_599), null));
        assertThat(refresh()).isEqualTo(new Renewed("a", null, null, null));
    }

    @Test
    void only_one_answer_is_a_refusal() {
        server.answerWith(UpsStandIn.status(400, UpsStandIn.REFUSAL));
        assertThat(refresh()).isEqualTo(new Refused());

        server.answerWith(
                UpsStandIn.status(401, UpsStandIn.REFUSAL),
                UpsStandIn.status(
                        400, "{\"response\":{\"errors\":[{\"code\":\"10400\",\"message\":\"Invalid Redirect URL\"}]}}"),
                UpsStandIn.status(
                        400,
                        "{\"response\":{\"errors\":[{\"code\":\"10401\",\"message\":\"Invalid Refresh Token\"}]}}"),
                UpsStandIn.status(403, ""),
                UpsStandIn.status(
                        429, "{\"response\":{\"errors\":[{\"code\":\"10429\",\"message\":\"Too Many Requests\"}]}}"));
        for (int i = 0; i < 4; i++) {
            assertThat(refresh()).isInstanceOf(TryLater.class);
        }
        assertThat(refresh())
                .isEqualTo(new TryLater("UPS answered 429, code 10429 (Too Many Requests)", Strain.THROTTLED, null));
    }

    @Test
    void what_ups_says_in_plain_words_is_told_and_what_may_be_a_secret_is_not() {
        server.answerWith(
                UpsStandIn.status(
                        400,
                        "{\"response\":{\"errors\":[{\"code\":\"10400\",\"message\":\"Invalid/Missing Authorization Header\"}]}}"),
                UpsStandIn.status(
                        400,
                        "{\"response\":{\"errors\":[{\"code\":\"10400\",\"message\":\"No such token: secret-rt-2\"}]}}"));

        assertThat(refresh())
                .isEqualTo(new TryLater(
                        "UPS answered 400, code 10400 (Invalid/Missing Authorization Header)", Strain.NONE, null));
        assertThat(refresh()).isEqualTo(new TryLater("UPS answered 400, code 10400", Strain.NONE, null));
    }

    @Test
    void an_answer_that_is_none_leaves_open_what_happened() {
        server.answerWith(
                UpsStandIn.status(200, "<html>Welcome</html>"),
                UpsStandIn.status(400, "<html>Invalid Refresh Token 10400</html>"),
                UpsStandIn.status(404, "<html>Not here</html>"),
                UpsStandIn.status(302, ""),
                UpsStandIn.status(408, ""),
                UpsStandIn.status(200, ""),
                UpsStandIn.status(200, "{\"access_token\":\"\"}"),
                UpsStandIn.status(200, "{\"access_token\":\"a\",\"status\":\"pending\"}"),
                UpsStandIn.status(503, ""),
                server.lost());
        for (int i = 0; i < 10; i++) {
            assertThat(refresh()).isInstanceOf(Unclear.class);
        }
    }

    @Test
    void a_call_ends_in_time_whether_the_answer_or_its_body_does_not_come() {
        server.answerWith(UpsStandIn.silence(), server.endless());

        try (UpsOAuth impatient = client(server.address(), Duration.ofMillis(500))) {
            for (int i = 0; i < 2; i++) {
                assertThat(impatient.refresh(ODCS, "some-token")).isInstanceOf(Unclear.class);
            }
        }
    }

    @Test
    void nobody_there_means_nothing_happened() throws Exception {
        int free;
        try (ServerSocket socket = new ServerSocket(0)) {
            free = socket.getLocalPort();
        }
        try (UpsOAuth nobody = client(URI.create("http://127.0.0.1:" + free))) {
            assertThat(nobody.refresh(ODCS, "rt")).isInstanceOf(TryLater.class);
        }
        assertThat(ups.refresh(new Application("unknown"), "rt"))
                .isEqualTo(new TryLater("ups.applications.unknown is not configured", Strain.NONE, null));
    }

    @Test
    void answers_are_counted_by_what_is_known_of_them_and_never_by_what_somebody_made_up() {
        server.answerWith(
                UpsStandIn.status(429, "{\"response\":{\"errors\":[{\"code\":\"10429\"}]}}"),
                UpsStandIn.status(418, "{\"response\":{\"errors\":[{\"code\":\"made-up-7\"}]}}"));
        refresh();
        refresh();

        assertThat(METRICS.get("ups.answers")
                        .tags("application", "odcs", "status", "429", "code", "10429")
                        .counter()
                        .count())
                .isPositive();
        assertThat(METRICS.get("ups.answers")
                        .tags("status", "4xx", "code", "other")
                        .counter()
                        .count())
                .isEqualTo(1);
    }

    private Outcome refresh() {
        return ups.refresh(ODCS, "some-token");
    }

    private static UpsOAuth client(URI address) {
        return client(address, Patience.LIMIT);
    }

    private static UpsOAuth client(URI address, Duration timeout) {
        UpsSettings settings = new UpsSettings(
                address, Patience.LIMIT, timeout, Map.of("odcs", new UpsSettings.Client("client", "secret")));
        return new UpsOAuth(settings, new RefreshMetrics(METRICS));
    }
}
