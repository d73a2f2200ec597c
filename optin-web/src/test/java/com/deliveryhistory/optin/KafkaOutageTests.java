package com.deliveryhistory.optin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.deliveryhistory.events.GrantState;
import com.deliveryhistory.optin.Browser.Page;
import com.deliveryhistory.testing.WithKafka;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What people see while Kafka cannot be reached, and that nothing of what they did is lost. */
@WithKafka(own = true)
class KafkaOutageTests extends WebTest {

    private static final String CARD = "article[data-application=" + IDH + "]";

    @AfterEach
    void kafkaIsBack() {
        kafka.start();
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
        assertThat(browser.get("/").find("#opt-in-screen").text()).contains("Authorized, not recorded yet");

        kafka.start();
        Page tried = browser.submit(stored, CARD + " form");
        // the broker that has just come back may need a moment, and the relay may be faster than the button
        if (tried.text().contains("not recorded yet")) {
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> browser.get("/company?opted-in=" + IDH).text().contains("Opted in at UPS.com"));
        }
        assertThat(outside.ups.requests(Outside.TOKEN)).hasSize(exchanges + 1);
        assertThat(optInEvents())
                .isNotEmpty()
                .allSatisfy(record -> assertThat(record.headers().get("ce_id"))
                        .isEqualTo(optInEvents().getFirst().headers().get("ce_id")));
    }

    @Test
    void a_reported_password_change_is_kept_and_relayed_by_itself() {
        tokenManagerSays(GrantState.ACTIVE, null);
        Browser browser = signedIn(admin);
        await().atMost(Duration.ofSeconds(30))
                .until(() -> browser.get("/company").has(CARD + "[data-grant-state=ACTIVE]"));
        Page confirm = browser.get("/company/" + IDH + "/password-changed");
        kafka.stop();

        Page stored = browser.submit(confirm, "#confirm");

        assertThat(stored.find(CARD).attr("data-phase")).isEqualTo("ENDING_STORED");
        assertThat(stored.text()).contains("kept safely here", "Try again");

        kafka.start();
        await().atMost(Duration.ofSeconds(30)).until(() -> !optInEvents().isEmpty());
        assertThat(optInEvents().getFirst().type()).contains("PasswordChangeInvalidated");
        await().until(() ->
                browser.get("/company").find(CARD).attr("data-phase").equals("ENDING"));
    }
}
