package com.deliveryhistory.optin;

import static com.deliveryhistory.optin.SecurityEventSender.passwordChanged;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.deliveryhistory.events.EndReason;
import com.deliveryhistory.events.GrantState;
import com.deliveryhistory.events.Topics;
import com.deliveryhistory.optin.Browser.Page;
import com.deliveryhistory.testing.TopicRecord;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;

/** A UPS.com user's name holds for one opt-in, and can be given, changed and confirmed at any time. */
class NamingTheUpsUserTests extends WebTest {

    private static final SecurityEventSender sender = outside.securityEvents;
    private static final String ACTIVE = "article[data-application=" + IDH + "][data-grant-state=ACTIVE]";
    private static final String EARLIER = "#ups-user-earlier-" + IDH;

    private final String upsUser = company + "-Ups@example.com";
    private final Instant first = Instant.now().minusSeconds(3_600).truncatedTo(ChronoUnit.MILLIS);

    @Test
    void the_named_user_goes_with_the_opt_in_and_can_be_changed_without_a_new_one() {
        Browser browser = named(upsUser);
        back(browser, state(toUps(browser)));
        assertThat(optInEvents().getLast().value()).contains("\"upsUser\":\"" + upsUser + "\"");

        named("another@example.com");
        sender.push(port, sender.signed(passwordChanged(upsUser, claims -> {})));
        assertThat(optInEvents()).hasSize(1);
        sender.push(port, sender.signed(passwordChanged("another@example.com", claims -> {})));
        assertThat(optInEvents()).hasSize(2);
    }

    @Test
    void what_cannot_be_a_ups_user_is_refused_and_stays_in_the_form() {
        Browser browser = signedIn(admin);

        Page refused = name(browser, "two words <b>");

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.find("#ups-user").val()).isEqualTo("two words <b>");
        assertThat(refused.find("#ups-user").attr("aria-describedby")).contains("ups-user-error");
        assertThat(refused.find("#ups-user-error").text()).contains("cannot be a UPS.com user");
        assertThat(name(browser, "x".repeat(255)).status()).isEqualTo(422);
    }

    @Test
    void an_empty_name_names_nobody() {
        Browser browser = named(upsUser);
        assertThat(browser.get("/company").text()).contains(upsUser);

        assertThat(name(browser, "  ").text()).doesNotContain(upsUser);

        sender.push(port, sender.signed(passwordChanged(upsUser, claims -> {})));
        assertThat(optInEvents()).isEmpty();
    }

    @Test
    void a_user_named_before_the_opt_in_holds_for_it_and_not_for_the_one_after() {
        Browser browser = named(upsUser);
        active(browser, first);
        assertThat(browser.get("/company").has(EARLIER)).isFalse();

        active(browser, first.plusSeconds(60));

        assertThat(browser.get("/company").find(EARLIER).text()).contains("Named for an earlier opt-in");
    }

    @Test
    void what_happens_to_the_user_of_an_earlier_opt_in_ends_no_newer_one_and_is_told() {
        Browser browser = named(upsUser);
        active(browser, first);
        active(browser, first.plusSeconds(60));

        sender.push(port, sender.signed(passwordChanged(upsUser, claims -> {})));

        assertThat(optInEvents()).isEmpty();
        assertThat(browser.get("/activity").text()).contains("named for an earlier opt-in", "goes on");
    }

    @Test
    void the_same_user_is_confirmed_with_one_button() {
        Browser browser = named(upsUser);
        active(browser, first);
        active(browser, first.plusSeconds(60));

        Page confirmed = browser.submit(browser.get("/company"), EARLIER);

        assertThat(confirmed.has(EARLIER)).isFalse();
        assertThat(confirmed.text()).contains(upsUser);
        sender.push(port, sender.signed(passwordChanged(upsUser, claims -> {})));
        assertThat(optInEvents()).hasSize(1);
    }

    @Test
    void who_is_named_after_an_opt_in_has_ended_is_the_user_of_the_next_one() {
        Browser browser = named("somebody@example.com");
        active(browser, first);
        tokenManagerSays(GrantState.INVALIDATED, EndReason.REFRESH_REJECTED, first);
        await().until(() -> browser.get("/company").has("[data-reason=REFRESH_REJECTED]"));
        name(browser, upsUser);

        active(browser, first.plusSeconds(60));

        assertThat(browser.get("/company").has(EARLIER)).isFalse();
        sender.push(port, sender.signed(passwordChanged(upsUser, claims -> {})));
        assertThat(optInEvents()).hasSize(1);
    }

    @Test
    void an_old_activation_that_is_read_once_more_takes_no_name_that_waits_for_the_next_opt_in() {
        Browser browser = signedIn(admin);
        active(browser, first);
        TopicRecord activated = kafka.records(Topics.GRANT_EVENTS).stream()
                .filter(record -> String.valueOf(record.key()).startsWith(company + "/"))
                .findFirst()
                .orElseThrow();
        tokenManagerSays(GrantState.INVALIDATED, EndReason.REFRESH_REJECTED, first);
        await().until(() -> browser.get("/company").has("[data-reason=REFRESH_REJECTED]"));
        name(browser, upsUser);

        sendAgain(activated);
        active(browser, first.plusSeconds(60));

        assertThat(browser.get("/company").has(EARLIER)).isFalse();
    }

    @Test
    void the_user_of_an_earlier_opt_in_does_not_go_with_a_new_one() {
        Browser browser = named(upsUser);
        active(browser, first);
        tokenManagerSays(GrantState.INVALIDATED, EndReason.REFRESH_REJECTED, first);
        await().until(() -> browser.get("/company").has("[data-reason=REFRESH_REJECTED]"));

        back(browser, state(toUps(browser)));

        assertThat(optInEvents().getLast().value()).doesNotContain(upsUser);
    }

    private void active(Browser browser, Instant authorizedAt) {
        tokenManagerSays(GrantState.ACTIVE, null, authorizedAt);
        await().until(() -> browser.get("/company").has(ACTIVE + " time[datetime=" + authorizedAt + "]"));
    }
}
