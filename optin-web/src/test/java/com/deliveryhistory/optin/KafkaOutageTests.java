package com.deliveryhistory.optin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.deliveryhistory.events.Application;
import com.deliveryhistory.events.CompanyId;
import com.deliveryhistory.events.EventEnvelope;
import com.deliveryhistory.events.GrantState;
import com.deliveryhistory.events.OptInEvent;
import com.deliveryhistory.events.OptInEvent.OptInWithdrawn;
import com.deliveryhistory.optin.Browser.Page;
import com.deliveryhistory.optin.announcements.Announcements;
import com.deliveryhistory.optin.announcements.Announcements.Progress;
import com.deliveryhistory.testing.TestTrace;
import com.deliveryhistory.testing.WithKafka;
import com.mongodb.client.MongoCollection;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.TestPropertySource;

/** What people see while Kafka cannot be reached, and that nothing of what they did is lost. */
@WithKafka(own = true)
@TestPropertySource(properties = {"messaging.publish-timeout=2s", "announcements.grace=5s"})
class KafkaOutageTests extends WebTest {

    private static final String CARD = "article[data-application=" + IDH + "]";

    @Autowired
    Announcements announcements;

    @Autowired
    MeterRegistry metrics;

    @AfterEach
    void kafkaIsBack() {
        kafka.start();
    }

    @Test
    void what_is_relayed_belongs_to_the_trace_in_which_it_was_stored() {
        kafka.stop();
        TestTrace.run(() -> announcements.announce(withdrawal("traced")));

        kafka.start();

        await().until(() -> !optInEvents().isEmpty());
        assertThat(optInEvents().getFirst().headers()).containsEntry("traceparent", TestTrace.TRACEPARENT);
    }

    @Test
    void an_authorization_is_kept_and_tried_again_without_a_new_log_in_at_ups() {
        Browser browser = signedIn(admin);
        String state = state(toUps(browser));
        int exchanges = outside.ups.requests(Outside.TOKEN).size();
        kafka.stop();

        Page stored = back(browser, state);

        assertThat(stored.text())
                .contains("Authorization received, not recorded yet", "Try again")
                .doesNotContain("Opted in");
        assertThat(stored.find(CARD).attr("data-phase")).isEqualTo("OPT_IN_STORED");
        assertThat(browser.get("/").find("#opt-in-screen").text())
                .contains("Authorized, not recorded yet", "Try again")
                .doesNotContain("has not opted in yet", "Opt-In there");
        await().untilAsserted(() -> {
            assertThat(waiting()).isPositive();
            assertThat(metrics.get("announcements.oldest.seconds").gauge().value())
                    .isPositive();
        });
        double published = published();

        kafka.start();
        Page tried = browser.submit(stored, CARD + " form");
        // the broker that has just come back may need a moment, and the relay may be faster than the button
        if (tried.text().contains("not recorded yet")) {
            await().until(() -> browser.get("/company?opted-in=" + IDH).text().contains("Opted in at UPS.com"));
        }
        assertThat(outside.ups.requests(Outside.TOKEN)).hasSize(exchanges + 1);
        assertThat(optInEvents())
                .isNotEmpty()
                .allSatisfy(record -> assertThat(record.headers().get("ce_id"))
                        .isEqualTo(optInEvents().getFirst().headers().get("ce_id")));
        assertThat(published()).isGreaterThan(published);
        await().untilAsserted(() -> assertThat(waiting()).isZero());
    }

    @Test
    void a_reported_password_change_is_kept_and_relayed_by_itself() {
        tokenManagerSays(GrantState.ACTIVE, null);
        Browser browser = signedIn(admin);
        await().until(() -> browser.get("/company").has(CARD + "[data-grant-state=ACTIVE]"));
        Page confirm = browser.get("/company/" + IDH + "/password-changed");
        kafka.stop();

        Page stored = browser.submit(confirm, "#confirm");

        assertThat(stored.find(CARD).attr("data-phase")).isEqualTo("ENDING_STORED");
        assertThat(stored.text())
                .contains("Request received", "kept safely here", "Try again")
                .doesNotContain("Authorization received");

        kafka.start();
        await().until(() -> !optInEvents().isEmpty());
        assertThat(optInEvents().getFirst().type()).contains("PasswordChangeInvalidated");
        await().until(() ->
                browser.get("/company").find(CARD).attr("data-phase").equals("ENDING"));
    }

    @Test
    void a_security_event_is_acknowledged_only_when_kafka_has_what_follows() {
        Browser browser = signedIn(admin);
        Page form = browser.get("/company/" + IDH + "/ups-user");
        form.find("#ups-user").val(company + "-ups");
        browser.submit(form, "#ups-user-form");
        String token =
                outside.securityEvents.signed(SecurityEventSender.passwordChanged(company + "-ups", claims -> {}));
        kafka.stop();

        HttpResponse<String> refused = outside.securityEvents.push(port, token);

        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.headers().firstValue("Retry-After")).isPresent();
        kafka.start();
        await().until(() -> outside.securityEvents.push(port, token).statusCode() == 202);
        assertThat(optInEvents())
                .isNotEmpty()
                .allSatisfy(event -> assertThat(event.headers().get("ce_id"))
                        .isEqualTo(optInEvents().getFirst().headers().get("ce_id")));
    }

    @Test
    void an_event_behind_more_than_a_batch_of_stored_ones_is_acknowledged_only_when_kafka_has_it_too() {
        kafka.stop();
        announcements.announce(withdrawal("first"));
        MongoCollection<Document> stored =
                mongo.client().getDatabase(mongo.database()).getCollection("announcements");
        Document first = Objects.requireNonNull(
                stored.find(new Document("company", company)).first());
        List<Document> more = new ArrayList<>();
        for (int i = 0; i < 150; i++) {
            Document record = new Document(first.get("record", Document.class));
            Document headers = new Document(record.get("headers", Document.class)).append("ce_id", company + "-" + i);
            more.add(new Document(first)
                    .append("_id", company + "-" + i)
                    .append("record", record.append("headers", headers)));
        }
        stored.insertMany(more);
        Date notByTheRelay = Date.from(clock.instant().plus(Duration.ofHours(1)));
        stored.updateMany(
                new Document("company", company), new Document("$set", new Document("relayFrom", notByTheRelay)));
        kafka.start();

        await().until(() -> announcements.announce(withdrawal("last")) == Progress.IN_KAFKA);

        assertThat(optInEvents())
                .extracting(event -> event.headers().get("ce_id"))
                .contains(company + "-last");
    }

    private double waiting() {
        return metrics.get("announcements.waiting").gauge().value();
    }

    private double published() {
        return metrics.get("announcements.published")
                .tag("kind", "opted_in")
                .counter()
                .count();
    }

    private EventEnvelope<OptInEvent> withdrawal(String name) {
        OptInEvent event = new OptInWithdrawn(new CompanyId(company), new Application(IDH), clock.instant(), admin);
        return new EventEnvelope<>(company + "-" + name, EventEnvelope.source("optin-web"), clock.instant(), event);
    }
}
