package com.deliveryhistory.optin;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Updates.set;
import static org.assertj.core.api.Assertions.assertThat;

import com.deliveryhistory.events.CompanyId;
import com.deliveryhistory.optin.Browser.Page;
import com.deliveryhistory.optin.accounts.Accounts;
import com.deliveryhistory.optin.accounts.EmailAddress;
import com.deliveryhistory.optin.accounts.Member.Role;
import com.deliveryhistory.optin.credentials.PasswordResets;
import com.deliveryhistory.optin.invitations.Inviting;
import com.deliveryhistory.optin.secondfactor.TotpCodes;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jwt.JWTClaimsSet;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

/** Who is signed in by a company's identity provider, and who is not. */
class CompanySignInTests extends CompanySignInTest {

    @Autowired
    Inviting inviting;

    @Autowired
    PasswordResets resets;

    @Autowired
    Accounts accounts;

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
        browser.get("/?text=shared");

        assertThat(signIn(claims -> claims).address().toString()).endsWith("/?text=shared");
    }

    @Test
    void a_page_of_another_site_begins_no_sign_in_but_leads_to_a_page_that_does() {
        Page asked = browser.getOnly("/sso/c149", "Sec-Fetch-Site", "cross-site");

        assertThat(asked.status()).isEqualTo(200);
        assertThat(asked.header("Set-Cookie")).doesNotContain("OPTIN_SESSION=");
        assertThat(asked.find("#to-provider").text()).isEqualTo("Sign in with your company's account");
        Page led = browser.getOnly(asked.find("#to-provider").attr("href"), "Sec-Fetch-Site", "same-origin");
        assertThat(led.header("Location")).startsWith(outside.identityProvider.issuer() + "/authorize");
    }

    @Test
    void the_page_for_those_from_another_site_does_not_tell_whether_there_is_such_a_company() {
        Page none = browser.getOnly("/sso/none-such", "Sec-Fetch-Site", "cross-site");

        assertThat(none.status()).isEqualTo(200);
        assertThat(none.find("#content, main").text())
                .isEqualTo(browser.getOnly("/sso/c149", "Sec-Fetch-Site", "cross-site")
                        .find("#content, main")
                        .text());
    }

    @Test
    void who_is_signed_in_already_is_told_before_somebody_else_takes_the_place() {
        assertThat(browser.get("/sso").has("#signed-in")).isFalse();
        signIn(claims -> claims);

        for (Page page : List.of(browser.get("/sso"), browser.getOnly("/sso/c149", "Sec-Fetch-Site", "cross-site"))) {
            assertThat(page.find("#signed-in").text()).contains(person + " of Company c149", "Go on as " + person);
            assertThat(page.find("#signed-in a").attr("href")).isEqualTo("/");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"same-origin", "same-site", "none"})
    void who_comes_from_here_or_by_hand_is_led_to_the_provider_at_once(String site) {
        assertThat(browser.getOnly("/sso/c149", "Sec-Fetch-Site", site).header("Location"))
                .startsWith(outside.identityProvider.issuer() + "/authorize");
    }

    @Test
    void who_has_no_password_here_is_asked_for_none() {
        signIn(claims -> claims);
        Browser elsewhere = browser;
        browser = stranger();
        signIn(claims -> claims);

        Page sessions = browser.get("/sessions");
        assertThat(sessions.has("#current")).isFalse();
        assertThat(browser.submit(sessions, "#end-sessions").has("#sessions-ended"))
                .isTrue();
        assertThat(elsewhere.get("/").address().getPath()).isEqualTo("/sign-in");
        assertThat(setUpSecondFactorWithoutPassword()).isNotEmpty();
    }

    @Test
    void who_has_a_password_of_earlier_times_is_asked_for_a_code_in_its_place() {
        String address = person + "@c148.example";
        add(person + "-148", "c148", address);
        collection("users").updateOne(eq("_id", person + "-148"), set("passwordHash", "of earlier times"));
        Asked asked = begin(browser, "c148");
        back(browser, "c148", asked, code(asked, claims -> claims.claim("email", address)));

        assertThat(browser.get("/sessions").has("#current")).isFalse();
        String recoveryCode = setUpSecondFactorWithoutPassword();
        Page settings = browser.get("/second-factor/settings");
        assertThat(settings.document().select("[type=password]")).isEmpty();
        assertThat(browser.submit(settings, "#renew").has("#recovery-codes")).isFalse();
        settings.find("#codes-code").val(recoveryCode);
        assertThat(browser.submit(settings, "#renew").has("#recovery-codes")).isTrue();
    }

    private String setUpSecondFactorWithoutPassword() {
        Page setUp = browser.get("/second-factor/set-up");
        assertThat(setUp.has("#current")).isFalse();
        setUp.find("#code").val(TotpCodes.at(setUp.find("#secret").text().replace(" ", ""), clock.instant()));
        return browser.submit(setUp, "#confirm").find("#recovery-codes code").text();
    }

    @Test
    void a_provider_is_asked_for_the_second_factor_that_counts() {
        assertThat(browser.getOnly("/sso/c148").header("Location")).contains("&acr_values=strong%20stronger");
        assertThat(browser.getOnly("/sso/c149").header("Location")).doesNotContain("acr_values");
    }

    static Stream<UnaryOperator<JWTClaimsSet.Builder>> secondFactors() {
        return Stream.of(
                claims -> claims.claim("acr", "stronger"),
                claims -> claims.claim("amr", List.of("pwd", "mfa")),
                claims -> claims.claim("acr", "weak").claim("amr", List.of("mfa")));
    }

    @ParameterizedTest
    @MethodSource("secondFactors")
    void whom_the_provider_has_asked_for_a_second_factor_is_asked_for_none(
            UnaryOperator<JWTClaimsSet.Builder> strength) {
        Page page = signInWithSecondFactorHere(strength);

        assertThat(page.address().getPath()).isEqualTo("/");
        assertThat(page.has("#sign-out")).isTrue();
    }

    static Stream<UnaryOperator<JWTClaimsSet.Builder>> noSecondFactors() {
        return Stream.of(
                claims -> claims,
                claims -> claims.claim("acr", "mfa"),
                claims -> claims.claim("acr", "strong stronger"),
                claims -> claims.claim("amr", List.of("pwd", "strong")));
    }

    @ParameterizedTest
    @MethodSource("noSecondFactors")
    void where_the_provider_does_not_say_that_it_asked_for_a_second_factor_ours_is_asked_for(
            UnaryOperator<JWTClaimsSet.Builder> strength) {
        assertThat(signInWithSecondFactorHere(strength).address().getPath()).isEqualTo("/second-factor");
    }

    private Page signInWithSecondFactorHere(UnaryOperator<JWTClaimsSet.Builder> strength) {
        String address = person + "@c148.example";
        add(person + "-148", "c148", address);
        collection("secondFactors").insertOne(new Document("_id", person + "-148").append("secret", "s"));
        Asked asked = begin(browser, "c148");
        return back(browser, "c148", asked, code(asked, claims -> strength.apply(claims.claim("email", address))));
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
    void a_token_of_another_algorithm_than_the_one_for_clients_signs_nobody_in() throws JOSEException {
        IdentityProvider provider = outside.identityProvider;
        Asked asked = begin(browser);
        assertThat(problem(back(browser, asked, provider.unsignedCode(person, email, asked.nonce()))))
                .isEqualTo("NOT_PROVED");
        asked = begin(browser);
        assertThat(problem(back(browser, asked, provider.publiclySignedCode(person, email, asked.nonce()))))
                .isEqualTo("NOT_PROVED");
        asked = begin(browser);
        assertThat(problem(back(browser, asked, provider.code(JWSAlgorithm.RS512, person, email, asked.nonce()))))
                .isEqualTo("NOT_PROVED");

        asked = begin(browser);
        assertThat(back(browser, asked, provider.code(JWSAlgorithm.RS256, person, email, asked.nonce()))
                        .has("#sign-out"))
                .isTrue();
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
    void an_address_that_waits_to_be_confirmed_or_never_was_links_nobody() {
        String typed = "typed-" + email;
        collection("users")
                .updateOne(
                        eq("_id", person),
                        set(
                                "pendingEmail",
                                new Document("id", person)
                                        .append("email", typed)
                                        .append("secretHash", "of " + person)
                                        .append("linkMadeAt", Date.from(Instant.now()))
                                        .append(
                                                "expiresAt",
                                                Date.from(Instant.now().plusSeconds(600)))
                                        .append("told", true)));
        assertThat(problem(signIn(claims -> claims.claim("email", typed)))).isEqualTo("UNKNOWN_PERSON");

        collection("activities")
                .insertOne(new Document("_id", "typed by " + person)
                        .append("company", COMPANY)
                        .append("at", Date.from(Instant.now()))
                        .append("kind", "EMAIL_CHANGED")
                        .append("by", person)
                        .append("person", person)
                        .append("details", new Document()));
        Page refused = signIn(claims -> claims);
        assertThat(problem(refused)).isEqualTo("UNPROVED_ADDRESS");
        assertThat(refused.find("#problem").text()).contains("never confirmed");

        collection("users").updateOne(eq("_id", person), set("provedEmail", COMPANY + "/" + email));
        assertThat(signIn(claims -> claims).has("#sign-out")).isTrue();
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
    void where_passwords_are_off_an_invitation_asks_for_none_and_leads_to_the_provider() {
        String address = person + "@c148.example";
        String link = inviting.inviteByOperator(
                        new CompanyId("c148"),
                        "maria",
                        EmailAddress.of(address).orElseThrow(),
                        Role.USER,
                        Locale.ENGLISH)
                .link();
        assertThat(mailTo(address).getString("kind")).isEqualTo("INVITATION_WITHOUT_PASSWORD");
        Page form = browser.get(link);
        assertThat(form.document().select("[type=password]")).isEmpty();
        assertThat(form.text()).contains("with your company's account");
        form.find("#name").val(person + "-148");

        Page accepted = browser.submit(form, "#accept");

        assertThat(accepted.address().getPath()).isEqualTo("/sso");
        assertThat(accepted.find("#notice").text()).contains("account is ready", "with your company's account");
        Asked asked = begin(browser, "c148");
        assertThat(back(browser, "c148", asked, code(asked, claims -> claims.claim("email", address)))
                        .text())
                .contains(person + "-148");
    }

    @Test
    void where_passwords_are_off_a_new_one_is_not_said_to_sign_in() {
        String address = person + "@c148.example";
        add(person + "-148", "c148", address);
        assertThat(resets.send(accounts.find(person + "-148").orElseThrow(), "c148-admin"))
                .isTrue();
        Page form = browser.get(mailTo(address).get("facts", Document.class).getString("link"));
        form.find("#password").val("blue elephant dances tango");
        form.find("#again").val("blue elephant dances tango");

        Page set = browser.submit(form, "#reset");

        assertThat(set.address().getPath()).isEqualTo("/sso");
        assertThat(set.find("#notice").text()).contains("not with passwords", "company's account");
    }

    private Document mailTo(String address) {
        return Objects.requireNonNull(
                collection("mails").find(new Document("to", address)).first());
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
}
