package com.deliveryhistory.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.deliveryhistory.history.Upstream.Answer;
import com.deliveryhistory.history.Upstream.PageAsked;
import com.deliveryhistory.services.messaging.EventPublisher;
import com.deliveryhistory.testing.TestKafka;
import com.deliveryhistory.testing.TopicRecord;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

@HistoryTest
class TroubleWithUpsTests extends CollectingFixture {

    private static final DateTimeFormatter FEED_TIME = DateTimeFormatter.ofPattern("yyyyMMddHHmmss");

    private static final String UNAUTHORIZED =
            "{\"response\":{\"errors\":[{\"code\":\"250002\",\"message\":\"Invalid Authentication Information\"}]}}";

    TroubleWithUpsTests(
            @Autowired EventPublisher publisher,
            @Autowired Callers callers,
            @Autowired TestKafka kafka,
            @LocalServerPort int port) {
        super(publisher, callers, kafka, port);
    }

    @Test
    void a_refused_token_is_replaced_once() {
        upstream.token(
                company.id(),
                asked -> Upstream.tokenOf(
                        company.id(), asked.refusedGeneration() == null ? 3 : asked.refusedGeneration() + 1));
        upstream.feed(
                company.id(),
                asked -> asked.authorization().endsWith("-3") ? new Answer(401, UNAUTHORIZED) : Answer.ok(delivered()));

        company.optsIn();
        company.awaitCollected(Instant.EPOCH);

        assertThat(upstream.tokensAsked(company.id()))
                .extracting(Upstream.TokenAsked::refusedGeneration)
                .containsExactly(null, 3L);
        assertThat(packageStatus()).isEqualTo("DELIVERED");
    }

    @Test
    void a_token_refused_again_is_an_outage_and_not_the_end() {
        upstream.feed(company.id(), asked -> new Answer(401, UNAUTHORIZED));

        company.optsIn();
        JsonNode coverage = company.awaitCoverage(current -> current.has("reason"));

        assertThat(coverage.path("state").asString()).isEqualTo("COLLECTING");
        assertThat(coverage.path("problem").asString()).isEqualTo("TOKEN_REFUSED");
        upstream.feed(company.id(), asked -> Answer.ok(delivered()));
        assertThat(company.awaitCollected(Instant.EPOCH).has("problem")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "UPS_THROTTLES, UPS_AWAY",
        "UPS_DOWN, UPS_AWAY",
        "UPS_REFUSES_CLIENT, UPS_AWAY",
        "RENEWED_TOKEN_REFUSED, UPS_AWAY",
        "STORE_DOWN, SYSTEM_AWAY",
        "ONE_THAT_IS_NOT_KNOWN_YET, SYSTEM_AWAY"
    })
    void where_token_manager_has_no_token_it_shows_whether_that_is_because_of_ups(String cause, String problem) {
        upstream.token(company.id(), asked -> new Answer(503, "{\"status\":503,\"cause\":\"" + cause + "\"}"));

        company.optsIn();
        JsonNode coverage = company.awaitCoverage(current -> current.has("problem"));

        assertThat(coverage.path("problem").asString()).isEqualTo(problem);
        assertThat(coverage.path("reason").asString()).isEqualTo("token-manager answered HTTP 503, " + cause);
    }

    @Test
    void a_company_of_which_ups_rejects_all_is_told_apart_from_an_outage() {
        upstream.feed(
                company.id(),
                asked -> new Answer(400, "{\"response\":{\"errors\":[{\"code\":\"1\",\"message\":\"name\"}]}}"));

        company.optsIn();
        JsonNode coverage = company.awaitCoverage(current -> current.has("problem"));

        assertThat(coverage.path("problem").asString()).isEqualTo("REQUEST_REJECTED");
        assertThat(coverage.path("rejected"))
                .isNotEmpty()
                .allSatisfy(span ->
                        assertThat(span.propertyNames()).containsExactlyInAnyOrder("from", "to", "cause", "reason"));
    }

