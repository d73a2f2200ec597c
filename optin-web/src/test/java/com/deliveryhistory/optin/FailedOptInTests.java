package com.deliveryhistory.optin;

import static org.assertj.core.api.Assertions.assertThat;

import com.deliveryhistory.optin.Browser.Page;
import com.deliveryhistory.optin.StandIn.Answer;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Each way in which an opt-in can fail has a page that says what happened and what to do, with a button. */
@ExtendWith(OutputCaptureExtension.class)
class FailedOptInTests extends WebTest {

    @Autowired
    MeterRegistry metrics;

    static Stream<Arguments> answersOfUps() {
        return Stream.of(
                answer("CODE_REFUSED", () -> Answer.of(400, Outside.upsError("10400", "Invalid Authorization Code"))),
                answer("APPLICATION_REFUSED", () -> Answer.of(401, Outside.upsError("10401", "ClientId is Invalid"))),
                answer("APPLICATION_REFUSED", () -> Answer.of(403, Outside.upsError("10403", "Blocked Merchant"))),
                answer("UPS_BUSY", () -> Answer.of(429, Outside.upsError("10429", "Too Many Requests"))),
                answer("UPS_FAILED", () -> Answer.of(500, "<html>sbx-at-oops</html>")),
                answer("UPS_FAILED", () -> Answer.of(503, "")),
                answer("UPS_UNREADABLE", () -> Answer.ok("<html>Service page</html>")),
                answer("UPS_UNREADABLE", () -> Answer.ok("")),
                answer("UPS_UNREADABLE", () -> Answer.ok("[1, 2]")),
                answer("UPS_UNREADABLE", () -> Answer.ok("{\"access_token\":\"sbx-at-only\"}")),
                answer("UPS_UNREADABLE", () -> Answer.of(302, "")),
                answer("UPS_UNREACHABLE", () -> Answer.of(-1, "")),
                answer(
                        "NOT_APPROVED",
                        () -> Answer.ok(
                                outside.tokenAnswer().replace("\"status\":\"approved\"", "\"status\":\"pending\""))));
    }

    private static Arguments answer(String problem, Supplier<Answer> answer) {
        return Arguments.of(problem, answer);
    }

    @ParameterizedTest
    @MethodSource("answersOfUps")
    void what_ups_answers_to_the_code_is_explained(String problem, Supplier<Answer> answer) {
        Browser browser = signedIn(admin);
        String state = state(toUps(browser));
        outside.ups.answer(Outside.TOKEN, request -> answer.get());
        double before = optIns(problem);

        assertExplains(back(browser, state), problem);
        assertThat(optIns(problem)).isEqualTo(before + 1);
        assertThat(optInEvents()).isEmpty();
    }

    @Test
    void the_log_tells_apart_what_ups_has_one_code_for_and_quotes_nothing_that_may_be_a_secret(CapturedOutput output) {
        Browser browser = signedIn(admin);
        outside.ups.answer(Outside.TOKEN, request -> Answer.of(400, Outside.upsError("10400", "Invalid Redirect URL")));
        back(browser, state(toUps(browser)));
        outside.ups.answer(
                Outside.TOKEN, request -> Answer.of(400, Outside.upsError("10400", "Invalid code sbx-at-quoted-7")));
        back(browser, state(toUps(browser)));

        assertThat(output.getAll())
                .contains("UPS answered 400 with code 10400 (Invalid Redirect URL)")
                .doesNotContain("sbx-at-quoted-7");
    }

    @Test
    void after_a_failure_the_next_attempt_succeeds() {
        Browser browser = signedIn(admin);
        outside.ups.answer(Outside.TOKEN, request -> Answer.of(500, ""));
        Page problem = back(browser, state(toUps(browser)));
        outside.allIsWell();

        assertThat(problem.find("#opt-in").attr("href")).isEqualTo("/oauth2/authorization/" + IDH);
        double before = optIns("granted");
        assertThat(back(browser, state(toUps(browser))).text()).contains("Opted in at UPS.com");
        assertThat(optIns("granted")).isEqualTo(before + 1);
    }

    @Test
    void cancelling_at_ups_is_explained() {
        Browser browser = signedIn(admin);
        String state = state(toUps(browser));

        Page page = browser.get("/login/oauth2/code/" + IDH + "?error=access_denied&state=" + Browser.encode(state));

        assertExplains(page, "CANCELLED");
        assertExplains(back(browser, state), "NOT_EXPECTED");
    }

    @Test
    void coming_back_with_another_error_or_without_a_code_is_explained() {
        Browser browser = signedIn(admin);

        assertExplains(
                browser.get("/login/oauth2/code/" + IDH + "?error=server_error&error_description=%3Cscript%3E&state="
                        + Browser.encode(state(toUps(browser)))),
                "NO_CODE");
        assertExplains(
                browser.get("/login/oauth2/code/" + IDH + "?state=" + Browser.encode(state(toUps(browser)))),
                "NO_CODE");
    }

    @Test
    void a_wrong_or_missing_state_is_refused_without_asking_ups() {
        Browser browser = signedIn(admin);
        toUps(browser);
        int asked = outside.ups.requests(Outside.TOKEN).size();

        assertExplains(back(browser, "guessed"), "NOT_EXPECTED");
        assertExplains(browser.get("/login/oauth2/code/" + IDH + "?code=code-1"), "NOT_EXPECTED");
        assertExplains(browser.get("/login/oauth2/code/" + IDH), "NOT_EXPECTED");
        assertThat(outside.ups.requests(Outside.TOKEN)).hasSize(asked);
    }

