package com.deliveryhistory.optin;

import static org.assertj.core.api.Assertions.assertThat;

import com.deliveryhistory.optin.Browser.Page;
import com.mongodb.client.MongoCollection;
import com.nimbusds.jwt.JWTClaimsSet;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.bson.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.web.util.UriComponentsBuilder;

/** People of company c149, which has an identity provider of its own. */
@ExtendWith(OutputCaptureExtension.class)
class CompanySignInTests extends WebTest {

    private static final String COMPANY = "c149";

    /** So many may come to nothing from one network, as {@code sign-in.free-of-address} is by default. */
    private static final int FREE = 50;

    /** Of this test alone. */
    private final String person = "p" + UUID.randomUUID().toString().substring(0, 8);

    private final String email = person + "@c149.example";

    /** Of this test alone, as what comes to nothing counts by network. */
    private final String network = "2001:db8:" + person.substring(1, 5) + ":" + person.substring(5) + "::1";

    private Browser browser;

    @BeforeEach
    void known() {
        browser = stranger();
        add(person, COMPANY, email);
    }

    @Test
    void somebody_whose_verified_address_is_known_is_signed_in() {
        Page page = signIn(claims -> claims);

        assertThat(page.has("#sign-out")).isTrue();
        assertThat(page.text()).contains(person);
        assertThat(page.address().getQuery()).isNull();
    }

    @Test
    void the_account_stays_the_same_when_the_address_changes() {
        signIn(claims -> claims);
        Browser again = stranger();
        Asked asked = begin(again);

        Page page = back(again, asked, code(asked, claims -> claims.claim("email", "other@c149.example")));

        assertThat(page.text()).contains(person);
    }

    @Test
    void the_page_that_was_wanted_is_shown() {
        browser.get("/profile");

        assertThat(signIn(claims -> claims).address().getPath()).isEqualTo("/profile");
    }

    @Test
    void the_session_has_another_id_than_before() {
        Asked asked = begin(browser);
        String before = browser.sessionCookie().getValue();

        back(browser, asked, code(asked, claims -> claims));

        assertThat(browser.sessionCookie().getValue()).isNotEqualTo(before);
    }

    @Test
    void an_address_finds_the_provider_whether_or_not_there_is_such_a_person() {
        for (String address : new String[] {email, "nobody@c149.example"}) {
            Page page = browser.get("/sso");
            page.find("#email").val(address);
            Page found = browser.submit(page, "#find");
            assertThat(found.find("#to-provider").attr("href")).isEqualTo("/sso/c149");
        }
        Page page = browser.get("/sso");
        page.find("#email").val("ann@elsewhere.example");
        assertThat(browser.submit(page, "#find").status()).isEqualTo(422);
    }

    @Test
    void what_is_not_proved_signs_nobody_in() {
        Instant past = Instant.now().minusSeconds(600);
        Stream.<UnaryOperator<JWTClaimsSet.Builder>>of(
                        claims -> claims.issuer("https://another.example"),
                        claims -> claims.audience("another-client"),
                        claims -> claims.claim("nonce", "another"),
                        claims -> claims.claim("nonce", null),
                        claims -> claims.subject(null),
                        claims -> claims.issueTime(Date.from(past)).expirationTime(Date.from(past.plusSeconds(60))))
                .forEach(change -> assertThat(problem(signIn(change))).isEqualTo("NOT_PROVED"));
    }

    @Test
    void a_token_of_another_signer_signs_nobody_in() {
        Asked asked = begin(browser);

        Page page = back(browser, asked, outside.identityProvider.forgedCode(person, email, asked.nonce()));

        assertThat(problem(page)).isEqualTo("NOT_PROVED");
    }

    @Test
    void an_address_that_is_not_verified_or_not_the_companys_signs_nobody_in() {
        assertThat(problem(signIn(claims -> claims.claim("email_verified", false))))
                .isEqualTo("NO_ADDRESS");
        assertThat(problem(signIn(claims -> claims.claim("email_verified", null))))
                .isEqualTo("NO_ADDRESS");
        assertThat(problem(signIn(claims -> claims.claim("email", null)))).isEqualTo("NO_ADDRESS");
        assertThat(problem(signIn(claims -> claims.claim("email", "ann@elsewhere.example"))))
                .isEqualTo("NO_ADDRESS");
    }

    @Test
    void a_provider_that_is_known_to_verify_addresses_need_not_say_so_but_must_not_deny_it() {
        String address = person + "@c148.example";
        add(person + "-148", "c148", address);
        Asked asked = begin(browser, "c148");
        Page denied = back(
                browser,
                "c148",
                asked,
                code(asked, claims -> claims.claim("email", address).claim("email_verified", false)));
        assertThat(problem(denied)).isEqualTo("NO_ADDRESS");

        asked = begin(browser, "c148");
        Page silent = back(
                browser,
                "c148",
                asked,
                code(asked, claims -> claims.claim("email", address).claim("email_verified", null)));

        assertThat(silent.text()).contains(person + "-148");
    }

