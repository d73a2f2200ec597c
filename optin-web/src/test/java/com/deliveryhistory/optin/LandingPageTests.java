package com.deliveryhistory.optin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.deliveryhistory.events.EndReason;
import com.deliveryhistory.events.GrantState;
import com.deliveryhistory.events.Topics;
import com.deliveryhistory.optin.Browser.Page;
import com.deliveryhistory.optin.StandIn.Answer;
import com.deliveryhistory.testing.TopicRecord;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LandingPageTests extends WebTest {

    @Test
    void a_user_is_told_who_can_opt_in() {
        Page page = signedIn(user).get("/");

        assertThat(page.find("#ask-admin").text()).contains(admin);
        assertThat(page.find("#opt-in-screen").select("a:contains(Opt-In)")).isEmpty();
    }

    @Test
    void everybody_in_the_company_sees_packages_once_it_is_opted_in() {
        packages("{\"packages\":[" + packageNamed("1Z001") + "," + packageNamed("1Z002")
                + "],\"nextCursor\":\"c/2 &\"}");
        activate();

        Page page = signedIn(user).get("/");

        assertThat(page.has("#opt-in-screen")).isFalse();
        assertThat(page.find("#packages").select("tr[data-tracking-number]").eachAttr("data-tracking-number"))
                .containsExactly("1Z001", "1Z002");
        assertThat(page.find("#packages tr[data-tracking-number=1Z001]").text())
                .contains("Delivered", "2 Jan 2026, 14:05", "Springfield, IL", "PO-1");
        assertThat(page.find("#live").attr("hx-trigger")).isEqualTo("every 5s");
    }

    @Test
    void while_an_opt_in_becomes_active_nobody_is_asked_for_one_unless_that_takes_long() {
        Browser browser = signedIn(admin);
        back(browser, state(toUps(browser)));

        assertThat(browser.get("/").find("#opt-in-screen").text())
                .contains("Activating", "Nothing to do")
                .doesNotContain("has not opted in yet", "How it works");
        assertThat(browser.get("/").has("#opt-in")).isFalse();
        assertThat(signedIn(user).get("/").has("#ask-admin")).isFalse();

        clock.advance(Duration.ofSeconds(31));

        Page slow = browser.get("/");
        assertThat(slow.find("#opt-in-screen").text())
                .contains("longer than usual")
                .doesNotContain("has not opted in yet");
        assertThat(slow.find("#opt-in").attr("href")).isEqualTo("/company");
        assertThat(signedIn(user).get("/").find("#ask-admin").text()).contains(admin);
    }

    @Test
    void older_packages_are_a_link_away() {
        packages("{\"packages\":[" + packageNamed("1Z001") + "],\"nextCursor\":\"c/2 &\"}");
        activate();
        Browser browser = signedIn(user);
        Page newest = browser.get("/");
        packages("{\"packages\":[" + packageNamed("1Z000") + "]}");

        Page older = browser.click(newest, "#older");

        assertThat(older.has("tr[data-tracking-number=1Z000]")).isTrue();
        assertThat(outside.historyWorker
                        .requests("/v1/companies/" + company + "/packages")
                        .getLast()
                        .query())
                .containsEntry("cursor", "c/2 &")
                .containsEntry("limit", "50");
        assertThat(older.has("#older")).isFalse();
        assertThat(browser.click(older, "#newest").address().getPath()).isEqualTo("/");
    }

    @Test
    void an_open_page_is_answered_with_nothing_while_nothing_is_new() {
        packages("{\"packages\":[" + packageNamed("1Z001") + "]}");
        activate();
        Browser browser = signedIn(user);
        String question = browser.get("/").find("#live").attr("hx-get");

        assertThat(browser.get(question, "HX-Request", "true").status()).isEqualTo(204);

        packages("{\"packages\":[" + packageNamed("1Z002") + "," + packageNamed("1Z001") + "]}");
        assertThat(browser.get(question, "HX-Request", "true").has("#live tr[data-tracking-number=1Z002]"))
                .isTrue();
    }

    @Test
    void while_history_worker_is_down_the_page_says_so_and_recovers() {
        activate();
        outside.historyWorker.answer("/v1/companies/" + company, request -> Answer.of(-1, ""));
        Browser browser = signedIn(user);

        Page down = browser.get("/");
        assertThat(down.status()).isEqualTo(200);
        assertThat(down.find("#history-unavailable").text()).contains("by itself");

        packages("{\"packages\":[" + packageNamed("1Z001") + "]}");
        assertThat(browser.get(down.find("#live").attr("hx-get")).has("tr[data-tracking-number=1Z001]"))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "INVALIDATED, PASSWORD_CHANGED, The UPS.com password was changed.",
        "INVALIDATED, REFRESH_REJECTED, UPS.com no longer accepts the authorization.",
        "INVALIDATED, ROTATION_LOST, The connection to UPS.com broke",
        "EXPIRED,, The authorization reached the end of its life",
        "WITHDRAWN,, An administrator of your company withdrew it."
    })
    void after_the_opt_in_ended_every_page_says_so_and_why(GrantState state, EndReason reason, String words) {
        packages("{\"packages\":[" + packageNamed("1Z001") + "]}");
        activate();
        tokenManagerSays(state, reason);
        Browser browser = signedIn(admin);
        await().until(() -> browser.get("/").has("#grant-banner"));

        Page landing = browser.get("/");
        assertThat(landing.find("#opt-in-screen").attr("data-grant-state")).isEqualTo(state.name());
        assertThat(landing.find("#delivery-history").text()).contains("1Z001");
        for (String path : new String[] {"/", "/company", "/packages/1Z404"}) {
            Page page = browser.get(path);
            assertThat(page.find("#grant-banner").text()).contains(words);
            assertThat(page.document()
                            .select("a[role=button][href*=company], a[role=button][href*=" + IDH + "]")
                            .eachText())
                    .containsOnlyOnce("Opt-In");
        }
        assertThat(signedIn(user).get("/").find("#grant-banner").text()).contains(words, "administrator");
    }

    @Test
    void after_a_history_was_erased_no_page_says_that_it_stays() {
        packages("{\"packages\":[]}");
        activate();
        tokenManagerSays(GrantState.WITHDRAWN, null);
        Browser browser = signedIn(user);
        String erased = "\"erasedAt\":\"2026-01-09T10:00:00Z\"";
        coverage("");
        await().until(() -> browser.get("/").has("#grant-banner"));
        assertThat(browser.get("/").find("#grant-banner").text()).contains("Deliveries collected before stay here");

        coverage(erased);

        Page page = browser.get("/");
        assertThat(page.find("#grant-banner").text())
                .contains("Deliveries collected before were erased on 9 Jan 2026, 10:00 UTC.")
                .doesNotContain("stay");
        assertThat(page.find("#history-empty").text()).isEqualTo("What had been collected was erased.");
        assertThat(page.find("#coverage").text())
                .contains("since the history was erased", "a new opt-in begins a new history")
                .doesNotContain("where it stopped");
        assertThat(browser.get("/profile").find("#grant-banner").text()).doesNotContain("stay");
        coverage(erased + ",\"coveredFrom\":\"2026-01-10T00:00:00Z\",\"coveredTo\":\"2026-01-12T00:00:00Z\"");
        assertThat(browser.get("/").find("#grant-banner").text()).contains("Deliveries collected before stay here");
    }

    @ParameterizedTest
    @ValueSource(strings = {"TOKEN_REFUSED", "REQUEST_REJECTED"})
    void who_opted_in_with_a_user_that_gets_no_deliveries_is_told_what_to_see_to(String problem) {
        packages("{\"packages\":[]}");
        collecting("\"behindSince\":\"2026-01-12T00:00:00Z\",\"problem\":\"" + problem
                + "\",\"reason\":\"UPS said <no>\"");
        activate();

        Page page = signedIn(admin).get("/");

        assertThat(page.find("#collection-problem").text())
                .contains("UPS.com user that opted in", "shipping account", "Quantum View subscription", "right user");
        assertThat(page.find("#collection-problem a").attr("href")).isEqualTo("/company");
        assertThat(page.find("#history-empty").text()).isEqualTo("No deliveries yet.");
        assertThat(page.find("#coverage").text())
                .contains(
                        "Newer deliveries cannot be collected", "Quantum View subscription", "In detail: UPS said <no>")
                .doesNotContain("tried again by itself");
        assertThat(signedIn(user).get("/").find("#collection-problem").text()).contains("An administrator");
    }

    @Test
    void while_ups_is_away_nobody_is_told_to_do_anything() {
        packages("{\"packages\":[]}");
        collecting("\"behindSince\":\"2026-01-12T00:00:00Z\",\"problem\":\"UPS_AWAY\",\"reason\":\"HTTP 503\"");
        activate();

        Page page = signedIn(admin).get("/");

        assertThat(page.has("#collection-problem")).isFalse();
        assertThat(page.find("#history-empty").text()).contains("UPS does not hand out", "by itself");
        assertThat(page.find("#coverage [data-problem=UPS_AWAY]").text()).contains("In detail: HTTP 503");
    }

    @Test
    void a_history_that_was_collected_and_is_empty_is_not_said_to_be_under_way() {
        packages("{\"packages\":[]}");
        collecting("\"coveredFrom\":\"2026-01-10T00:00:00Z\",\"coveredTo\":\"2026-01-12T00:00:00Z\"");
        activate();

        assertThat(signedIn(user).get("/").find("#history-empty").text())
                .contains("No deliveries yet")
                .doesNotContain("first collection");
    }

    @Test
    void a_time_that_ups_rejected_is_not_said_to_have_had_no_answer() {
        packages("{\"packages\":[]}");
        collecting("\"rejected\":[{\"from\":\"2026-01-10T00:00:00Z\",\"to\":\"2026-01-12T00:00:00Z\","
                + "\"cause\":\"REJECTED_BY_UPS\",\"reason\":\"UPS refused the request: HTTP 400 1 range\"}]");
        activate();

        assertThat(signedIn(user).get("/").find("#coverage .gap").text())
                .contains("UPS did not hand out this time", "In detail: UPS refused the request: HTTP 400 1 range")
                .doesNotContain("did not answer");
    }

    private void collecting(String fields) {
        outside.historyWorker.answer(
                "/v1/companies/" + company + "/coverage",
                request -> Answer.ok(
                        "{\"coverages\":[{\"application\":\"" + IDH + "\",\"state\":\"COLLECTING\"," + fields + "}]}"));
    }

    @Test
    void where_several_applications_collect_each_coverage_has_the_name_of_its_application() {
        activate();
        outside.historyWorker.answer(
                "/v1/companies/" + company + "/coverage",
                request -> Answer.ok("{\"coverages\":[{\"application\":\"" + IDH + "\",\"state\":\"COLLECTING\"},"
                        + "{\"application\":\"odcs\",\"state\":\"COLLECTING\"}]}"));

        assertThat(signedIn(user)
                        .get("/")
                        .document()
                        .select("#coverage summary")
                        .eachText())
                .satisfiesExactly(
                        first -> assertThat(first).startsWith("UPS® Intelligent Delivery History:"),
                        second -> assertThat(second).startsWith("ODCS:"));
    }

    private void coverage(String fields) {
        outside.historyWorker.answer(
                "/v1/companies/" + company + "/coverage",
                request -> Answer.ok("{\"coverages\":[{\"application\":\"" + IDH + "\",\"state\":\"PARKED\","
                        + "\"reason\":\"WITHDRAWN\"" + (fields.isEmpty() ? "" : "," + fields) + "}]}"));
    }

    @Test
    void an_event_that_comes_twice_or_late_changes_nothing() {
        activate();
        tokenManagerSays(GrantState.INVALIDATED, EndReason.PASSWORD_CHANGED);
        Browser browser = signedIn(admin);
        await().until(() -> browser.get("/").has("#grant-banner"));

        tokenManagerRepeatsItsFirstWord();
        TopicRecord repeated = grantEvents().getLast();
        await().until(() -> kafka.hasRead("optin-web", repeated));
        assertThat(browser.get("/").find("#grant-banner [data-reason]").attr("data-reason"))
                .isEqualTo("PASSWORD_CHANGED");

        tokenManagerSays(GrantState.EXPIRED, null);
        await().until(() -> browser.get("/").text().contains("end of its life"));
    }

    @Test
    void a_package_page_shows_its_story() {
        outside.historyWorker.answer(
                "/v1/companies/" + company + "/packages/1Z001", request -> Answer.ok(packageNamed("1Z001")));
        activate();

        Page page = signedIn(user).get("/packages/1Z001");

        assertThat(page.find("#package").text()).contains("Springfield", "PO-1", "A1B2C3");
        assertThat(page.find("#proof").text()).contains("FRONT DOOR");
        assertThat(page.find("#activities").text()).contains("Out for delivery");
        assertThat(page.find("#exceptions").text()).contains("Receiver not in");
        assertThat(page.text()).doesNotContain("??", "null");
    }

    @Test
    void what_ups_gave_as_a_code_or_without_a_unit_is_called_that() {
        outside.historyWorker.answer(
                "/v1/companies/" + company + "/packages/1Z001",
                request -> Answer.ok(packageNamed("1Z001")
                        .replace("\"new\":1", "\"service\":{\"code\":\"003\"},\"weight\":\"5.00\"")
                        .replace("\"reason\":\"Receiver not in\"", "\"statusCode\":\"X1\",\"reasonCode\":\"01\"")));
        activate();

        Page page = signedIn(user).get("/packages/1Z001");

        assertThat(page.find("#service").text()).isEqualTo("Code 003");
        assertThat(page.find("#weight").text()).isEqualTo("5.00 (UPS names no unit)");
        assertThat(page.find("#exceptions").text()).contains("Code 01").doesNotContain("no reason");
    }

    @Test
    void reasons_without_words_are_worded_in_the_chart() {
        packages("{\"packages\":[" + packageNamed("1Z001") + "]}");
        outside.historyWorker.answer(
                "/v1/companies/" + company + "/summary",
                request -> Answer.ok(
                        "{\"days\":[{\"day\":\"2026-01-02\",\"delivered\":1,\"exceptions\":3,\"inTransit\":0}],"
                                + "\"exceptionReasons\":[{\"reason\":\"RECEIVER NOT IN\",\"exceptions\":1},"
                                + "{\"reason\":\"01\",\"exceptions\":1},{\"reason\":\"UNKNOWN\",\"exceptions\":1}]}"));
        activate();

        assertThat(signedIn(user)
                        .get("/")
                        .document()
                        .select("#reasons tbody th")
                        .eachText())
                .containsExactly("RECEIVER NOT IN", "Code 01", "UPS gave no reason");
    }

    @Test
    void what_ups_wrote_is_shown_and_never_run() {
        packages("{\"packages\":[{\"trackingNumber\":\"1Z<b>x\",\"status\":\"<script>alert(1)</script>\","
                + "\"updatedAt\":\"<i>\",\"shipTo\":{\"city\":\"<script>\"}}]}");
        activate();

        Page page = signedIn(user).get("/");

        assertThat(page.body()).doesNotContain("<script>alert", "<b>x", "<i>");
        assertThat(page.find("#packages").text()).contains("Unknown");
    }

    private void activate() {
        tokenManagerSays(GrantState.ACTIVE, null);
        Browser browser = signedIn(user);
        await().until(() -> browser.get("/").has("#delivery-history"));
    }

    private void tokenManagerRepeatsItsFirstWord() {
        sendAgain(grantEvents().getFirst());
    }

    private List<TopicRecord> grantEvents() {
        return kafka.records(Topics.GRANT_EVENTS).stream()
                .filter(record -> (company + "/" + IDH).equals(record.key()))
                .toList();
    }

    private void packages(String answer) {
        outside.historyWorker.answer("/v1/companies/" + company + "/packages", request -> Answer.ok(answer));
    }

    static String packageNamed(String trackingNumber) {
        return """
                {"trackingNumber":"%s","status":"DELIVERED","updatedAt":"2026-01-02T14:05:00","shipperNumber":"A1B2C3",
                 "shipTo":{"name":"Jane Roe","street":"1 Main St","city":"Springfield","state":"IL","postalCode":"62701"},
                 "references":["PO-1"],"deliveredAt":"2026-01-02T14:05:00","deliveryLocation":"FRONT DOOR","new":1,
                 "exceptions":[{"at":"2026-01-01T10:00:00","reason":"Receiver not in","resolution":"Next day"}],
                 "activities":[{"at":"2026-01-02T08:00:00","kind":"GENERIC","description":"Out for delivery"}]}
                """.formatted(trackingNumber);
    }
}
