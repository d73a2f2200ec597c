package com.deliveryhistory.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.deliveryhistory.history.Upstream.Answer;
import com.deliveryhistory.history.operations.Desk;
import com.deliveryhistory.services.messaging.EventPublisher;
import com.deliveryhistory.testing.Said;
import com.deliveryhistory.testing.TestKafka;
import com.mongodb.client.MongoDatabase;
import io.prometheus.metrics.tracer.common.SpanContext;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.bson.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContext;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.client.RestClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What operators ask and do, beside the service as it runs. */
@HistoryTest
class OperatorCommandsTests extends CollectingFixture {

    @Autowired
    MongoDatabase database;

    @Autowired
    Callers callers;

    private final int port;
    private final ApplicationContext context;
    private final Desk desk;

    OperatorCommandsTests(
            @Autowired EventPublisher publisher,
            @Autowired Callers callers,
            @Autowired TestKafka kafka,
            @LocalServerPort int port,
            @Autowired ApplicationContext context) {
        super(publisher, callers, kafka, port);
        this.port = port;
        this.context = context;
        this.desk = new Desk(context);
    }

    @BeforeEach
    void the_company_has_a_history() {
        Instant before = clock.instant();
        company.optsIn();
        company.awaitCollected(before);
    }

    /** Exemplars would: the first metric makes the tracer, under a lock that a metric of the starting thread waits for. */
    @Test
    void no_metric_makes_a_bean() {
        assertThat(context.getBeanNamesForType(SpanContext.class)).isEmpty();
    }

    @Test
    void companies_are_listed_a_page_at_a_time() {
        String before = company.id().substring(0, company.id().length() - 1);

        Said first = desk.says("companies", "--limit", "1", "--after", before);

        assertThat(first.exitCode()).isZero();
        assertThat(first.out()).contains("GRANT", company.id() + "/intelligent-delivery-history", "COLLECTING");
        JsonNode json = json(desk.says("companies", "--json"));
        List<String> all = json.path("collections").values().stream()
                .map(collection -> collection.path("grant").asString())
                .toList();
        assertThat(all).contains(company.id() + "/intelligent-delivery-history").isSorted();
        assertThat(desk.says("companies", "--limit", "0").exitCode()).isEqualTo(2);
    }

    @Test
    void a_company_is_told_in_words_and_without_anything_of_its_packages() {
        // its scans are asked for in a turn of their own, which may be under way
        Said said = await().until(
                        () -> desk.says("company", company.id()),
                        now -> !now.out().contains("An instance works on it"));

        assertThat(said.exitCode()).isZero();
        assertThat(said.out())
                .containsPattern("packages +1\n")
                .containsPattern("state +COLLECTING, revision 1\n")
                .containsPattern("which means +In order; nothing to do.\n")
                .containsPattern("next look +20..-")
                .containsPattern("failures in a row +0\n")
                .containsPattern("lost +nothing\n")
                .doesNotContain(number, "EXAMPLE BUYER");
        company.isInvalidated();
        company.awaitCoverage(coverage -> coverage.path("state").asString().equals("PARKED"));
        assertThat(desk.says("company", company.id()).out())
                .contains("PARKED, PASSWORD_CHANGED", "An admin of the company has to opt in again");
    }

    @Test
    void who_never_opted_in_is_said_not_to_be_known() {
        for (String command : List.of("company", "collect")) {
            Said said = desk.says(command, "nobody-knows");

            assertThat(said.exitCode()).isEqualTo(1);
            assertThat(said.err().lines())
                    .singleElement()
                    .asString()
                    .contains("No opt-in of nobody-knows is known here");
        }
        assertThat(desk.says("erase", "nobody-knows", "--confirm", "nobody-knows")
                        .err())
                .contains("Nothing is known here of nobody-knows");
    }

    @Test
    void a_company_is_collected_now_and_not_within_the_hour() {
        Instant before = clock.instant();

        Said said = desk.says("collect", company.id());

        assertThat(said.exitCode()).as(said.err()).isZero();
        assertThat(said.out()).contains("is due now");
        company.awaitCollected(before);
    }

    @Test
    void without_an_opt_in_nothing_is_collected() {
        company.isInvalidated();
        company.awaitCoverage(coverage -> coverage.path("state").asString().equals("PARKED"));

        Said said = desk.says("collect", company.id());

        assertThat(said.exitCode()).isEqualTo(1);
        assertThat(said.err()).contains("nothing is collected. The opt-in has ended");
    }