    @Test
    void a_callback_that_is_loaded_again_grants_nothing_twice() {
        Browser browser = signedIn(admin);
        String state = state(toUps(browser));
        back(browser, state);

        assertExplains(back(browser, state), "NOT_EXPECTED");
        assertThat(optInEvents()).hasSize(1);
    }

    @Test
    void a_state_works_in_the_session_that_began_and_for_its_application_only() {
        String state = state(toUps(signedIn(admin)));

        assertExplains(back(signedIn(admin), state), "NOT_EXPECTED");

        Browser browser = signedIn(admin);
        String own = state(toUps(browser));
        assertThat(browser.get("/login/oauth2/code/odcs?code=code-1&state=" + Browser.encode(own))
                        .has("[data-problem=NOT_EXPECTED]"))
                .isTrue();
        assertThat(optInEvents()).isEmpty();
    }

    @Test
    void two_tabs_do_not_disturb_each_other() {
        Browser browser = signedIn(admin);
        String first = state(toUps(browser));
        String second = state(toUps(browser));

        assertThat(back(browser, first).text()).contains("Opted in at UPS.com");
        assertThat(back(browser, second).text()).contains("Opted in at UPS.com");
    }

    @Test
    void who_takes_too_long_at_ups_starts_again() {
        Browser browser = signedIn(admin);
        String state = state(toUps(browser));
        clock.advance(Duration.ofMinutes(31));

        assertExplains(back(browser, state), "NOT_EXPECTED");
    }

    @Test
    void a_session_that_ended_at_ups_leads_to_sign_in_with_an_explanation() {
        Browser browser = signedIn(admin);
        String state = state(toUps(browser));
        clock.advance(Duration.ofMinutes(61));

        Page page = back(browser, state);

        assertThat(page.address().getPath()).isEqualTo("/sign-in");
        assertThat(page.find("#ended-at-ups").text()).contains("click Opt-In once more");
        page.find("#username").val(admin);
        page.find("#password").val(PASSWORD);
        assertThat(browser.submit(page, "#sign-in").address().toString()).doesNotContain("code", "state");
    }

    @Test
    void nobody_is_sent_to_ups_while_tokens_could_not_be_sealed() {
        mongo.client()
                .getDatabase(mongo.database())
                .getCollection("sealingKeys")
                .drop();
        outside.tokenManager.answer("/", request -> Answer.of(503, ""));
        outside.tokenManager.answer("/v1/sealing-keys", request -> Answer.of(503, ""));

        assertExplains(signedIn(admin).get("/oauth2/authorization/" + IDH), "NO_SEALING_KEY");
    }

    @Test
    void a_sealing_key_seen_before_is_enough_while_token_manager_is_down() {
        Browser browser = signedIn(admin);
        String state = state(toUps(browser));
        outside.tokenManager.answer("/v1/sealing-keys", request -> Answer.of(-1, ""));

        assertThat(back(browser, state).text()).contains("Opted in at UPS.com");
    }

    @Test
    void another_site_cannot_start_an_opt_in() {
        Page page = signedIn(admin).get("/oauth2/authorization/" + IDH, "Sec-Fetch-Site", "cross-site");

        assertExplains(page, "STARTED_ELSEWHERE");
    }

    @Test
    void an_unknown_application_or_problem_is_not_found() {
        Browser browser = signedIn(admin);

        assertThat(browser.get("/oauth2/authorization/unknown").status()).isEqualTo(404);
        assertThat(browser.get("/login/oauth2/code/unknown?code=c&state=s").status())
                .isEqualTo(404);
        assertThat(browser.get("/company/" + IDH + "/problem/NONSENSE").status())
                .isEqualTo(404);
    }

    @Test
    void an_answer_without_expiry_times_and_with_an_unbelievable_issue_time_is_taken() {
        Browser browser = signedIn(admin);
        String state = state(toUps(browser));
        outside.ups.answer(
                Outside.TOKEN,
                request -> Answer.ok("{\"access_token\":\"sbx-at-x\",\"refresh_token\":\"sbx-rt-x\",\"issued_at\":7}"));

        assertThat(back(browser, state).text()).contains("Opted in at UPS.com");
        assertThat(optInEvents()).hasSize(1);
    }

    private double optIns(String outcome) {
        return metrics.get("opt.ins")
                .tags("application", IDH, "outcome", outcome.toLowerCase(Locale.ROOT))
                .counter()
                .count();
    }

    private void assertExplains(Page page, String problem) {
        assertThat(page.find("#opt-in-problem").attr("data-problem")).isEqualTo(problem);
        assertThat(page.address().getPath()).isEqualTo("/company/" + IDH + "/problem/" + problem);
        assertThat(page.find("h1").text()).doesNotContain("??").isNotBlank();
        assertThat(page.find("#opt-in").text()).isEqualTo("Opt-In");
        assertThat(page.body()).doesNotContain("Exception", "sbx-at-", "sbx-rt-", "code-1", "<script>");
    }
}