    @Test
    void where_passwords_are_off_a_right_one_leads_to_the_provider_and_a_wrong_one_tells_nothing() {
        Page right = browser.signIn("c148-admin", PASSWORD);
        assertThat(right.status()).isEqualTo(422);
        assertThat(right.find("#sign-in-passwords-off a").attr("href")).isEqualTo("/sso");
        assertThat(browser.get("/").address().getPath()).isEqualTo("/sign-in");

        Page wrong = browser.signIn("c148-admin", "something else entirely");
        assertThat(wrong.has("#sign-in-passwords-off")).isFalse();
        assertThat(wrong.has("#sign-in-refused")).isTrue();
    }

    @Test
    void a_provider_signs_in_nobody_of_another_company() {
        add(person + "-other", company, "other-" + email);

        assertThat(problem(signIn(claims -> claims.claim("email", "other-" + email))))
                .isEqualTo("UNKNOWN_PERSON");
    }

    @Test
    void somebody_disabled_stays_out() {
        signIn(claims -> claims);
        collection("companies")
                .updateOne(
                        new Document("_id", COMPANY),
                        new Document("$pull", new Document("users", person))
                                .append("$addToSet", new Document("disabled", person)));

        assertThat(problem(signIn(claims -> claims))).isEqualTo("UNKNOWN_PERSON");
        assertThat(browser.get("/").address().getPath()).isEqualTo("/sign-in");
    }

    @Test
    void an_answer_that_nobody_asked_for_or_that_came_already_is_refused() {
        assertThat(problem(browser.get("/sso/c149/callback?code=a&state=b"))).isEqualTo("NOT_EXPECTED");
        Asked asked = begin(browser);
        String code = code(asked, claims -> claims);
        back(browser, asked, code);

        assertThat(problem(back(browser, asked, code))).isEqualTo("NOT_EXPECTED");
    }

    @Test
    void another_state_issuer_or_company_is_refused() {
        Asked asked = begin(browser);
        String code = code(asked, claims -> claims);
        assertThat(problem(browser.get("/sso/c149/callback?code=" + code + "&state=another")))
                .isIn("NOT_PROVED", "NOT_EXPECTED");

        asked = begin(browser);
        assertThat(problem(
                        browser.get("/sso/c149/callback?iss=https://another.example&code=a&state=" + encoded(asked))))
                .isEqualTo("NOT_PROVED");

        asked = begin(browser);
        assertThat(problem(browser.get("/sso/c150/callback?code=a&state=" + encoded(asked))))
                .isEqualTo("NOT_EXPECTED");
    }

    @Test
    void a_refusal_and_an_outage_are_explained() {
        Asked asked = begin(browser);
        Page refused = browser.get("/sso/c149/callback?error=access_denied&state=" + encoded(asked));
        assertThat(refused.find("#problem").text()).contains("broken off");

        assertThat(browser.get("/sso/c150").find("#problem").text()).contains("does not answer");
        assertThat(browser.get("/sso/nobody").status()).isEqualTo(404);
    }

