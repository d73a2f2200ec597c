package com.deliveryhistory.history;

import com.deliveryhistory.history.Upstream.Answer;
import com.deliveryhistory.services.messaging.EventPublisher;
import com.deliveryhistory.testing.TestClock;
import com.deliveryhistory.testing.TestKafka;
import java.time.LocalDateTime;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.web.client.RestClient;

/** A company of each test's own, of which UPS knows one package. */
abstract class CollectingFixture {

    static final LocalDateTime AT = LocalDateTime.parse("2026-07-13T13:52:07");

    @Autowired
    Upstream upstream;

    @Autowired
    TestClock clock;

    final Company company;
    final String number;

    CollectingFixture(EventPublisher publisher, Callers callers, TestKafka kafka, int port) {
        company = new Company(publisher, RestClient.create("http://localhost:" + port), callers, kafka);
        number = "1Z" + company.id();
    }

    @BeforeEach
    void a_package_was_announced_and_delivered() {
        upstream.feed(company.id(), asked -> Answer.ok(delivered()));
    }

    String delivered() {
        return Feeds.page(null, Feeds.manifest(number, AT.minusDays(1)), Feeds.delivery(number, AT));
    }

    String packageStatus() {
        return company.read("/packages/" + number).path("status").asString("");
    }
}
