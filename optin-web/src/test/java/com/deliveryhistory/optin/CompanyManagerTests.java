package com.deliveryhistory.optin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.deliveryhistory.events.Application;
import com.deliveryhistory.events.CompanyId;
import com.deliveryhistory.events.EndReason;
import com.deliveryhistory.events.GrantEvent;
import com.deliveryhistory.events.GrantState;
import com.deliveryhistory.events.GrantStatus;
import com.deliveryhistory.optin.Browser.Page;
import com.deliveryhistory.testing.TopicRecord;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class CompanyManagerTests extends WebTest {

    private static final String CARD = "article[data-application=" + IDH + "]";

    @Test
    void each_application_has_a_card_with_its_state_and_next_step() {
        Page page = signedIn(admin).get("/company");

        assertThat(page.document().select("article[data-application]").eachAttr("data-application"))
                .containsExactly(IDH, "odcs");
        assertThat(page.find(CARD).text()).contains("Not opted in", "Click Opt-In");
        assertThat(page.find(CARD + " a[role=button]").text()).isEqualTo("Opt-In");
        assertThat(page.text()).contains("Warning:", "Tip:", "Account Executive");
    }

    @Test
    void an_active_opt_in_shows_since_when_by_whom_and_until_when() {
        Browser browser = activated();

        Page page = browser.get("/company");

        assertThat(page.find(CARD).attr("data-grant-state")).isEqualTo("ACTIVE");
        assertThat(page.find(CARD).text()).contains("Active", "Since", "UTC", "Authorized by " + admin, "until");
        assertThat(page.find(CARD).select("a[role=button]").eachText())
                .containsExactly("The UPS.com password was changed", "Withdraw");
    }

    @Test
    void an_application_without_a_delivery_history_leads_to_none_and_is_not_told_to_collect_deliveries() {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        tokenManagerSays(new GrantEvent.GrantActivated(new GrantStatus(
                new CompanyId(company),
                Application.ODCS,
                GrantState.ACTIVE,
                null,
                1,
                1,
                now,
                admin,
                now.plusSeconds(3599),
                now.plusSeconds(5183999),
                null)));
        Browser browser = signedIn(admin);
        await().until(() -> browser.get("/company?opted-in=odcs").has("#opted-in"));

        assertThat(browser.get("/company?opted-in=odcs").has("#view-history")).isFalse();
        for (String ending : new String[] {"password-changed", "withdraw"}) {
            assertThat(browser.get("/company/odcs/" + ending).find("main").text())
                    .contains("ODCS has no access")
                    .doesNotContain("Deliveries", "collected");
        }
    }

    @Test
    void who_opts_in_over_an_opt_in_that_is_in_force_can_do_so_again_where_that_takes_long() {
        Browser browser = activated();
        back(browser, state(toUps(browser)));
        assertThat(browser.get("/company").find(CARD).attr("data-phase")).isEqualTo("ACTIVATING");
        assertThat(browser.get("/company").has("#again-" + IDH)).isFalse();

        clock.advance(Duration.ofSeconds(31));

        Page slow = browser.get("/company");
        assertThat(slow.find(CARD).text()).contains("longer than usual", "opt in again");
        assertThat(slow.find("#again-" + IDH).attr("href")).endsWith("/oauth2/authorization/" + IDH);
    }

    @Test
    void an_admin_reports_that_the_ups_password_was_changed() {
        Browser browser = activated();

        Page confirm = browser.click(browser.get("/company"), "a:contains(The UPS.com password was changed)");
        Page manager = browser.submit(confirm, "#confirm");

        assertThat(manager.find(CARD).text()).contains("Ending");
        TopicRecord record = optInEvents().getLast();
        assertThat(record.type()).isEqualTo("com.deliveryhistory.PasswordChangeInvalidated.v1");
        JsonNode event = JsonMapper.shared().readTree(String.valueOf(record.value()));
        assertThat(event.path("source").asString()).isEqualTo("ADMIN");
        assertThat(event.path("reportedBy").asString()).isEqualTo(admin);
        assertThat(event.path("application").asString()).isEqualTo(IDH);

        tokenManagerSays(GrantState.INVALIDATED, EndReason.PASSWORD_CHANGED);
        await().untilAsserted(() ->
                assertThat(browser.get("/company").find(CARD).text()).contains("No longer valid", "Opt-In"));
    }

    @Test
    void an_authorization_that_runs_out_is_announced_until_it_is_renewed() {
        GrantStatus status = tokenManagerSays(GrantState.ACTIVE, null);
        Browser browser = signedIn(admin);
        await().until(() -> browser.get("/company").has(CARD + "[data-grant-state=ACTIVE]"));
        assertThat(browser.get("/company").has("#expiring-" + IDH)).isFalse();

        tokenManagerSays(new GrantEvent.GrantExpiring(
                new GrantStatus(
                        status.companyId(),
                        status.application(),
                        GrantState.ACTIVE,
                        null,
                        1,
                        status.revision() + 1,
                        status.authorizedAt(),
                        admin,
                        status.accessTokenExpiresAt(),
                        Instant.now().plus(Duration.ofDays(7)),
                        null),
                7));

        await().untilAsserted(() -> assertThat(
                        browser.get("/company").find("#expiring-" + IDH).text())
                .contains("runs out on", "opt in again now"));
        assertThat(browser.get("/company").find(CARD).text())
                .contains("Opt in again before")
                .doesNotContain("Nothing to do");

        tokenManagerSays(new GrantEvent.GrantRenewed(new GrantStatus(
                status.companyId(),
                status.application(),
                GrantState.ACTIVE,
                null,
                2,
                status.revision() + 2,
                status.authorizedAt(),
                admin,
                status.accessTokenExpiresAt(),
                Instant.now().plus(Duration.ofDays(60)),
                null)));

        await().untilAsserted(() ->
                assertThat(browser.get("/company").has("#expiring-" + IDH)).isFalse());
    }

    @Test
    void the_account_executive_can_be_reached_from_where_the_guide_names_one() {
        Page page = signedIn(admin).get("/company");

        assertThat(page.find(".note .executive").text()).isEqualTo("Ada Executive ada@ups.test +1 (555) 0100");
        assertThat(page.find(".note .executive a[href^=mailto]").attr("href")).isEqualTo("mailto:ada@ups.test");
        assertThat(page.find(".note .executive a[href^=tel]").attr("href")).isEqualTo("tel:+15550100");
    }

    @Test
    void an_admin_withdraws() {
        Browser browser = activated();

        Page confirm = browser.click(browser.get("/company"), "a:contains(Withdraw)");
        Page manager = browser.submit(confirm, "#confirm");

        assertThat(manager.find(CARD).text()).contains("Ending");
        TopicRecord record = optInEvents().getLast();
        assertThat(record.type()).isEqualTo("com.deliveryhistory.OptInWithdrawn.v1");
        assertThat(record.value()).contains("\"withdrawnBy\":\"" + admin + "\"");
    }

    @Test
    void confirming_twice_is_confirming_once() {
        Browser browser = activated();
        Page confirm = browser.get("/company/" + IDH + "/withdraw");

        browser.submit(confirm, "#confirm");
        browser.submit(confirm, "#confirm");

        assertThat(optInEvents()).hasSize(1);
    }

    @Test
    void a_password_change_always_comes_after_the_opt_in_it_ends_even_if_ups_is_ahead_in_time() {
        Instant ahead = Instant.now().plusSeconds(60).truncatedTo(ChronoUnit.MILLIS);
        tokenManagerSays(GrantState.ACTIVE, null, ahead);
        Browser browser = signedIn(admin);
        await().until(() -> browser.get("/company").has(CARD + "[data-grant-state=ACTIVE]"));

        browser.submit(browser.get("/company/" + IDH + "/password-changed"), "#confirm");

        assertThat(optInEvents().getLast().value()).contains(ahead.plusMillis(1).toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"password-changed", "withdraw"})
    void what_ends_an_opt_in_leaves_the_next_one_alone_even_if_ups_is_behind_in_time(String ending) {
        Instant behind = Instant.now().minusSeconds(120).truncatedTo(ChronoUnit.MILLIS);
        tokenManagerSays(GrantState.ACTIVE, null, behind.minusSeconds(3_600));
        Browser browser = signedIn(admin);
        await().until(() -> browser.get("/company").has(CARD + "[data-grant-state=ACTIVE]"));
        browser.submit(browser.get("/company/" + IDH + "/" + ending), "#confirm");

        outside.ups.answer(Outside.TOKEN, request -> StandIn.Answer.ok(outside.tokenAnswer(behind)));
        back(browser, state(toUps(browser)));

        List<TopicRecord> events = optInEvents();
        assertThat(time(events.getLast(), "authorizedAt")).isEqualTo(behind);
        assertThat(time(events.getFirst(), ending.equals("withdraw") ? "withdrawnAt" : "passwordChangedAt"))
                .isBefore(behind);
    }

    @Test
    void a_confirmation_does_not_end_an_opt_in_that_is_on_its_way() {
        Browser browser = activated();
        Page stale = browser.get("/company/" + IDH + "/withdraw");
        back(browser, state(toUps(browser)));

        Page manager = browser.submit(stale, "#confirm");

        assertThat(manager.text()).contains("Nothing was changed");
        assertThat(optInEvents()).extracting(TopicRecord::type).containsExactly("com.deliveryhistory.OptInGranted.v1");
    }

    @Test
    void a_confirmation_for_an_earlier_opt_in_does_not_touch_a_newer_one() {
        Browser browser = activated();
        Page stale = browser.get("/company/" + IDH + "/withdraw");
        GrantStatus newer = tokenManagerSays(GrantState.ACTIVE, null);
        await().until(() -> browser.get("/company/" + IDH + "/withdraw")
                .find("input[name=authorizedAt]")
                .val()
                .equals(newer.authorizedAt().toString()));

        Page manager = browser.submit(stale, "#confirm");

        assertThat(manager.text()).contains("Nothing was changed");
        assertThat(optInEvents()).isEmpty();
    }

    @Test
    void there_is_nothing_to_confirm_without_an_active_opt_in() {
        Browser browser = signedIn(admin);

        assertThat(browser.get("/company/" + IDH + "/withdraw").address().getPath())
                .isEqualTo("/company");
        assertThat(browser.get("/company/unknown/withdraw").status()).isEqualTo(404);
    }

    @Test
    void the_page_asks_often_while_something_is_pending_and_seldom_otherwise() {
        Browser browser = signedIn(admin);
        Page calm = browser.get("/company");
        assertThat(calm.find("#live").attr("hx-trigger")).isEqualTo("every 5s");
        assertThat(calm.has("noscript")).isFalse();

        Page pending = back(browser, state(toUps(browser)));

        assertThat(pending.find("#live").attr("hx-trigger")).isEqualTo("every 1s");
        assertThat(pending.body()).contains("<noscript><meta http-equiv=\"refresh\"");
    }

    @Test
    void a_claim_in_the_address_confirms_nothing() {
        Page page = signedIn(admin).get("/company?opted-in=" + IDH + "&renewed=%3Cscript%3E");

        assertThat(page.has("#opted-in")).isFalse();
        assertThat(page.body()).doesNotContain("<script>");
    }

    @Test
    void who_is_no_admin_is_told_so_and_who_is() {
        for (String path : new String[] {
            "/company",
            "/company/" + IDH + "/withdraw",
            "/oauth2/authorization/" + IDH,
            "/login/oauth2/code/" + IDH + "?code=c&state=s"
        }) {
            Page page = signedIn(user).get(path);
            assertThat(page.status()).isEqualTo(403);
            assertThat(page.find("#error-403").text()).contains("administrator", admin);
        }
    }

    private static Instant time(TopicRecord record, String field) {
        return Instant.parse(JsonMapper.shared()
                .readTree(String.valueOf(record.value()))
                .path(field)
                .asString());
    }

    private Browser activated() {
        tokenManagerSays(GrantState.ACTIVE, null);
        Browser browser = signedIn(admin);
        await().until(() -> browser.get("/company").has(CARD + "[data-grant-state=ACTIVE]"));
        return browser;
    }
}
