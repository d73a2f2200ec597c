package com.deliveryhistory.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import com.deliveryhistory.history.Upstream.Answer;
import com.deliveryhistory.history.Upstream.PageAsked;
import com.deliveryhistory.services.messaging.EventPublisher;
import com.deliveryhistory.testing.TestKafka;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

@HistoryTest
class CollectingAHistoryTests extends CollectingFixture {

    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("uuuuMMddHHmmss");

    CollectingAHistoryTests(
            @Autowired EventPublisher publisher,
            @Autowired Callers callers,
            @Autowired TestKafka kafka,
            @LocalServerPort int port) {
        super(publisher, callers, kafka, port);
    }

    @Test
    void a_new_opt_in_is_followed_by_seven_days_of_history() {
        Instant before = clock.instant();

        company.optsIn();
        company.awaitCollected(before);

        List<PageAsked> asked = upstream.pagesAsked(company.id());
        assertThat(time(asked.getFirst().begin()))
                .isBetween(
                        before.minus(Duration.ofDays(7)),
                        before.minus(Duration.ofDays(7)).plusSeconds(660));
        assertThat(time(asked.getLast().end())).isAfterOrEqualTo(before.minusSeconds(1));
        for (int i = 1; i < asked.size(); i++) {
            assertThat(asked.get(i).begin()).isEqualTo(asked.get(i - 1).end());
        }
        assertThat(asked).allSatisfy(page -> {
            assertThat(Duration.between(time(page.begin()), time(page.end()))).isLessThanOrEqualTo(Duration.ofDays(1));
            assertThat(page.subscription()).isEqualTo("OutboundXML");
            assertThat(page.authorization()).isEqualTo("Bearer token-" + company.id() + "-1");
        });
        assertThat(packageStatus()).isEqualTo("DELIVERED");
        assertThat(company.deliveryEvents("DeliveryEventRecorded"))
                .hasSize(2)
                .allSatisfy(event -> assertThat(event.key()).isEqualTo(number));
        assertThat(company.deliveryEvents("HistoryCaughtUp")).hasSize(1);
        assertThat(company.coverage().path("state").asString()).isEqualTo("COLLECTING");
    }

    @Test
    void pages_are_followed_by_bookmark_with_the_original_request() {
        upstream.feed(company.id(), asked -> switch (asked.bookmark()) {
            case null -> Answer.ok(Feeds.page("first", Feeds.manifest(number, AT.minusDays(1))));
            case "first" -> Answer.ok(Feeds.page("second", Feeds.origin(number, AT.minusHours(9))));
            default -> Answer.ok(Feeds.page(null, Feeds.delivery(number, AT)));
        });
        Instant before = clock.instant();

        company.optsIn();
        company.awaitCollected(before);

        List<PageAsked> slice = upstream.pagesAsked(company.id()).subList(0, 3);
        assertThat(slice).extracting(PageAsked::bookmark).containsExactly(null, "first", "second");
        assertThat(slice)
                .extracting(PageAsked::begin)
                .containsOnly(slice.getFirst().begin());
        assertThat(slice)
                .extracting(PageAsked::end)
                .containsOnly(slice.getFirst().end());
        assertThat(company.deliveryEvents("DeliveryEventRecorded")).hasSize(3);
    }

    @Test
    void later_collections_overlap_and_double_nothing() {
        company.optsIn();
        Instant first = coveredTo(company.awaitCollected(Instant.EPOCH));
        int asked = upstream.pagesAsked(company.id()).size();

        clock.advance(Duration.ofMinutes(70));
        company.awaitCoverage(coverage -> coveredTo(coverage).isAfter(first.plusSeconds(60)));

        assertThat(upstream.pagesAsked(company.id())).hasSize(asked + 1);
        PageAsked second = upstream.pagesAsked(company.id()).getLast();
        assertThat(time(second.begin())).isCloseTo(first.minus(14, ChronoUnit.HOURS), within(1, ChronoUnit.SECONDS));
        assertThat(company.deliveryEvents("DeliveryEventRecorded")).hasSize(2);
        assertThat(company.deliveryEvents("HistoryCaughtUp")).hasSize(1);
    }

    @Test
    void replayed_grant_events_restart_nothing() {
        var activated = company.optsIn();
        company.awaitCollected(Instant.EPOCH);
        int asked = upstream.pagesAsked(company.id()).size();

        company.publish(activated);
        company.publish(activated);
        company.awaitAllRead();
        whatIsDueNowIsDone();

        assertThat(upstream.pagesAsked(company.id())).hasSize(asked);
        assertThat(company.deliveryEvents("DeliveryEventRecorded")).hasSize(2);
    }

    @Test
    void an_activation_that_is_told_again_restarts_nothing() {
        company.optsIn();
        Instant first = coveredTo(company.awaitCollected(Instant.EPOCH));
        int asked = upstream.pagesAsked(company.id()).size();

        company.isToldAgainToBeActive();
        company.awaitAllRead();
        whatIsDueNowIsDone();
        assertThat(upstream.pagesAsked(company.id())).hasSize(asked);

        clock.advance(Duration.ofMinutes(70));
        company.awaitCoverage(coverage -> coveredTo(coverage).isAfter(first.plusSeconds(60)));
        assertThat(company.deliveryEvents("HistoryCaughtUp")).hasSize(1);
    }

