package com.deliveryhistory.history.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.deliveryhistory.events.Application;
import com.deliveryhistory.events.CompanyId;
import com.deliveryhistory.events.GrantId;
import com.deliveryhistory.history.Callers;
import com.deliveryhistory.history.Company;
import com.deliveryhistory.history.Feeds;
import com.deliveryhistory.history.HistoryTest;
import com.deliveryhistory.history.feed.FeedAnswer.Page;
import com.deliveryhistory.history.feed.FeedPages;
import com.deliveryhistory.history.records.Intake;
import com.deliveryhistory.services.messaging.EventPublisher;
import com.deliveryhistory.testing.TestKafka;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalManagementPort;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.client.RestClient;
import tools.jackson.databind.JsonNode;

@HistoryTest
class ReadingAHistoryTests {

    private static final LocalDateTime AT = LocalDateTime.parse("2026-07-13T10:00:00");

    @Autowired
    Intake intake;

    @Autowired
    Callers callers;

    @LocalManagementPort
    int managementPort;

    final RestClient http;
    final Company company;

    ReadingAHistoryTests(
            @Autowired EventPublisher publisher,
            @Autowired Callers callers,
            @Autowired TestKafka kafka,
            @LocalServerPort int port) {
        http = RestClient.builder()
                .baseUrl("http://localhost:" + port)
                .defaultStatusHandler(status -> true, (request, response) -> {})
                .build();
        company = new Company(publisher, http, callers, kafka);
    }

    @Test
    void a_package_is_told_whole() {
        taken(
                Feeds.manifest("1Z1", AT),
                Feeds.exception("1Z1", AT.plusHours(1)),
                Feeds.delivery("1Z1", AT.plusHours(2)));

        JsonNode parcel = company.read("/packages/1Z1");

        assertThat(parcel).hasToString("""
                {"trackingNumber":"1Z1","status":"DELIVERED","updatedAt":"2026-07-13T12:00:00","shipperNumber":"A1B2C3",\
                "shipFrom":{"name":"ACME"},\
                "shipTo":{"name":"EXAMPLE BUYER","street":"100 SAMPLE ST","city":"ROSWELL","state":"GA","postalCode":"30076",\
                "country":"US"},"references":["PO-1","SO-1"],"pickedUpAt":"2026-07-13T11:00:00",\
                "deliveredAt":"2026-07-13T12:00:00",\
                "deliveryLocation":"FRONT DOOR","signedBy":"BUYER","scheduledDelivery":"2026-07-15",\
                "proofOfDelivery":{"at":"2026-07-13T12:00:00","to":{"street":"100 SAMPLE STREET","city":"ROSWELL",\
                "state":"GA","postalCode":"30076","country":"US"},"location":"FRONT DOOR","signedBy":"BUYER"},\
                "exceptions":[{"at":"2026-07-13T11:00:00","statusCode":"X1","status":"RECEIVER NOT AVAILABLE",\
                "reasonCode":"01","reason":"CUSTOMER NOT AVAILABLE","resolutionCode":"01",\
                "resolution":"DELIVERY RESCHEDULED","city":"ROSWELL","state":"GA"}],\
                "activities":[{"at":"2026-07-13T12:00:00","kind":"DELIVERY","description":"Delivered","city":"ROSWELL",\
                "state":"GA"},{"at":"2026-07-13T11:00:00","kind":"EXCEPTION","description":"RECEIVER NOT AVAILABLE",\
                "city":"ROSWELL","state":"GA"},{"at":"2026-07-13T10:00:00","kind":"MANIFEST",\
                "description":"Label created"}]}""");
    }