    @Test
    void who_tries_many_addresses_waits_and_is_told_how_long(CapturedOutput output) {
        Page page = browser.get("/sso");
        for (int i = 0; i < FREE; i++) {
            assertThat(find(page, "ann@company-" + i + ".example").status()).isEqualTo(422);
        }

        Page refused = find(page, email);

        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.has("#to-provider")).isFalse();
        assertThat(refused.find("#throttled").text()).contains("seconds, then try again");
        assertThat(Integer.parseInt(refused.header("Retry-After"))).isBetween(1, 10);
        assertThat(output.getAll()).contains("event=\"SIGN_IN_THROTTLED\" person=\"" + email + "\" address=\"");
        assertThat(browser.getOnly("/sso/nobody").status()).isEqualTo(429);
        clock.advance(Duration.ofSeconds(11));
        assertThat(find(page, email).has("#to-provider")).isTrue();
    }

    @Test
    void an_address_that_has_a_provider_counts_for_nothing() {
        Page page = browser.get("/sso");

        for (int i = 0; i <= FREE; i++) {
            assertThat(find(page, email).status()).isEqualTo(200);
        }
    }

    @Test
    void who_goes_to_the_provider_again_and_again_waits_unless_the_sign_in_succeeds() {
        goToTheProvider(browser, FREE - 1);

        assertThat(signIn(claims -> claims).text()).contains(person);

        goToTheProvider(stranger(), 1);
        assertThat(stranger().getOnly("/sso/c149").status()).isEqualTo(429);
    }

    @Test
    void in_a_browser_that_somebody_of_the_company_signed_in_with_nobody_waits_for_what_others_try() {
        browser.submit(signIn(claims -> claims), "#sign-out");
        goToTheProvider(stranger(), FREE);

        assertThat(stranger().getOnly("/sso/c149").status()).isEqualTo(429);
        assertThat(signIn(claims -> claims).text()).contains(person);
    }

    @Test
    void an_outage_of_the_provider_is_held_against_nobody() {
        for (int i = 0; i <= FREE; i++) {
            assertThat(problem(browser.get("/sso/c150"))).isEqualTo("UNAVAILABLE");
        }
    }

    @Test
    void an_answer_that_nobody_asked_for_does_not_tell_whether_the_company_has_a_provider() {
        for (String companyId : List.of(COMPANY, "nobody")) {
            assertThat(problem(browser.get("/sso/" + companyId + "/callback?code=a&state=b")))
                    .isEqualTo("NOT_EXPECTED");
        }
    }

    @Test
    void who_signs_out_is_led_to_the_provider_to_sign_out_there_too() {
        Page page = signIn(claims -> claims.claim("sid", "s/1 &"));
        int asked = outside.identityProvider.asked();

        Page out = browser.submit(page, "#sign-out");

        assertThat(out.status()).isEqualTo(200);
        String address = out.find("#at-provider").attr("href");
        assertThat(out.header("Refresh")).isEqualTo("0;url=" + address);
        assertThat(address).startsWith(outside.identityProvider.issuer() + "/end-session?tenant=1&");
        assertThat(StandIn.parameters(URI.create(address).getRawQuery()))
                .containsEntry("client_id", "optin-web")
                .containsEntry("logout_hint", "s/1 &")
                .containsEntry("post_logout_redirect_uri", "http://localhost:" + port + "/sign-in")
                .doesNotContainKey("id_token_hint");
        assertThat(outside.identityProvider.asked()).isEqualTo(asked);
        assertThat(browser.get("/").address().getPath()).isEqualTo("/sign-in");
        assertThat(browser.get("/sign-in?state=signed-out").text()).contains("You have signed out.");
    }

    @Test
    void where_nobody_is_led_to_the_provider_it_is_said_that_the_session_there_goes_on() {
        String address = person + "@c148.example";
        add(person + "-148", "c148", address);
        Asked asked = begin(browser, "c148");
        Page page = back(browser, "c148", asked, code(asked, claims -> claims.claim("email", address)));

        Page out = browser.submit(page, "#sign-out");

        assertThat(out.address().getPath()).isEqualTo("/sign-in");
        assertThat(out.find("#signed-out-here").text()).contains("still signed in at your company's identity provider");
    }

    @Test
    void who_signed_in_with_a_password_signs_out_here_alone() {
        Browser other = signedIn(user);

        Page out = other.submit(other.get("/"), "#sign-out");

        assertThat(out.address().getQuery()).isEqualTo("signed-out");
    }

    private Browser stranger() {
        return browser().from(network);
    }

    private Page find(Page page, String address) {
        page.find("#email").val(address);
        return browser.submit(page, "#find");
    }

    private static void goToTheProvider(Browser browser, int times) {
        for (int i = 0; i < times; i++) {
            assertThat(browser.getOnly("/sso/c149").status()).isEqualTo(302);
        }
    }

    private record Asked(String state, String nonce) {}

    private Page signIn(UnaryOperator<JWTClaimsSet.Builder> change) {
        Asked asked = begin(browser);
        return back(browser, asked, code(asked, change));
    }

    private static Asked begin(Browser browser) {
        return begin(browser, COMPANY);
    }

    private static Asked begin(Browser browser, String companyId) {
        Page page = browser.getOnly("/sso/" + companyId);
        URI provider = URI.create(page.header("Location"));
        assertThat(provider.toString()).startsWith(outside.identityProvider.issuer() + "/authorize");
        var asked =
                UriComponentsBuilder.fromUri(provider).build().getQueryParams().toSingleValueMap();
        assertThat(asked)
                .containsKeys("state", "nonce", "code_challenge")
                .containsEntry("code_challenge_method", "S256");
        return new Asked(decoded(asked.getOrDefault("state", "")), decoded(asked.getOrDefault("nonce", "")));
    }

    private String code(Asked asked, UnaryOperator<JWTClaimsSet.Builder> change) {
        return outside.identityProvider.code(person, email, asked.nonce(), change);
    }

    private static Page back(Browser browser, Asked asked, String code) {
        return back(browser, COMPANY, asked, code);
    }

    private static Page back(Browser browser, String companyId, Asked asked, String code) {
        return browser.get("/sso/" + companyId + "/callback?code=" + code + "&state=" + encoded(asked));
    }

    private static String encoded(Asked asked) {
        return Browser.encode(asked.state());
    }

    private static String decoded(String value) {
        return URLDecoder.decode(value, StandardCharsets.UTF_8);
    }

    private static String problem(Page page) {
        return String.valueOf(page.address().getQuery()).replace("problem=", "");
    }

    private void add(String name, String companyId, String address) {
        collection("users")
                .insertOne(new Document("_id", name)
                        .append("name", name)
                        .append("company", companyId)
                        .append("role", "USER")
                        .append("email", address)
                        .append("emailKey", address));
    }

    private MongoCollection<Document> collection(String name) {
        return mongo.client().getDatabase(mongo.database()).getCollection(name);
    }
}