    @Test
    void nothing_is_erased_without_the_companys_id_once_more() {
        for (List<String> wrong : List.of(List.<String>of(), List.of("--confirm", "globex"))) {
            Said said = desk.says(Stream.concat(Stream.of("erase", company.id()), wrong.stream())
                    .toArray(String[]::new));

            assertThat(said.exitCode()).isEqualTo(2);
            assertThat(said.err()).contains("--confirm");
        }
    }

    @Test
    void nothing_is_erased_while_the_opt_in_is_active() {
        Said said = desk.says("erase", company.id(), "--confirm", company.id());

        assertThat(said.exitCode()).isEqualTo(1);
        assertThat(said.err().lines())
                .singleElement()
                .asString()
                .contains("is active, and nothing was deleted", "has to withdraw");
        assertThat(packageStatus()).isEqualTo("DELIVERED");
    }

    @Test
    void of_an_erased_company_readers_get_nothing_but_that_and_when() {
        sent(company.id().toUpperCase(Locale.ROOT));
        company.isInvalidated();
        company.awaitCoverage(coverage -> coverage.path("state").asString().equals("PARKED"));
        Instant before = clock.instant();

        Said said = desk.says("erase", company.id(), "--confirm", company.id(), "--as", "maria");

        assertThat(said.exitCode()).as(said.err()).isZero();
        assertThat(said.out())
                .contains("packages: 1 deleted", "records: 2 deleted", "uploads: 1 deleted", "oldNumbers: 1 deleted")
                .contains("Everything that was kept of " + company.id() + " is deleted", "What stays");
        assertThat(company.read("/packages")).hasToString("{\"packages\":[]}");
        assertThat(company.read("/tracking-numbers")).hasToString("{\"uploads\":[]}");
        assertThat(company.get("/packages/" + number).getStatusCode().value()).isEqualTo(404);
        JsonNode coverage = company.coverage();
        assertThat(Instant.parse(coverage.path("erasedAt").asString()))
                .isBetween(before.minusMillis(1), clock.instant());
        assertThat(coverage.path("fetched").size()).isZero();
        assertThat(coverage.has("coveredFrom")).isFalse();
        for (String collection : database.listCollectionNames().into(new ArrayList<>())) {
            assertThat(database.getCollection(collection).find())
                    .as(collection)
                    .noneMatch(document -> document.toJson().contains(number));
        }
        assertThat(desk.says("company", company.id()).out())
                .contains("ERASED, PASSWORD_CHANGED", "Its history was erased. Nothing to do")
                .containsPattern("maria: erase " + company.id() + " .*-> erased: 0 intakes, 1 oldNumbers, 1 packages");
        assertThat(desk.says("erase", company.id(), "--confirm", company.id()).out())
                .contains("Nothing was left of " + company.id());
    }

    @Test
    void a_company_that_comes_back_begins_a_new_history() {
        company.isInvalidated();
        company.awaitCoverage(coverage -> coverage.path("state").asString().equals("PARKED"));
        assertThat(desk.says("erase", company.id(), "--confirm", company.id()).exitCode())
                .isZero();
        upstream.feed(company.id(), asked -> Answer.ok(Feeds.page(null, Feeds.origin(number, AT))));
        Instant before = clock.instant();

        company.optsIn();
        JsonNode coverage = company.awaitCollected(before);

        assertThat(packageStatus()).isEqualTo("IN_TRANSIT");
        assertThat(coverage.has("erasedAt")).isTrue();
    }

    @Test
    void every_command_is_audited_with_who_and_what_and_outcome() {
        desk.says("collect", company.id(), "--as", "maria");

        assertThat(desk.says("audit").out()).containsPattern("maria +collect " + company.id() + " --as maria +due now");
        assertThat(database.getCollection("audit").find(new Document("company", company.id())))
                .hasSize(1);
    }

    private void sent(String trackingNumber) {
        RestClient.create("http://localhost:" + port)
                .post()
                .uri("/v1/companies/" + company.id() + "/tracking-numbers")
                .header(HttpHeaders.AUTHORIZATION, "Bearer " + callers.token("optin-web", company.id()))
                .contentType(new MediaType("text", "csv", StandardCharsets.UTF_8))
                .body(trackingNumber)
                .retrieve()
                .toBodilessEntity();
    }

    private static JsonNode json(Said said) {
        assertThat(said.exitCode()).as(said.err()).isZero();
        return JsonMapper.shared().readTree(said.out());
    }
}