    @Test
    void trouble_at_ups_delays_and_loses_nothing() {
        List<Answer> trouble = List.of(
                new Answer(429, "{\"response\":{\"errors\":[{\"code\":\"10429\",\"message\":\"Too Many Requests\"}]}}"),
                new Answer(503, ""),
                Answer.ok("<html>"),
                Answer.ok("{}"),
                new Answer(302, ""));
        AtomicInteger calls = new AtomicInteger();
        upstream.feed(company.id(), asked -> {
            int call = calls.getAndIncrement();
            return call < trouble.size() ? trouble.get(call) : Answer.ok(delivered());
        });

        company.optsIn();
        JsonNode coverage = company.awaitCollected(Instant.EPOCH);

        List<PageAsked> asked = upstream.pagesAsked(company.id());
        assertThat(asked.subList(0, trouble.size() + 1))
                .extracting(PageAsked::begin)
                .containsOnly(asked.getFirst().begin());
        assertThat(packageStatus()).isEqualTo("DELIVERED");
        assertThat(coverage.path("fetched")).hasSize(1);
        assertThat(coverage.path("lost")).isEmpty();
        assertThat(coverage.path("rejected")).isEmpty();
        assertThat(coverage.has("reason")).isFalse();
    }

    @Test
    void ups_says_itself_when_to_come_again() {
        upstream.feed(company.id(), asked -> Answer.ok("""
                {"QuantumViewResponse": {"Response": {"ResponseStatusCode": "0", "Error":
                  {"ErrorSeverity": "Transient", "ErrorCode": "9", "MinimumRetrySeconds": "300"}}}}"""));

        Instant before = clock.instant();

        company.optsIn();
        JsonNode coverage = company.awaitCoverage(current -> current.has("reason"));

        assertThat(coverage.path("problem").asString()).isEqualTo("UPS_AWAY");
        assertThat(Instant.parse(coverage.path("nextDueAt").asString())).isAfter(before.plusSeconds(290));
        assertThat(upstream.pagesAsked(company.id())).hasSize(1);
    }

    @Test
    void endless_pages_end() {
        upstream.feed(company.id(), asked -> Answer.ok(Feeds.page("again", Feeds.delivery(number, AT))));

        company.optsIn();
        await().until(() -> !company.deliveryEvents("DeliveryEventRecorded").isEmpty());

        assertThat(company.deliveryEvents("DeliveryEventRecorded")).hasSize(1);
        upstream.feed(company.id(), asked -> Answer.ok(delivered()));
        company.awaitCollected(Instant.EPOCH);
    }

    @Test
    void a_bookmark_that_ups_forgot_leads_back_to_the_first_page() {
        AtomicInteger firstPages = new AtomicInteger();
        upstream.feed(company.id(), asked -> {
            if (asked.bookmark() != null) {
                return new Answer(400, "{\"response\":{\"errors\":[{\"code\":\"1\",\"message\":\"bookmark\"}]}}");
            }
            return Answer.ok(
                    Feeds.page(firstPages.getAndIncrement() == 0 ? "stale" : null, Feeds.delivery(number, AT)));
        });

        company.optsIn();
        company.awaitCollected(Instant.EPOCH);

        assertThat(upstream.pagesAsked(company.id()).subList(0, 3))
                .extracting(PageAsked::bookmark)
                .containsExactly(null, "stale", null);
    }

    @Test
    void a_day_that_ups_rejects_holds_up_no_other_and_is_asked_for_again() {
        upstream.feed(
                company.id(),
                asked -> asked.begin()
                                .equals(upstream.pagesAsked(company.id())
                                        .getFirst()
                                        .end())
                        ? new Answer(400, "{\"response\":{\"errors\":[{\"code\":\"1\",\"message\":\"range\"}]}}")
                        : Answer.ok(delivered()));

        company.optsIn();
        JsonNode coverage = company.awaitCollected(Instant.EPOCH);

        assertThat(packageStatus()).isEqualTo("DELIVERED");
        assertThat(coverage.path("state").asString()).isEqualTo("COLLECTING");
        assertThat(coverage.path("rejected"))
                .isNotEmpty()
                .allSatisfy(span -> assertThat(span.path("cause").asString()).isEqualTo("REJECTED_BY_UPS"));
        upstream.feed(company.id(), asked -> Answer.ok(delivered()));
        clock.advance(Duration.ofMinutes(70));
        JsonNode complete =
                company.awaitCoverage(current -> current.path("rejected").isEmpty());
        assertThat(complete.path("fetched")).hasSize(1);
        assertThat(complete.path("lost")).isEmpty();
    }