    @Test
    void who_missed_an_activation_begins_when_it_or_what_followed_is_told_again() {
        company.optsIn();
        company.awaitCollected(Instant.EPOCH);
        company.isInvalidated();
        company.awaitCoverage(coverage -> coverage.path("state").asString("").equals("PARKED"));

        company.isToldAgainToRunOut();

        await().until(() -> company.deliveryEvents("HistoryCaughtUp").size() == 2);
    }

    @Test
    void token_managers_refusal_parks_at_once() {
        upstream.token(
                company.id(),
                asked -> new Answer(409, "{\"state\": \"INVALIDATED\", \"reason\": \"REFRESH_REJECTED\"}"));

        company.optsIn();
        JsonNode coverage = company.awaitCoverage(
                current -> current.path("state").asString("").equals("PARKED"));

        assertThat(coverage.path("reason").asString()).isEqualTo("REFRESH_REJECTED");
        assertThat(upstream.pagesAsked(company.id())).isEmpty();
    }

    @Test
    void after_an_invalidation_nothing_is_asked_and_a_new_opt_in_goes_on_from_the_checkpoint() {
        AtomicInteger pages = new AtomicInteger();
        upstream.feed(company.id(), asked -> {
            if (pages.incrementAndGet() == 2) {
                company.isInvalidated();
                company.awaitCoverage(
                        coverage -> coverage.path("state").asString("").equals("PARKED"));
            }
            return Answer.ok(Feeds.page("page-" + pages.get(), Feeds.manifest(number, AT.minusMinutes(pages.get()))));
        });

        company.optsIn();
        await().until(() -> company.deliveryEvents("DeliveryEventRecorded").size() == 2);

        assertThat(company.coverage().path("reason").asString()).isEqualTo("PASSWORD_CHANGED");
        assertThat(upstream.pagesAsked(company.id())).hasSize(2);
        upstream.feed(company.id(), asked -> Answer.ok(delivered()));
        company.optsIn();
        company.awaitCollected(Instant.EPOCH);
        List<PageAsked> asked = upstream.pagesAsked(company.id());
        assertThat(asked.get(2).bookmark()).isEqualTo("page-2");
        assertThat(asked.get(2).begin()).isEqualTo(asked.getFirst().begin());
        assertThat(company.deliveryEvents("HistoryCaughtUp")).hasSize(1);
    }

    @Test
    void what_became_too_old_while_parked_is_reported_as_lost() {
        company.optsIn();
        Instant covered = coveredTo(company.awaitCollected(Instant.EPOCH));
        company.isInvalidated();
        company.awaitCoverage(coverage -> coverage.path("state").asString("").equals("PARKED"));

        clock.advance(Duration.ofDays(9));
        company.optsIn();
        JsonNode coverage = company.awaitCollected(covered.plus(Duration.ofDays(8)));

        JsonNode lost = coverage.path("lost").path(0);
        assertThat(Instant.parse(lost.path("from").asString())).isEqualTo(covered);
        assertThat(lost.path("to").asString())
                .isEqualTo(coverage.path("coveredFrom").asString());
        assertThat(lost.path("reason").asString()).isEqualTo("PASSWORD_CHANGED");
        assertThat(lost.path("cause").asString()).isEqualTo("GRANT_NOT_ACTIVE");
        assertThat(coverage.path("fetched")).hasSize(2);
        assertThat(company.deliveryEvents("HistoryCaughtUp"))
                .hasSize(2)
                .last()
                .satisfies(event -> assertThat(event.value()).contains("GRANT_NOT_ACTIVE"));
        assertThat(company.deliveryEvents("DeliveryEventRecorded")).hasSize(2);
    }

    @Test
    void a_delivered_package_gets_its_scans_once() {
        upstream.tracking(number, asked -> Answer.ok(Feeds.tracked(number)));

        company.optsIn();
        await().until(() ->
                company.read("/packages/" + number).path("activities").size() == 3);

        company.awaitCollected(Instant.EPOCH);
        Instant before = clock.instant();
        clock.advance(Duration.ofMinutes(70));
        company.awaitCollected(before);
        assertThat(upstream.trackingAsked(number)).hasSize(1);
        assertThat(upstream.trackingAsked(number).getFirst().accept()).isEqualTo("application/json");
        assertThat(upstream.pagesAsked(company.id()).getFirst().accept()).isEqualTo("application/json");
        assertThat(company.read("/packages/" + number)
                        .path("activities")
                        .path(1)
                        .path("description")
                        .asString())
                .isEqualTo("Arrived at Facility");
    }

    /** Another company opts in, and has all its turns. */
    private void whatIsDueNowIsDone() {
        Company witness = company.another();
        witness.optsIn();
        witness.awaitCollected(Instant.EPOCH);
    }

    private static Instant coveredTo(JsonNode coverage) {
        return Instant.parse(coverage.path("coveredTo").asString("1970-01-01T00:00:00Z"));
    }

    private static Instant time(String stamp) {
        return LocalDateTime.parse(stamp, STAMP).toInstant(ZoneOffset.UTC);
    }
}
