package com.deliveryhistory.optin.identityproviders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.deliveryhistory.optin.identityproviders.IdentityProviderSettings.CompanyProvider;
import com.deliveryhistory.testing.Patience;
import com.deliveryhistory.testing.TestClock;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.security.oauth2.core.oidc.OidcIdToken;
import org.springframework.security.oauth2.core.oidc.user.DefaultOidcUser;

/** However many people come, a provider is asked once what it publishes of itself. */
class DiscoveringProvidersTests {

    private static final int PEOPLE = 8;

    private final TestClock clock = TestClock.standingAt(Instant.parse("2026-01-01T00:00:00Z"));
    private final AtomicInteger asked = new AtomicInteger();
    private final CountDownLatch everybodyAsked = new CountDownLatch(PEOPLE);
    private volatile int status = 200;
    private volatile String endSession = "";
    private HttpServer server;
    private CompanyProvider provider;
    private IdentityProviderSettings settings;
    private IdentityProviders providers;

    DiscoveringProvidersTests() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        URI issuer = URI.create("http://localhost:" + server.getAddress().getPort());
        provider = new CompanyProvider(
                issuer, "optin-web", "secret", Set.of("acme.example"), false, true, false, Set.of(), Set.of(), true);
        settings = new IdentityProviderSettings(Map.of("acme", provider), Patience.LIMIT, Patience.LIMIT);
        providers = new IdentityProviders(settings, new ProviderCalls(settings), clock);
    }

    @BeforeEach
    void start() {
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::metadata);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void what_shows_a_second_factor_is_refused_for_a_provider_that_is_not_said_to_ask_for_one() {
        var asksForNone = new CompanyProvider(
                provider.issuer(), "optin-web", "secret", Set.of(), false, true, false, Set.of(), Set.of("mfa"), true);

        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> new IdentityProviderSettings(Map.of("acme", asksForNone), Patience.LIMIT, Patience.LIMIT))
                .withMessageStartingWith("identity-providers.of.acme.second-factor-done has to be true");
    }

    @Test
    void people_who_come_at_the_same_time_wait_for_the_same_answer() throws Exception {
        assertThat(peopleWhoAreLed()).isEqualTo(PEOPLE);

        assertThat(asked).hasValue(1);
    }

    @Test
    void one_that_fails_is_asked_once_and_again_after_a_while() throws Exception {
        status = 500;
        assertThat(peopleWhoAreLed()).isZero();
        assertThat(asked).hasValue(1);

        status = 200;
        assertThat(isLed()).isFalse();
        clock.advance(Duration.ofSeconds(15));
        assertThat(isLed()).isTrue();
    }

    @Test
    void who_signed_in_at_one_without_an_end_session_endpoint_is_told_that_the_session_there_goes_on()
            throws Exception {
        assertThat(whereSigningOutLeads()).isEqualTo("/sign-in?signed-out-here");
    }

    @Test
    void an_end_session_endpoint_that_is_less_safe_than_the_issuer_is_not_used() throws Exception {
        endSession = "ftp://localhost/end-session";
        assertThat(whereSigningOutLeads()).isEqualTo("/sign-in?signed-out-here");
    }

    @Test
    void who_signed_in_at_one_with_an_end_session_endpoint_is_led_there() throws Exception {
        endSession = provider.issuer() + "/end-session";
        assertThat(whereSigningOutLeads()).isEqualTo(ProviderSignOut.PAGE);
    }

    private String whereSigningOutLeads() throws Exception {
        Instant now = clock.instant();
        var person = new DefaultOidcUser(
                List.of(), new OidcIdToken("a.b.c", now, now.plusSeconds(60), Map.of("sub", "ann", "sid", "s-1")));
        var signOut = new ProviderSignOut(settings);
        var request = new MockHttpServletRequest("POST", "/sign-out");
        var response = new MockHttpServletResponse();
        Objects.requireNonNull(request.getSession())
                .setAttribute(ProviderSession.ATTRIBUTE, providers.session("acme", provider, person));
        signOut.logout(request, response, null);
        signOut.onLogoutSuccess(request, response, null);
        return String.valueOf(
                response.getRedirectedUrl() == null ? response.getForwardedUrl() : response.getRedirectedUrl());
    }

    private int peopleWhoAreLed() throws InterruptedException {
        try (ExecutorService people = Executors.newVirtualThreadPerTaskExecutor()) {
            return (int) people.invokeAll(Collections.<Callable<Boolean>>nCopies(PEOPLE, this::isLed)).stream()
                    .filter(led -> led.resultNow())
                    .count();
        }
    }

    private boolean isLed() {
        try {
            providers.request("acme", provider, new MockHttpServletRequest("GET", "/sso/acme"));
            return true;
        } catch (SignInFailed e) {
            assertThat(e.problem()).isEqualTo(SignInProblem.UNAVAILABLE);
            return false;
        }
    }

    /** Answers when everybody has asked, which takes as long as half a second only if not everybody does. */
    private void metadata(HttpExchange exchange) throws IOException {
        try (exchange) {
            asked.incrementAndGet();
            everybodyAsked.countDown();
            everybodyAsked.await(500, TimeUnit.MILLISECONDS);
            byte[] metadata = """
                    {"issuer":"%1$s","authorization_endpoint":"%1$s/authorize","token_endpoint":"%1$s/token",
                     "jwks_uri":"%1$s/jwks","subject_types_supported":["public"],"response_types_supported":["code"],
                     "id_token_signing_alg_values_supported":["RS256"]%2$s}""".formatted(
                            provider.issuer(),
                            endSession.isEmpty() ? "" : ",\"end_session_endpoint\":\"" + endSession + '"')
                    .getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(status, metadata.length);
            exchange.getResponseBody().write(metadata);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
