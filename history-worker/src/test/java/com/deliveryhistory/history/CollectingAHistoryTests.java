package com.deliveryhistory.history;

import static org.assertj.core.api.Assertions.assertThat;

import com.deliveryhistory.history.Upstream.Answer;
import com.deliveryhistory.history.Upstream.PageAsked;
import com.deliveryhistory.services.messaging.EventPublisher;
import com.deliveryhistory.testing.TestKafka;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.web.client.RestClient;

@HistoryTest
class CollectingAHistoryTests {

    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("uuuuMMddHHmmss");
    private static final LocalDateTime AT = LocalDateTime.parse("2026-07-13T13:52:07");

    @Autowired
    Upstream upstream;

    @Autowired
    TestClock clock;

    Company company;

    CollectingAHistoryTests(
            @Autowired EventPublisher publisher,
            @Autowired Callers callers,
            @Autowired TestKafka kafka,
            @LocalServerPort int port) {
        company = new Company(publisher, RestClient.create("http://localhost:" + port), callers, kafka);
    }

    @BeforeEach
    void one_package_was_announced_and_delivered() {
        upstream.feed(
                company.id(),
                asked -> Answer.ok(Feeds.page(
                        null,
                        Feeds.manifest("1Z" + company.id(), AT.minusDays(1)),
                        Feeds.delivery("1Z" + company.id(), AT))));
    }

    @Test
    void a_new_opt_in_is_followed_by_seven_days_of_history() {
        Instant before = clock.instant();

        company.optsIn();
        company.awaitCollected(before);

        List<PageAsked> asked = upstream.pagesAsked(company.id());
        Instant begin = time(asked.getFirst().begin());
        assertThat(begin)
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
        assertThat(company.read("/packages")
                        .path("packages")
                        .path(0)
                        .path("status")
                        .asString())
                .isEqualTo("DELIVERED");
        assertThat(company.deliveryEvents("DeliveryEventRecorded")).hasSize(2);
        assertThat(company.deliveryEvents("HistoryCaughtUp")).hasSize(1);
    }

    private static Instant time(String stamp) {
        return LocalDateTime.parse(stamp, STAMP).toInstant(ZoneOffset.UTC);
    }
}