    @Test
    void a_day_for_which_ups_always_says_that_it_fails_holds_up_no_other() {
        String failure = """
                {"QuantumViewResponse": {"Response": {"ResponseStatusCode": "0", "Error":
                  {"ErrorSeverity": "Transient", "ErrorCode": "9"}}}}""";
        upstream.feed(company.id(), asked -> {
            String first = upstream.pagesAsked(company.id()).getFirst().begin();
            String bad = FEED_TIME.format(LocalDateTime.parse(first, FEED_TIME).plusDays(4));
            boolean isAskedFor =
                    asked.begin().compareTo(bad) <= 0 && asked.end().compareTo(bad) > 0;
            return Answer.ok(isAskedFor ? failure : delivered());
        });

        company.optsIn();
        JsonNode coverage = await().until(this::afterItsPause, current -> current.has("lastSuccessAt"));

        assertThat(coverage.path("rejected")).isNotEmpty();
        assertThat(coverage.path("lost")).isEmpty();
        assertThat(packageStatus()).isEqualTo("DELIVERED");
    }

    /** The next turn begins now if the one before has ended. */
    private JsonNode afterItsPause() {
        JsonNode coverage = company.coverage();
        Instant due = Instant.parse(coverage.path("nextDueAt").asString("1970-01-01T00:00:00Z"));
        Duration pause = Duration.between(clock.instant(), due);
        if (pause.isPositive()) {
            clock.advance(pause);
        }
        return coverage;
    }

    @Test
    void what_cannot_be_understood_does_not_cost_what_can() {
        upstream.feed(
                company.id(),
                asked -> Answer.ok(
                        Feeds.page(null, "\"Exception\": [7, {\"Date\": \"20260713\"}]", Feeds.delivery(number, AT))));

        company.optsIn();
        company.awaitCollected(Instant.EPOCH);

        assertThat(packageStatus()).isEqualTo("DELIVERED");
        assertThat(company.deliveryEvents("DeliveryEventRecorded"))
                .extracting(TopicRecord::key)
                .containsExactly(number);
    }

    @Test
    void packages_that_tracking_fails_for_hold_up_no_other() {
        List<String> deliveries = List.of(number + "A", number + "B", number + "C");
        upstream.feed(company.id(), asked -> Answer.ok(Feeds.page(null, Feeds.deliveries(AT, deliveries))));
        upstream.tracking(number + "A", asked -> new Answer(503, ""));
        upstream.tracking(number + "B", asked -> Answer.ok("{\"trackResponse\":{\"shipment\":[]}}"));
        upstream.tracking(number + "C", asked -> Answer.ok(Feeds.tracked(number + "C")));

        company.optsIn();
        await().until(() -> !upstream.trackingAsked(number + "B").isEmpty());
        await().pollInterval(Duration.ofMillis(200)).until(() -> {
            clock.advance(Duration.ofMinutes(2));
            return company.read("/packages/" + number + "C").path("activities").size() == 2;
        });
    }

    @Test
    void a_package_without_scans_is_left_alone_after_a_few_attempts() {
        company.optsIn();
        awaitAttempt(1, Instant.EPOCH);
        for (int attempt = 2; attempt <= 5; attempt++) {
            Instant before = clock.instant();
            clock.advance(Duration.ofHours(20));
            awaitAttempt(attempt, before);
        }

        awaitScansOf(number + "LATER");

        assertThat(upstream.trackingAsked(number)).hasSize(5);
    }

    private void awaitAttempt(int attempt, Instant after) {
        await().until(() -> upstream.trackingAsked(number).size() >= attempt);
        company.awaitCollected(after);
    }

    /** Of a package that is delivered now: whatever was due before has been asked for, too. */
    private void awaitScansOf(String later) {
        upstream.tracking(later, asked -> Answer.ok(Feeds.tracked(later)));
        upstream.feed(company.id(), asked -> Answer.ok(Feeds.page(null, Feeds.deliveries(AT, List.of(number, later)))));
        clock.advance(Duration.ofHours(20));
        await().until(() ->
                company.read("/packages/" + later).path("activities").size() == 2);
    }
}
