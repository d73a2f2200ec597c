package com.deliveryhistory.optin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.deliveryhistory.events.GrantState;
import com.deliveryhistory.optin.Browser.Page;
import com.deliveryhistory.optin.StandIn.Answer;
import com.nimbusds.jwt.SignedJWT;
import java.net.HttpCookie;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import org.bson.BsonBinary;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class SafetyTests extends WebTest {

    @Test
    void a_wrong_password_and_an_unknown_name_look_the_same() {
        Page wrong = browser().signIn(admin, "wrong-password");
        Page unknown = browser().signIn("nobody-at-all", PASSWORD);

        assertThat(wrong.find("#sign-in-refused").text())
                .isEqualTo(unknown.find("#sign-in-refused").text());
        assertThat(browser()
                        .signIn(admin.toUpperCase(java.util.Locale.ROOT), PASSWORD)
                        .has("#opt-in-screen"))
                .isTrue();
    }

    @Test
    void everything_but_the_sign_in_page_needs_a_sign_in() {
        for (String path : List.of("/", "/company", "/packages/1Z", "/oauth2/authorization/" + IDH, "/nothing")) {
            assertThat(browser().get(path).address().getPath()).isEqualTo("/sign-in");
        }
        assertThat(browser().get("/livez").status()).isEqualTo(200);
        assertThat(browser().get("/readyz").status()).isEqualTo(200);
        assertThat(browser().get("/actuator/prometheus").address().getPath()).isEqualTo("/sign-in");
    }

    @Test
    void sign_in_leads_back_to_the_page_that_was_wanted() {
        Browser browser = browser();
        Page page = browser.get("/company");
        page.find("#username").val(admin);
        page.find("#password").val(PASSWORD);

        assertThat(browser.submit(page, "#sign-in").address().getPath()).isEqualTo("/company");
    }

    @Test
    void sign_in_leads_back_to_a_page_with_the_longest_of_addresses() {
        Browser browser = browser();
        Page page = browser.get("/company?x=" + "x".repeat(15_000));
        page.find("#username").val(admin);
        page.find("#password").val(PASSWORD);

        Page wanted = browser.submit(page, "#sign-in");

        assertThat(wanted.status()).isEqualTo(200);
        assertThat(wanted.address().getRawQuery()).startsWith("x=xxx");
    }

    @Test
    void the_cookies_are_out_of_reach_of_scripts_and_of_other_sites_forms() {
        Browser browser = browser();
        Page signIn = browser.getOnly("/sign-in");
        assertThat(signIn.header("Set-Cookie"))
                .startsWith("OPTIN_SESSION_CSRF=")
                .contains("HttpOnly", "SameSite=Lax", "Path=/");

        assertThat(browser.getOnly("/").header("Set-Cookie"))
                .startsWith("OPTIN_SESSION=")
                .contains("HttpOnly", "SameSite=Lax", "Path=/");
        HttpCookie before = browser.sessionCookie();
        browser.signIn(admin, PASSWORD);
        HttpCookie after = browser.sessionCookie();
        assertThat(after.getValue()).isNotEqualTo(before.getValue());
    }

    @Test
    void a_form_for_signing_in_counts_for_the_browser_that_it_was_made_for_alone() {
        Page others = browser().get("/sign-in");
        others.find("#username").val(admin);
        others.find("#password").val(PASSWORD);
        Browser browser = browser();
        browser.get("/sign-in");

        assertThat(browser.submit(others, "#sign-in").address())
                .hasToString("http://localhost:" + port + "/sign-in?ended");
        assertThat(browser.get("/").address().getPath()).isEqualTo("/sign-in");
    }

    @Test
    void a_form_of_before_the_sign_in_does_nothing_after_it() {
        Browser browser = browser();
        String before = browser.get("/sign-in").find("input[name=_csrf]").val();
        HttpCookie planted = browser.cookies().getCookieStore().getCookies().getFirst();
        browser.signIn(admin, PASSWORD);
        browser.cookies().getCookieStore().add(URI.create("http://localhost:" + port + "/"), planted);

        assertThat(browser.post("/sessions/end-all", "_csrf=" + Browser.encode(before))
                        .status())
                .isEqualTo(403);
        assertThat(browser.get("/profile").status()).isEqualTo(200);
    }

    @Test
    void who_signs_out_over_tls_leaves_nothing_stored_in_the_browser_and_stays_known_to_it() {
        Browser browser = signedIn(user);
        String form = "_csrf="
                + Browser.encode(
                        browser.get("/sessions").find("input[name=_csrf]").val());
        Page out = browser.postOnly("/sign-out", form, "X-Forwarded-Proto", "https");

        assertThat(out.status()).isEqualTo(302);
        assertThat(out.header("Clear-Site-Data")).isEqualTo("\"storage\"");
        assertThat(browser.cookies().getCookieStore().getCookies())
                .extracting(HttpCookie::getName)
                .contains("OPTIN_DEVICE");
    }

    @Test
    void who_signs_out_everywhere_over_tls_leaves_nothing_stored_either() {
        Browser browser = signedIn(user);
        String form = "_csrf="
                + Browser.encode(
                        browser.get("/sessions").find("input[name=_csrf]").val());

        Page refused = browser.postOnly("/sessions/end-all", form + "&current=wrong", "X-Forwarded-Proto", "https");
        Page out = browser.postOnly("/sessions/end-all", form + "&current=" + PASSWORD, "X-Forwarded-Proto", "https");

        assertThat(refused.header("Clear-Site-Data")).isEmpty();
        assertThat(out.status()).isEqualTo(302);
        assertThat(out.header("Clear-Site-Data")).isEqualTo("\"storage\"");
    }

    @Test
    void the_token_of_forms_has_256_random_bits_before_and_after_the_sign_in() {
        Browser browser = browser();
        browser.get("/sign-in");
        String visitors =
                browser.cookies().getCookieStore().getCookies().getFirst().getValue();

        Page landing = browser.signIn(admin, PASSWORD);

        assertThat(Base64.getUrlDecoder().decode(visitors)).hasSize(32);
        String masked = landing.find("input[name=_csrf]").val(); // with as many random bytes, against BREACH
        assertThat(Base64.getUrlDecoder().decode(masked)).hasSize(2 * visitors.length());
    }

    @Test
    void pages_forbid_foreign_scripts_frames_and_caches() {
        Page page = signedIn(admin).get("/company");

        assertThat(page.header("Content-Security-Policy"))
                .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
                .doesNotContain("unsafe");
        assertThat(page.header("Cross-Origin-Opener-Policy")).isEqualTo("same-origin");
        assertThat(page.header("Cross-Origin-Resource-Policy")).isEqualTo("same-origin");
        assertThat(page.header("Permissions-Policy")).contains("camera=()", "geolocation=()");
        assertThat(page.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(page.header("Cache-Control")).contains("no-store");
        assertThat(page.document().select("script:not([src]), style, [style], [onclick]"))
                .isEmpty();
        assertThat(browser().get("/webjars/htmx.org/dist/htmx.min.js").status()).isEqualTo(200);
        assertThat(browser().get("/webjars/picocss__pico/css/pico.min.css").status())
                .isEqualTo(200);
        assertThat(browser().get("/assets/optin.css").status()).isEqualTo(200);
    }

    @Test
    void over_tls_browsers_are_told_to_use_nothing_else() {
        for (String path : List.of("/sign-in", "/", "/nothing", "/assets/optin.css")) {
            assertThat(browser().getOnly(path, "X-Forwarded-Proto", "https").header("Strict-Transport-Security"))
                    .contains("max-age=31536000");
        }
    }

    @Test
    void a_form_without_its_csrf_token_does_nothing() {
        activate();
        Browser browser = signedIn(admin);

        Page page = browser.post("/company/" + IDH + "/withdraw", "authorizedAt=2026-01-01T00:00:00Z");

        assertThat(page.status()).isEqualTo(403);
        assertThat(page.text()).contains("Nothing was changed");
        assertThat(optInEvents()).isEmpty();
    }

    @Test
    void nonsense_in_a_form_is_no_server_error() {
        activate();
        Browser browser = signedIn(admin);
        Page confirm = browser.get("/company/" + IDH + "/withdraw");
        confirm.find("input[name=authorizedAt]").val("yesterday");

        Page page = browser.submit(confirm, "#confirm");

        assertThat(page.status()).isEqualTo(400);
        assertThat(page.text()).doesNotContain("yesterday", "Exception");
    }

    @Test
    void an_unknown_page_is_explained() {
        Page page = signedIn(user).get("/nothing/here");

        assertThat(page.status()).isEqualTo(404);
        assertThat(page.find("#error-404").text()).contains("no such page");
        assertThat(page.text()).doesNotContain("Whitelabel");
    }

    @Test
    void a_failure_of_our_own_is_a_page_without_a_stack_trace() {
        activate();
        mongo.client()
                .getDatabase(mongo.database())
                .getCollection("grants")
                .updateOne(
                        new org.bson.Document("_id", company + "/" + IDH),
                        new org.bson.Document("$set", new org.bson.Document("state", "NONSENSE")));

        Page page = signedIn(user).get("/");

        assertThat(page.status()).isEqualTo(500);
        assertThat(page.text())
                .contains("Something went wrong here")
                .doesNotContain("NONSENSE", "Exception", "at com.");
    }

    @Test
    void deliveries_are_asked_for_in_the_name_of_the_signed_in_persons_company() throws Exception {
        activate();
        outside.historyWorker.answer("/v1/companies/" + company, request -> Answer.ok("{\"packages\":[]}"));
        Browser browser = signedIn(user);

        browser.get("/?company=other&companyId=other");
        browser.get("/packages/1Z?company=other&companyId=other");

        List<StandIn.Request> requests = outside.historyWorker.requests("/v1/companies/").stream()
                .filter(request ->
                        request.path().contains(company) || request.path().contains("other"))
                .toList();
        assertThat(requests).hasSizeGreaterThanOrEqualTo(2);
        for (StandIn.Request request : requests) {
            assertThat(request.path()).startsWith("/v1/companies/" + company + "/");
            String bearer = Objects.requireNonNull(request.headers().get("Authorization"));
            SignedJWT jwt = SignedJWT.parse(bearer.substring("Bearer ".length()));
            assertThat(jwt.getJWTClaimsSet().getStringClaim("company")).isEqualTo(company);
            assertThat(jwt.getJWTClaimsSet().getAudience()).containsExactly("history-worker");
        }
    }

    @Test
    void a_redirect_of_history_worker_is_not_followed_with_the_companys_token() {
        activate();
        String elsewhere = "/elsewhere/" + company;
        outside.historyWorker.answer(elsewhere, request -> Answer.ok("{\"packages\":[]}"));
        outside.historyWorker.answer(
                "/v1/companies/" + company, request -> Answer.movedTo(outside.historyWorker.address() + elsewhere));
        Browser browser = signedIn(admin);

        assertThat(browser.get("/").has("#history-unavailable")).isTrue();
        assertThat(browser.get("/deliveries.csv").has("#download-unavailable")).isTrue();
        Page upload = browser.get("/tracking-numbers");
        assertThat(upload.has("#uploads-unavailable")).isTrue();
        assertThat(browser.upload(upload, "#numbers-form", "numbers.csv", "1Z".getBytes(StandardCharsets.UTF_8))
                        .status())
                .isEqualTo(503);
        assertThat(outside.historyWorker.requests("/v1/companies/" + company)).hasSizeGreaterThan(3);
        assertThat(outside.historyWorker.requests(elsewhere)).isEmpty();
    }

    @Test
    void another_companys_package_is_not_found_however_it_is_asked_for() {
        activate();
        outside.historyWorker.answer(
                "/v1/companies/c149/packages/1Z149", request -> Answer.ok(LandingPageTests.packageNamed("1Z149")));
        Browser browser = signedIn(user);
        int asked = outside.historyWorker.requests("/v1/companies/c149/").size();

        for (String path : List.of(
                "/packages/1Z149",
                "/packages/..%2F..%2Fc149%2Fpackages%2F1Z149",
                "/packages/..%252F..%252Fc149%252Fpackages%252F1Z149",
                "/packages/1Z149?companyId=c149")) {
            Page page = browser.get(path);
            assertThat(page.status()).isIn(400, 404);
            assertThat(page.text()).doesNotContain("Jane Roe");
        }
        assertThat(outside.historyWorker.requests("/v1/companies/c149/")).hasSize(asked);
    }

    @Test
    void one_companys_opt_in_is_not_anothers() {
        activate();

        assertThat(signedIn("c150-user").get("/").has("#opt-in-screen")).isTrue();
    }

    @Test
    void signing_out_ends_the_session_even_if_a_page_asks_at_the_same_time() {
        Browser browser = signedIn(admin);
        HttpCookie session = browser.sessionCookie();
        Page page = browser.submit(browser.get("/"), "#sign-out");
        assertThat(page.text()).contains("You have signed out");

        Page late = browser().get("/", "Cookie", session.getName() + "=" + session.getValue());

        assertThat(late.address().getPath()).isEqualTo("/sign-in");
    }

    @Test
    void a_live_part_of_a_page_whose_session_ended_has_the_page_loaded_anew() {
        Browser browser = signedIn(admin);
        String question = browser.get("/").find("#live").attr("hx-get");
        clock.advance(Duration.ofHours(13));

        Page page = browser.get(question, "HX-Request", "true");

        assertThat(page.header("HX-Refresh")).isEqualTo("true");
        assertThat(page.body()).isEmpty();
    }

    @Test
    void no_token_code_state_or_password_is_kept_or_logged_even_if_everything_logs_in_debug(CapturedOutput output) {
        LoggingSystem logging = LoggingSystem.get(getClass().getClassLoader());
        logging.setLogLevel(LoggingSystem.ROOT_LOGGER_NAME, LogLevel.DEBUG);
        try {
            assertThatNothingIsKeptOrLogged(output);
        } finally {
            logging.setLogLevel(LoggingSystem.ROOT_LOGGER_NAME, LogLevel.INFO);
        }
    }

    private void assertThatNothingIsKeptOrLogged(CapturedOutput output) {
        Browser browser = signedIn(admin);
        String state = state(toUps(browser));
        assertThat(back(browser, state).text()).contains("Opted in at UPS.com");
        outside.ups.answer(Outside.TOKEN, request -> Answer.of(400, "{\"sbx-at-broken\":"));
        String second = state(toUps(browser));
        back(browser, second);

        List<String> places = new ArrayList<>(List.of(output.getAll()));
        var database = mongo.client().getDatabase(mongo.database());
        for (String collection : database.listCollectionNames()) {
            database.getCollection(collection, BsonDocument.class)
                    .find()
                    .forEach(document -> places.add(text(document)));
        }
        assertThat(places).hasSizeGreaterThan(5);
        assertThat(output.getAll()).contains(" DEBUG ");
        assertThat(places)
                .allSatisfy(place ->
                        assertThat(place).doesNotContain("sbx-at-", "sbx-rt-", "code-1", PASSWORD, state, second));
    }

    /** With the text inside binary fields, where serialised session attributes are. */
    private static String text(BsonValue value) {
        if (value instanceof BsonDocument document) {
            StringBuilder all = new StringBuilder();
            document.forEach((name, field) ->
                    all.append(name).append('=').append(text(field)).append('\n'));
            return all.toString();
        }
        return value instanceof BsonBinary binary
                ? new String(binary.getData(), StandardCharsets.ISO_8859_1)
                : value.toString();
    }

    private void activate() {
        tokenManagerSays(GrantState.ACTIVE, null);
        Browser browser = signedIn(user);
        await().until(() -> browser.get("/").has("#delivery-history"));
    }
}
