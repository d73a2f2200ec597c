package com.deliveryhistory.history.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.deliveryhistory.history.Company;
import com.deliveryhistory.history.Feeds;
import com.deliveryhistory.history.collection.LostSpan;
import com.deliveryhistory.history.collection.Problem;
import com.deliveryhistory.services.messaging.EventPublisher;
import com.deliveryhistory.testing.DescribedInterface;
import com.deliveryhistory.testing.DescribedInterface.Operation;
import com.deliveryhistory.testing.TestKafka;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.web.client.RestClient;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.JsonNode;

/** The interface as callers meet it. Answers are held to the published description. */
class InterfaceTests extends ReadingFixture {

    private static final String BASE = "/v1/companies/{companyId}";
    private static final String METADATA = "/.well-known/oauth-protected-resource";
    private static final List<String> TAGGED =
            List.of("/packages", "/packages/1Z1", "/summary", "/coverage", "/tracking-numbers");

    @Autowired
    RequestMappingHandlerMapping mappings;

    @Autowired
    EventPublisher publisher;

    @Autowired
    TestKafka kafka;

    private DescribedInterface description = DescribedInterface.of("{}");

    @BeforeEach
    void readDescription() {
        description = description();
    }

    @Test
    void every_route_is_described_and_nothing_else() {
        List<String> routes = mappings.getHandlerMethods().keySet().stream()
                .flatMap(mapping -> mapping.getMethodsCondition().getMethods().stream()
                        .flatMap(method -> mapping.getPatternValues().stream()
                                .map(path -> method.name().toLowerCase(Locale.ROOT) + " " + path)))
                .distinct()
                .toList();
        List<String> described = description.operations().stream()
                .filter(operation -> !operation.path().equals(METADATA)) // Spring Security answers it
                .map(operation -> operation.method() + " " + operation.path())
                .toList();

        assertThat(described).containsExactlyInAnyOrderElementsOf(routes);
    }

