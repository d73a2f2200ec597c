package com.deliveryhistory.tokens.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.deliveryhistory.testing.DescribedInterface;
import com.deliveryhistory.testing.TestIdentities;
import com.deliveryhistory.tokens.access.Answer.Handed;
import com.deliveryhistory.tokens.access.Answer.NoGrant;
import com.deliveryhistory.tokens.access.Answer.NotActive;
import com.deliveryhistory.tokens.access.Answer.TooSoon;
import com.deliveryhistory.tokens.access.Answer.TryLater;
import com.deliveryhistory.tokens.custody.TokensUnreadable;
import com.deliveryhistory.tokens.grants.End;
import com.mongodb.MongoTimeoutException;
import com.nimbusds.jose.jwk.ECKey;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.json.JsonMapper;

/** The interface as callers meet it. Every answer here is held to the published description, and that one to them. */
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        classes = AccessInterface.class,
        properties = {
            "service-identity.name=token-manager",
            "access.callers.history-worker.applications=odcs",
            "access.callers.history-worker.rate.per-second=1000",
            "access.callers.history-worker.rate.burst=1000",
            "access.callers.hasty.applications=odcs",
            "access.callers.hasty.rate.per-second=1",
            "access.callers.hasty.rate.burst=2",
            "management.endpoint.health.validate-group-membership=false",
            "sealing.create-if-missing=true"
        })
class AccessInterfaceTests {

    private static final String TAKE = "/v1/grants/{companyId}/{application}/access-token";
    private static final String ACME = "/v1/grants/acme/odcs/access-token";
    private static final JsonMapper JSON = JsonMapper.shared();

    private static final Map<String, ECKey> KEYS = new HashMap<>();

    private static @Nullable DescribedInterface description;

    @TempDir
    static Path folder;

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI service;
    private final AccessInterface.Tokens tokens;

    AccessInterfaceTests(@LocalServerPort int port, @Autowired AccessInterface.Tokens tokens) throws Exception {
        this.service = URI.create("http://localhost:" + port);
        this.tokens = tokens;
    }

    @BeforeEach
    void readDescription() throws Exception {
        if (description == null) {
            description =
                    DescribedInterface.of(send(request("/v3/api-docs").GET()).body());
        }
    }

    @DynamicPropertySource
    static void settings(DynamicPropertyRegistry properties) {
        KEYS.putAll(TestIdentities.create(folder, "history-worker", "hasty"));
        KEYS.keySet()
                .forEach(caller -> properties.add(
                        "service-identity.trusted." + caller, () -> "file:" + folder.resolve(caller + ".jwks")));
        properties.add("sealing.key-file", () -> folder.resolve("sealing.json"));
    }

    @Test
    void a_token_is_told_with_its_generation_and_end_and_kept_by_no_cache() throws Exception {
        tokens.answer = (grant, refused) -> new Handed("secret", 7, Instant.parse("2026-07-14T10:00:00Z"));

        HttpResponse<String> answer = take("");

        assertThat(answer.body())
                .isEqualTo("{\"accessToken\":\"secret\",\"tokenType\":\"Bearer\",\"generation\":7,"
                        + "\"expiresAt\":\"2026-07-14T10:00:00Z\"}");
        assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
        described("post", TAKE, answer, 200);
    }

    @Test
    void an_ended_grant_says_state_and_reason() throws Exception {
        for (End end : End.values()) {
            tokens.answer = (grant, refused) -> new NotActive(end);

            HttpResponse<String> answer = take("{}");

            assertThat(JSON.readTree(answer.body()).path("state").asString())
                    .isEqualTo(end.state().name());
            assertThat(JSON.readTree(answer.body()).path("reason").asString(""))
                    .isEqualTo(end.reason() == null ? "" : end.reason().name());
            described("post", TAKE, answer, 409);
        }
    }