    @Test
    void packages_come_newest_first_and_pages_stay_put_when_packages_come_in() {
        for (int i = 0; i < 5; i++) {
            taken(Feeds.origin("1Z" + i, AT.plusMinutes(i / 2)));
        }

        List<String> seen = new ArrayList<>();
        JsonNode page = company.read("/packages?limit=2");
        seen.addAll(numbers(page));
        taken(Feeds.origin("1ZNEW", AT.plusHours(1)));
        while (page.has("nextCursor")) {
            page = company.read(
                    "/packages?limit=2&cursor=" + page.path("nextCursor").asString());
            seen.addAll(numbers(page));
        }

        assertThat(seen).containsExactly("1Z4", "1Z3", "1Z2", "1Z1", "1Z0");
        assertThat(numbers(company.read("/packages"))).startsWith("1ZNEW").hasSize(6);
    }

    @Test
    void an_unknown_company_has_an_empty_history() {
        assertThat(company.read("/packages")).hasToString("{\"packages\":[]}");
        assertThat(company.read("/coverage")).hasToString("{\"coverages\":[]}");
    }

    @Test
    void an_unknown_package_is_a_problem() {
        problem(company.get("/packages/1ZNOWHERE"), 404);
    }

    @Test
    void a_bad_parameter_is_named() {
        for (String parameter : List.of("limit=0", "limit=201", "limit=many", "cursor=x", "cursor=bm90IG9uZQ")) {
            JsonNode problem = problem(company.get("/packages?" + parameter), 400);
            assertThat(problem.path("parameter").asString()).isEqualTo(parameter.substring(0, parameter.indexOf('=')));
        }
    }

    @Test
    void nobody_without_a_token_gets_in() {
        problem(http.get().uri("/v1/companies/acme/packages").retrieve().toEntity(JsonNode.class), 401);
        problem(ask("acme", callers.token("stranger", "acme")), 401);
        problem(ask("acme", "nonsense"), 401);
    }

    @Test
    void a_token_is_good_for_its_company_alone() {
        problem(ask("globex", callers.token("optin-web", "acme")), 403);
    }

    @Test
    void operators_see_whether_it_lives_and_what_it_does() {
        assertThat(http.get()
                        .uri("/livez")
                        .retrieve()
                        .toBodilessEntity()
                        .getStatusCode()
                        .value())
                .isEqualTo(200);
        assertThat(http.get()
                        .uri("/readyz")
                        .retrieve()
                        .toBodilessEntity()
                        .getStatusCode()
                        .value())
                .isEqualTo(200);
        String metrics = RestClient.create("http://localhost:" + managementPort)
                .get()
                .uri("/actuator/prometheus")
                .retrieve()
                .body(String.class);
        assertThat(metrics)
                .contains(
                        "history_due{",
                        "history_due_age_seconds{",
                        "history_behind{",
                        "history_parked{",
                        "history_pace_per_second{",
                        "history_records_stored_total",
                        "history_records_unreadable_total");
    }

    private void taken(String... kinds) {
        GrantId grant = new GrantId(new CompanyId(company.id()), Application.INTELLIGENT_DELIVERY_HISTORY);
        intake.take(grant, List.of((Page) FeedPages.parse(grant, Feeds.page(null, kinds))));
    }

    private ResponseEntity<JsonNode> ask(String companyId, String token) {
        return http.get()
                .uri("/v1/companies/" + companyId + "/packages")
                .header(HttpHeaders.AUTHORIZATION, "Bearer " + token)
                .retrieve()
                .toEntity(JsonNode.class);
    }

    private static JsonNode problem(ResponseEntity<JsonNode> answer, int status) {
        assertThat(answer.getStatusCode().value()).isEqualTo(status);
        assertThat(answer.getHeaders().getContentType()).isEqualTo(MediaType.APPLICATION_PROBLEM_JSON);
        JsonNode body = answer.getBody();
        assertThat(body).isNotNull();
        assertThat(body.path("status").asInt()).isEqualTo(status);
        return body;
    }

    private static List<String> numbers(JsonNode page) {
        return page.path("packages").values().stream()
                .map(parcel -> parcel.path("trackingNumber").asString())
                .toList();
    }
}
