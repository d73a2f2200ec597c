package com.deliveryhistory.optin.authorization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.deliveryhistory.optin.authorization.UpsSettings.ApplicationSettings;
import com.deliveryhistory.testing.Patience;
import com.deliveryhistory.testing.TestClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.security.oauth2.core.endpoint.PkceParameterNames;
import tools.jackson.databind.json.JsonMapper;

/** UPS takes a connection and a request, and never answers. */
class SlowUpsTests {

    @Test
    void who_waits_for_an_answer_that_does_not_come_is_told_so_in_time() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 0, InetAddress.getLoopbackAddress())) {
            TokenExchange exchange = exchange(URI.create("http://localhost:" + silent.getLocalPort()));

            assertThatExceptionOfType(ExchangeFailed.class)
                    .isThrownBy(() -> exchange.exchange(request(), "code"))
                    .satisfies(failed -> assertThat(failed.problem()).isEqualTo(OptInProblem.UPS_UNREACHABLE));
        }
    }

    private static TokenExchange exchange(URI ups) {
        UpsSettings settings = new UpsSettings(
                ups,
                null,
                Patience.LIMIT,
                Duration.ofMillis(200),
                Duration.ofMinutes(30),
                Map.of("odcs", new ApplicationSettings("sbx-client-odcs", "ODCS")));
        return new TokenExchange(
                settings,
                new UpsClients().clientRegistrations(settings, new OptInApplications(settings)),
                JsonMapper.shared(),
                TestClock.running());
    }

    private static OAuth2AuthorizationRequest request() {
        return OAuth2AuthorizationRequest.authorizationCode()
                .authorizationUri("https://ups.test/authorize")
                .clientId("sbx-client-odcs")
                .redirectUri("https://optin.test/login/oauth2/code/odcs")
                .state("state")
                .attributes(Map.of(
                        OAuth2ParameterNames.REGISTRATION_ID, "odcs", PkceParameterNames.CODE_VERIFIER, "verifier"))
                .build();
    }
}