    @Test
    void without_a_grant_or_with_names_that_no_grant_can_have_there_is_none() throws Exception {
        tokens.answer = (grant, refused) -> new NoGrant();
        described("post", TAKE, take(""), 404);

        tokens.answer = (grant, refused) -> {
            throw new AssertionError("asked for " + grant);
        };
        for (String id : new String[] {"ACME/odcs", "acme/o%24cs", "a".repeat(64) + "/odcs", "-acme/odcs"}) {
            described("post", TAKE, send(authorized("/v1/grants/" + id + "/access-token", "history-worker")), 404);
        }
        described("post", TAKE, send(authorized("/v1/something/else", "history-worker")), 404);
    }

    @Test
    void whoever_must_wait_is_told_for_how_long() throws Exception {
        tokens.answer = (grant, refused) -> new TryLater(Obstacle.UPS_DOWN, Duration.ofMillis(3_100));
        HttpResponse<String> later = take("");
        described("post", TAKE, later, 503);
        assertThat(later.headers().firstValue("Retry-After")).contains("4");

        tokens.answer = (grant, refused) -> new TooSoon(Duration.ofSeconds(20));
        HttpResponse<String> tooSoon = take("{\"refusedGeneration\":3}");
        described("post", TAKE, tooSoon, 503);
        assertThat(tooSoon.headers().firstValue("Retry-After")).contains("20");
        assertThat(causeOf(tooSoon)).isEqualTo("RENEWED_TOKEN_REFUSED");
    }

    @Test
    void whoever_must_wait_is_told_why() throws Exception {
        for (Obstacle why : Obstacle.values()) {
            tokens.answer = (grant, refused) -> new TryLater(why, Duration.ofSeconds(1));
            HttpResponse<String> answer = take("");
            described("post", TAKE, answer, 503);
            assertThat(causeOf(answer)).isEqualTo(why.name());
            assertThat(send(request("/v3/api-docs").GET()).body()).contains(why + ": ");
            assertThat(JSON.readTree(answer.body()).path("detail").asString("")).isEqualTo(why.detail());
        }
    }

    @Test
    void what_cannot_be_read_or_opened_here_is_not_said_to_be_ups_fault() throws Exception {
        tokens.answer = (grant, refused) -> {
            throw new MongoTimeoutException("secret address");
        };
        HttpResponse<String> outage = take("");
        described("post", TAKE, outage, 503);
        assertThat(causeOf(outage)).isEqualTo("STORE_DOWN");
        assertThat(outage.body()).doesNotContain("secret address");

        tokens.answer = (grant, refused) -> {
            throw TokensUnreadable.belongElsewhere(grant);
        };
        HttpResponse<String> unreadable = take("");
        described("post", TAKE, unreadable, 503);
        assertThat(causeOf(unreadable)).isEqualTo("TOKENS_UNREADABLE");
    }

    private static String causeOf(HttpResponse<String> problem) {
        return JSON.readTree(problem.body()).path("cause").asString("");
    }

    @Test
    void a_fault_of_the_service_says_nothing_of_its_inside() throws Exception {
        tokens.answer = (grant, refused) -> {
            throw new IllegalStateException("x-secret");
        };

        HttpResponse<String> answer = take("");

        described("post", TAKE, answer, 500);
        assertThat(answer.body()).doesNotContain("x-secret", "Exception", "trace");
    }

    @Test
    void what_cannot_be_read_is_refused_without_saying_it_again() throws Exception {
        for (String body : new String[] {
            "{",
            "[]",
            "{\"refusedGeneration\":\"x-secret\"}",
            "{\"refusedGeneration\":-1}",
            "{\"refusedGeneration\":1e99999999999}",
            "{\"refusedGeneration\":1.5}",
            "{\"refusedGeneration\":" + "9".repeat(2000) + "}"
        }) {
            HttpResponse<String> answer = take(body);
            described("post", TAKE, answer, 400);
            assertThat(answer.body()).doesNotContain("x-secret");
        }
        described("post", TAKE, take("{\"x\":\"" + "y".repeat(5_000) + "\"}"), 413);
        described(
                "post",
                TAKE,
                send(authorized(ACME, "history-worker")
                        .setHeader("Content-Type", "text/plain")
                        .POST(BodyPublishers.ofString("3"))),
                415);
        described("post", TAKE, send(authorized(ACME, "history-worker").GET()), 405);
        tokens.answer = (grant, refused) -> new Handed("secret", 7, Instant.parse("2026-07-14T10:00:00Z"));
        described("post", TAKE, send(authorized(ACME, "history-worker").header("Accept", "text/html")), 406);
        described("post", TAKE, send(authorized("/v1/grants//odcs/access-token", "history-worker")), 400);
    }

