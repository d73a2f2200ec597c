package com.deliveryhistory.optin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.deliveryhistory.events.GrantState;
import com.deliveryhistory.optin.Browser.Page;
import com.deliveryhistory.optin.StandIn.Answer;
import com.deliveryhistory.testing.Patience;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.net.HttpCookie;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import org.bson.BsonBinary;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class SafetyTests extends WebTest {

    private static final String SHARED = "/?text=Sp%C3%A4t%26&status=DELIVERED&from=2026-01-02&order=OLDEST_FIRST";

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
    void sign_in_leads_to_the_view_of_the_history_that_was_shared_and_its_address_is_the_same() {
        Browser browser = browser();
        browser.get("/company"); // what is wanted last counts
        Page page = browser.get(SHARED);
        assertThat(page.address().getQuery()).isNull();
        page.find("#username").val(user);
        page.find("#password").val(PASSWORD);

        Page landed = browser.submit(page, "#sign-in");

        assertThat(landed.address().toString()).endsWith(page.address().getAuthority() + SHARED);
        assertThat(browser.cookies().getCookieStore().getCookies())
                .extracting(HttpCookie::getName)
                .doesNotContain("OPTIN_SESSION_WANTED");
    }

    @Test
    void sign_in_leads_to_no_other_site() {
        Browser browser = browser();
        browser.getOnly("/company?x=//elsewhere.test/");
        assertThat(browser.getOnly("http://localhost:" + port + "//elsewhere.test/")
                        .status())
                .isEqualTo(400);

        assertThat(browser.signIn(admin, PASSWORD).address().getPath()).isEqualTo("/company");
    }

    @Test
    void sign_in_leads_to_the_landing_page_from_an_address_that_is_too_long_to_be_remembered() {
        Browser browser = browser();
        browser.get("/company");
        Page page = browser.get("/company?x=" + "x".repeat(15_000));
        page.find("#username").val(admin);
        page.find("#password").val(PASSWORD);

        Page landed = browser.submit(page, "#sign-in");

        assertThat(landed.status()).isEqualTo(200);
        assertThat(landed.address().getPath()).isEqualTo("/");
    }

    @ParameterizedTest
    @ValueSource(strings = {"//elsewhere.test/", "https://elsewhere.test/", "/\\elsewhere.test/", "/{company}"})
    void whatever_stands_in_the_cookie_leads_to_no_other_site(String planted) {
        Browser browser = browser();
        browser.getOnly("/company");
        HttpCookie cookie = browser.cookies().getCookieStore().getCookies().getFirst();
        assertThat(cookie.getName()).isEqualTo("OPTIN_SESSION_WANTED");
        cookie.setValue(
                Base64.getUrlEncoder().withoutPadding().encodeToString(planted.getBytes(StandardCharsets.UTF_8)));

        Page landed = browser.signIn(admin, PASSWORD);

        assertThat(landed.status()).isEqualTo(200);
        assertThat(landed.address()).hasToString("http://localhost:" + port + "/");
    }

    @ParameterizedTest
    @CsvSource({
        "'GET /?x=LARGE HTTP/1.1\r\nHost: localhost\r\n', This could not be understood, too long",
        "'GET / HTTP/1.1\r\nHost: localhost\r\nAccept-Language: de\r\nX: LARGE\r\n', nicht verständlich, zu lang",
        "'GET /?a={secret} HTTP/1.1\r\nHost: localhost\r\n', This could not be understood, Nothing was changed"
    })
    void a_request_that_the_server_itself_refuses_gets_a_page_of_ours(String request, String title, String words)
            throws IOException {
        String answer;
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            String whole = request.replace("LARGE", "x".repeat(16_500)) + "Connection: close\r\n\r\n";
            socket.getOutputStream().write(whole.getBytes(StandardCharsets.US_ASCII));
            answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }

        assertThat(answer)
                .startsWith("HTTP/1.1 400")
                .containsIgnoringCase("content-type: text/html;charset=utf-8")
                .containsIgnoringCase("content-security-policy: default-src 'none'")
                .contains(title, words, "href=\"/\"")
                .doesNotContain("Tomcat", "secret");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "POST /sign-in HTTP/1.1\\r\\nContent-Length: 5\\r\\nContent-Length: 0\\r\\n\\r\\n",
                "POST /sign-in HTTP/1.1\\r\\nContent-Length: +0\\r\\n\\r\\n",
                "POST /sign-in HTTP/1.1\\r\\nContent-Length: 0\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n0\\r\\n\\r\\n",
                "POST /sign-in HTTP/1.1\\r\\nContent-Length: 0\\r\\nTransfer-Encoding: xchunked\\r\\n\\r\\n",
                "POST /sign-in HTTP/1.1\\r\\nContent-Length: 0\\r\\nTransfer-Encoding : chunked\\r\\n\\r\\n",
                "POST /sign-in HTTP/1.1\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\nzz\\r\\n"
            })
    void what_follows_a_request_whose_end_is_in_doubt_is_no_request(String doubtful) throws IOException {
        String answers = raw(doubtful.replace("\\r\\n", "\r\n").replaceFirst("\r\n", "\r\nHost: localhost\r\n")
                + "GET /livez HTTP/1.1\r\nHost: localhost\r\n\r\n");

        assertThat(answers).startsWith("HTTP/1.1 ").containsOnlyOnce("HTTP/1.1 ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"TRACE", "TRACK"})
    void no_request_is_sent_back_to_whoever_sent_it(String method, CapturedOutput output) throws IOException {
        String answer = raw(method + " /sign-in HTTP/1.1\r\nHost: localhost\r\nX-Mine: reflected\r\n\r\n");

        assertThat(answer).matches("(?s)HTTP/1.1 40[05] .*").doesNotContain("reflected");
        assertThat(output).doesNotContain("path=\"/error\"");
    }

    /** All that comes back to what is sent, until the server closes the connection. */
    private String raw(String requests) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(Math.toIntExact(Patience.LIMIT.toMillis()));
            socket.getOutputStream().write(requests.getBytes(StandardCharsets.US_ASCII));
            socket.shutdownOutput();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/assets/optin.css, text/css;charset=UTF-8",
        "/assets/live.js, text/javascript;charset=UTF-8",
        "/favicon.svg, image/svg+xml;charset=UTF-8",
        "/webjars/htmx.org/dist/htmx.min.js, text/javascript;charset=UTF-8",
        "/webjars/picocss__pico/css/pico.min.css, text/css;charset=UTF-8"
    })
    void every_file_of_our_pages_says_what_it_is_and_how_it_is_encoded(String path, String type) {
        Page file = browser().getOnly(path);

        assertThat(file.status()).isEqualTo(200);
        assertThat(file.header("Content-Type").replace("; ", ";")).isEqualToIgnoringCase(type);
        assertThat(file.header("X-Content-Type-Options")).isEqualTo("nosniff");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/assets",
                "/assets/",
                "/webjars/",
                "/webjars/htmx.org/dist/",
                "/static/",
                "/templates/",
                "/webjars/htmx.org/package.json",
                "/webjars/htmx.org/dist/ext/debug.js",
                "/webjars/picocss__pico/scss/pico.scss"
            })
    void folders_and_files_that_no_page_uses_are_not_shown(String path) {
        assertThat(signedIn(user).getOnly(path).status()).isIn(403, 404);
        assertThat(browser().getOnly(path).status()).isIn(302, 404);
    }

    @Test
    void nothing_that_is_logged_looks_like_a_line_of_its_own_or_steers_a_terminal(CapturedOutput output) {
        String typed = "typed\r\n2026-01-01 forged\u2028\u001b[2J\u202e";

        LoggerFactory.getLogger("typed").warn("They typed {}", typed, new IllegalStateException(typed));

        assertThat(output.getAll())
                .contains("They typed typed_\n| 2026-01-01 forged__[2J_\n")
                .contains(
                        "java.lang.IllegalStateException: typed_\n| 2026-01-01 forged__[2J_\n\tat com.deliveryhistory.")
                .doesNotContain("\n2026-01-01 forged", "\u001b[2J", "\u2028", "\u202e");
        assertThat(output.getAll().split("java.lang.IllegalStateException: typed", -1))
                .hasSize(2);
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
    void a_form_whose_address_repeats_one_of_its_fields_does_nothing(CapturedOutput output) {
        activate();
        Browser browser = signedIn(admin);
        Page confirm = browser.get("/company/" + IDH + "/withdraw");
        String action = confirm.find("#confirm").attr("action");

        confirm.find("#confirm").attr("action", action + "?%61uthorizedAt=2026-01-01T00:00:00Z");
        Page page = browser.submit(confirm, "#confirm");

        assertThat(page.status()).isEqualTo(400);
        assertThat(optInEvents()).isEmpty();
        assertThat(output.getAll())
                .contains("event=\"REQUEST_REFUSED\" person=\"" + admin + "\"", "a field stands in query and form");
        confirm.find("#confirm").attr("action", action + "?other=1");
        assertThat(browser.submit(confirm, "#confirm").status()).isEqualTo(200);
        assertThat(optInEvents()).hasSize(1);
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