    @Test
    void no_route_is_open_to_strangers_or_to_other_companies() {
        for (Operation route : secured()) {
            HttpRequest.Builder without = unauthorized(route);
            described(route, send(without), 401);
            described(
                    route,
                    send(unauthorized(route).header("Authorization", "Bearer " + callers.token("stranger", company))),
                    401);
            described(
                    route,
                    send(unauthorized(route).header("Authorization", "Bearer " + callers.token("optin-web", "other"))),
                    403);
        }
        assertThat(send(HttpRequest.newBuilder(docs().resolve("/v1/else"))
                                .header("Authorization", "Bearer " + callers.token("optin-web", company)))
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void a_caller_that_runs_wild_is_slowed_down_on_every_route() {
        for (Operation route : secured()) {
            HttpResponse<String> answer = send(authorized(route, "hasty"));
            for (int i = 0; i < 20 && answer.statusCode() != 429; i++) {
                answer = send(authorized(route, "hasty"));
            }
            described(route, answer, 429);
        }
        assertThat(get("/packages").statusCode()).isEqualTo(200);
    }

    @Test
    void answers_are_as_described() {
        told(
                Feeds.manifest("1Z1", AT),
                Feeds.exception("1Z1", AT.plusHours(1)),
                Feeds.delivery("1Z1", AT.plusHours(2)),
                Feeds.origin("1Z2", AT));

        described("/packages", get("/packages?limit=1"), 200);
        described("/packages/{trackingNumber}", get("/packages/1Z1"), 200);
        described("/packages/{trackingNumber}", get("/packages/1Z3"), 404);
        described("/packages/{trackingNumber}", get("/packages/" + "9".repeat(300)), 404);
        described("/packages.csv", get("/packages.csv"), 200);
        described("/summary", get("/summary?from=2026-07-01&to=2026-07-31"), 200);
        described("/coverage", get("/coverage"), 200);
        description.holds("get", "/v3/api-docs", send(HttpRequest.newBuilder(docs())), 200);
        description.holds("get", METADATA, send(HttpRequest.newBuilder(docs().resolve(METADATA))), 200);
    }

    @Test
    void the_coverage_of_a_company_that_has_been_collected_is_as_described() {
        Company collected =
                new Company(company, publisher, RestClient.create("http://localhost:" + port), callers, kafka);
        collected.optsIn();
        collected.awaitCoverage(coverage -> coverage.has("lastSuccessAt"));

        HttpResponse<String> coverage = get("/coverage");

        described("/coverage", coverage, 200);
        assertThat(JSON.readTree(coverage.body()).at("/coverages/0/fetched").size())
                .isEqualTo(1);
    }

    @Test
    void who_has_an_answer_is_told_only_that_it_is_still_so() {
        told(Feeds.origin("1Z1", AT));

        for (String path : TAGGED) {
            String tag = get(path).headers().firstValue("ETag").orElseThrow();
            HttpResponse<String> same = send(request(path).header("If-None-Match", "\"other\", " + tag));
            described(path.replace("1Z1", "{trackingNumber}"), same, 304);
        }
        String before = get("/packages").headers().firstValue("ETag").orElseThrow();
        told(Feeds.delivery("1Z1", AT.plusHours(1)));
        assertThat(send(request("/packages").header("If-None-Match", before)).statusCode())
                .isEqualTo(200);
        assertThat(get("/packages.csv").headers().firstValue("ETag")).isEmpty();
    }

    @Test
    void a_parameter_that_makes_no_sense_is_named_and_not_repeated() {
        for (String parameter : List.of(
                "limit=0",
                "limit=201",
                "limit=x-secret",
                "cursor=x-secret",
                "cursor=bm90IG9uZQ",
                "order=x-secret",
                "from=x-secret",
                "from=2026-02-30",
                "to=20260713",
                "to=2026-07-12&from=2026-07-13",
                "from=%2B12026-07-13",
                "status=x-secret",
                "status=DELIVERED,delivered",
                "status=%20",
                "text=x",
                "text=--%2B",
                "text=" + "x".repeat(101),
                "text=a+b+c+d+e+f+g+h+i")) {
            named("/packages", parameter);
        }
        for (String parameter : List.of(
                "from=2025-01-01&to=2026-07-13",
                "to=2026-07-12&from=2026-07-13",
                "to=-999999999-01-01",
                "to=x-secret")) {
            named("/summary", parameter);
        }
        named("/packages.csv", "from=x-secret");
    }

    @Test
    void whatever_else_is_wrong_with_a_request_is_answered_as_described() {
        for (Operation route : secured()) {
            described(route, send(authorized(route, "optin-web").method("PATCH", BodyPublishers.noBody())), 405);
        }
        described("/packages", send(request("/packages").header("Accept", "text/html")), 406);
        HttpResponse<String> malformed = get("/packages;a");
        described("/packages", malformed, 400);
        assertThat(JSON.readTree(malformed.body()).path("instance").asString())
                .isEqualTo(address("/packages;a").getPath());
        described("/packages/{trackingNumber}", get("/packages/a%2Fb"), 400);
    }

    @Test
    void values_of_which_there_may_come_more_are_described_all_the_same() {
        String described = send(HttpRequest.newBuilder(docs())).body();

        assertThat(LostSpan.Cause.values())
                .allSatisfy(cause -> assertThat(described).containsPattern("\\b" + cause + ": "));
        assertThat(Problem.values())
                .allSatisfy(problem -> assertThat(described).containsPattern("\\b" + problem + "( and \\w+)?: "));
    }

    private void named(String path, String parameter) {
        HttpResponse<String> answer = get(path + "?" + parameter);
        described(path, answer, 400);
        JsonNode problem = JSON.readTree(answer.body());
        String name = problem.path("parameter").asString();
        assertThat(name).as(parameter).isEqualTo(parameter.substring(0, parameter.indexOf('=')));
        assertThat(problem.path("detail").asString()).startsWith(name + " ").doesNotContain("x-secret");
    }

    private void described(String path, HttpResponse<String> answer, int status) {
        description.holds("get", BASE + path, answer, status);
    }

    private void described(Operation route, HttpResponse<String> answer, int status) {
        description.holds(route.method(), route.path(), answer, status);
    }

    private List<Operation> secured() {
        List<Operation> secured =
                description.operations().stream().filter(Operation::secured).toList();
        assertThat(secured).extracting(Operation::path).allMatch(path -> path.startsWith(BASE));
        assertThat(secured).hasSizeGreaterThan(4);
        return secured;
    }

    private HttpRequest.Builder authorized(Operation route, String caller) {
        return unauthorized(route).header("Authorization", "Bearer " + callers.token(caller, company));
    }

    private HttpRequest.Builder unauthorized(Operation route) {
        String path = route.path().substring(BASE.length()).replaceAll("\\{\\w+}", "x");
        return HttpRequest.newBuilder(address(path))
                .header("Content-Type", "text/csv")
                .method(route.method().toUpperCase(Locale.ROOT), BodyPublishers.noBody());
    }

    private URI docs() {
        return address("").resolve("/v3/api-docs");
    }
}