    @Test
    void strangers_get_nothing_and_callers_only_their_applications() throws Exception {
        described("post", TAKE, send(request(ACME).POST(BodyPublishers.noBody())), 401);
        HttpResponse<String> forged =
                send(request(ACME).header("Authorization", "Bearer x.y.z").POST(BodyPublishers.noBody()));
        described("post", TAKE, forged, 401);
        assertThat(forged.headers().firstValue("WWW-Authenticate"))
                .hasValueSatisfying(challenge -> assertThat(challenge).startsWith("Bearer"));
        described("post", TAKE, send(authorized("/v1/grants/acme/other/access-token", "history-worker")), 403);
        assertThat(send(authorized("/anything/else", "history-worker")).statusCode())
                .isEqualTo(403);
    }

    @Test
    void a_hasty_caller_is_slowed_down_and_slows_down_nobody_else() throws Exception {
        tokens.answer = (grant, refused) -> new NoGrant();
        HttpResponse<String> first = send(authorized(ACME, "hasty"));
        assertThat(first.headers().firstValue("RateLimit-Policy")).contains("\"caller\";q=2;w=2");
        assertThat(first.headers().firstValue("RateLimit")).contains("\"caller\";r=1;t=0");

        HttpResponse<String> refused = first;
        for (int i = 0; i < 20 && refused.statusCode() != 429; i++) {
            refused = send(authorized(ACME, "hasty"));
        }

        described("post", TAKE, refused, 429);
        assertThat(refused.headers().firstValue("Retry-After")).contains("1");
        assertThat(take("").statusCode()).isEqualTo(404);
    }

    @Test
    void the_sealing_keys_are_public_and_only_their_public_part() throws Exception {
        described("get", "/v1/sealing-keys", send(request("/v1/sealing-keys").GET()), 200);
        described("get", "/v3/api-docs", send(request("/v3/api-docs").GET()), 200);
    }

    @Test
    void what_the_challenge_leads_to_says_how_tokens_are_taken() throws Exception {
        HttpResponse<String> challenge = send(request(ACME).POST(BodyPublishers.noBody()));
        String metadata = "/.well-known/oauth-protected-resource";

        assertThat(challenge.headers().firstValue("WWW-Authenticate"))
                .hasValueSatisfying(value -> assertThat(value).contains(service + metadata));
        described("get", metadata, send(request(metadata).GET()), 200);
    }

    @AfterAll
    static void nothing_is_described_that_does_not_happen() {
        Objects.requireNonNull(description).promisesNothingElse();
    }

    /** The answer has this status, and the status, headers, type and body that the description promises. */
    private static void described(String method, String path, HttpResponse<String> answer, int status) {
        Objects.requireNonNull(description).holds(method, path, answer, status);
    }

    private HttpResponse<String> take(String body) throws Exception {
        return send(authorized(ACME, "history-worker")
                .POST(body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body)));
    }

    private HttpRequest.Builder authorized(String path, String caller) {
        return request(path)
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + jwt(caller))
                .POST(BodyPublishers.noBody());
    }

    private static String jwt(String caller) {
        return TestIdentities.token(caller, Objects.requireNonNull(KEYS.get(caller)), "token-manager", Map.of());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(service.resolve(path));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return http.send(request.build(), BodyHandlers.ofString());
    }
}
