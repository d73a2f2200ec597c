package com.deliveryhistory.optin;

import static org.assertj.core.api.Assertions.assertThat;

import com.deliveryhistory.optin.Browser.Page;
import com.deliveryhistory.optin.accounts.Account;
import com.deliveryhistory.optin.accounts.Accounts;
import com.deliveryhistory.optin.secondfactor.SecondFactors;
import com.deliveryhistory.optin.secondfactor.TotpCodes;
import java.net.HttpCookie;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.bson.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Codes of an authenticator app beside the password. */
class SecondFactorTests extends SecondFactorTest {

    @Autowired
    SecondFactors factors;

    @Autowired
    Accounts accounts;

    @Test
    void signing_in_takes_a_code_once_a_second_factor_is_set_up() {
        String secret = setUp(signedIn(admin)).secret();
        Browser browser = browser();

        Page asked = browser.signIn(admin, PASSWORD);

        assertThat(asked.address().getPath()).isEqualTo("/second-factor");
        for (String closed :
                List.of("/", "/company", "/people", "/profile", "/second-factor/set-up", "/deliveries.csv")) {
            assertThat(browser.get(closed).address().getPath()).as(closed).isEqualTo("/second-factor");
        }
        assertThat(prove(browser, nextCode(secret)).has("#sign-out")).isTrue();
        assertThat(browser.get("/company").status()).isEqualTo(200);
    }

    @Test
    void until_the_code_is_right_the_header_offers_nothing_but_signing_out() {
        String secret = setUp(signedIn(admin)).secret();
        Browser browser = browser();

        Page asked = browser.signIn(admin, PASSWORD);

        assertThat(asked.document().select("header a").eachAttr("class")).containsExactly("product");
        assertThat(prove(browser, "000000").has("header nav")).isFalse();
        assertThat(prove(browser, nextCode(secret)).has("header nav")).isTrue();
        Browser leaving = browser();
        assertThat(leaving.submit(leaving.signIn(admin, PASSWORD), "#sign-out")
                        .address()
                        .getPath())
                .isEqualTo("/sign-in");
    }

    @Test
    void the_page_that_was_wanted_is_shown_after_the_code() {
        String secret = setUp(signedIn(admin)).secret();
        Browser browser = browser();
        browser.get("/activity?person=ann");
        browser.signIn(admin, PASSWORD);

        assertThat(prove(browser, nextCode(secret)).address().toString()).endsWith("/activity?person=ann");
    }

    @Test
    void a_wrong_code_is_told_at_the_field_which_has_the_focus() {
        setUp(signedIn(admin));
        Browser browser = browser();
        browser.signIn(admin, PASSWORD);

        Page refused = prove(browser, "000000");

        Element field = refused.find("#code");
        assertThat(field.hasAttr("autofocus")).isTrue();
        assertThat(field.attr("aria-invalid")).isEqualTo("true");
        assertThat(field.attr("aria-describedby").split(" ")).containsExactly("code-error", "code-hint");
        assertThat(refused.find("#code ~ #code-error").text()).startsWith("This code is wrong");
        assertThat(refused.find("#code-error + #code-hint").text()).startsWith("Six digits");
        assertThat(refused.document().select("[autofocus]")).hasSize(1);
    }

    @Test
    void where_a_second_factor_is_set_up_the_field_that_is_wrong_has_the_focus() {
        Browser browser = signedIn(admin);
        Page page = browser.get("/second-factor/set-up");
        assertThat(page.has("[autofocus]")).isFalse();

        page.find("#current").val("wrong");
        page.find("#code").val("000000");
        page = browser.submit(page, "#confirm");
        assertThat(page.document().select("[autofocus]").eachAttr("id")).containsExactly("current");

        page.find("#current").val(PASSWORD);
        page.find("#code").val("000000");
        page = browser.submit(page, "#confirm");
        assertThat(page.document().select("[autofocus]").eachAttr("id")).containsExactly("code");
    }

    @Test
    void a_code_works_once() {
        String secret = setUp(signedIn(admin)).secret();
        String code = nextCode(secret);
        Browser first = browser();
        first.signIn(admin, PASSWORD);
        prove(first, code);
        Browser second = browser();
        second.signIn(admin, PASSWORD);

        Page refused = prove(second, code);

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.find("#code-error").text()).contains("used before");
    }

    @Test
    void the_session_has_another_id_after_the_code() {
        String secret = setUp(signedIn(admin)).secret();
        Browser browser = browser();
        browser.signIn(admin, PASSWORD);
        HttpCookie before = browser.sessionCookie();

        prove(browser, nextCode(secret));

        assertThat(browser.sessionCookie().getValue()).isNotEqualTo(before.getValue());
    }

    @Test
    void guessing_codes_is_slowed_down() {
        setUp(signedIn(admin));
        Browser browser = browser();
        browser.signIn(admin, PASSWORD);
        Page last = browser.get("/second-factor");
        for (int i = 0; i < 30 && last.status() != 429; i++) {
            last = prove(browser, "000000");
        }

        assertThat(last.status()).isEqualTo(429);
        assertThat(last.header("Retry-After")).isNotEmpty();
        assertThat(last.has("#throttled")).isTrue();
    }

    @Test
    void a_code_that_came_too_early_is_not_called_wrong() {
        Browser browser = signedIn(admin);
        setUp(browser);
        Page last = remove(browser, PASSWORD, "000000");
        assertThat(last.find("#code-error").text()).contains("is wrong");
        for (int i = 0; i < 30 && last.status() != 429; i++) {
            last = remove(browser, PASSWORD, "000000");
        }

        assertThat(last.status()).isEqualTo(429);
        assertThat(last.find("#code-error").text())
                .contains("was not looked at")
                .doesNotContain("is wrong,");
        assertThat(factors.isSetUp(admin)).isTrue();
    }

    @Test
    void somebody_who_knows_the_password_alone_cannot_set_up_another_one() {
        setUp(signedIn(admin));
        Browser browser = browser();
        browser.signIn(admin, PASSWORD);

        assertThat(browser.get("/second-factor/set-up").has("#secret")).isFalse();
        assertThat(browser.get("/second-factor/settings").address().getPath()).isEqualTo("/second-factor");
    }

    @Test
    void other_sessions_end_when_a_second_factor_is_set_up() {
        Browser elsewhere = signedIn(admin);
        Browser browser = signedIn(admin);

        setUp(browser);

        assertThat(elsewhere.get("/").address().getPath()).isEqualTo("/sign-in");
        assertThat(browser.get("/").has("#sign-out")).isTrue();
    }

    @Test
    void the_session_that_set_it_up_goes_on_while_the_mail_about_it_waits_for_room() {
        Browser browser = signedIn(admin);
        mails.crowded(true);
        setUp(browser);
        clock.advance(Duration.ofMinutes(2));
        itIsTimeFor("finishSetUpsWhereCutOff");
        assertThat(mails("SECOND_FACTOR_SET_UP")).isEmpty();
        mails.crowded(false);

        itIsTimeFor("finishSetUpsWhereCutOff");
        itIsTimeFor("finishSetUpsWhereCutOff");

        assertThat(mails("SECOND_FACTOR_SET_UP")).hasSize(1);
        assertThat(browser.get("/activity").find("tbody").text()).containsOnlyOnce("Set up a second factor");
        assertThat(browser.get("/profile").status()).isEqualTo(200);
    }

    @Test
    void a_wrong_code_sets_nothing_up_and_the_secret_stays() {
        Browser browser = signedIn(admin);
        Page page = browser.get("/second-factor/settings");
        page.find("#current").val(PASSWORD);
        page.find("#code").val("000000");

        Page refused = browser.submit(page, "#confirm");

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.find("#secret").text())
                .isEqualTo(page.find("#secret").text());
        assertThat(browser().signIn(admin, PASSWORD).has("#sign-out")).isTrue();
    }

    @Test
    void without_the_password_nothing_is_set_up() {
        Browser browser = signedIn(admin);
        Page page = browser.get("/second-factor/settings");
        String secret = page.find("#secret").text();
        page.find("#current").val("wrong");
        page.find("#code").val(TotpCodes.at(secret.replace(" ", ""), clock.instant()));

        Page refused = browser.submit(page, "#confirm");

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.find("#current-error").text()).contains("not your current password");
        assertThat(refused.find("#secret").text()).isEqualTo(secret);
        assertThat(factors.isSetUp(admin)).isFalse();
    }

    @Test
    void a_secret_that_was_proposed_in_one_session_is_of_no_use_in_another() {
        Browser elsewhere = signedIn(admin);
        String seen = elsewhere.get("/second-factor/settings").find("#secret").text();
        Browser browser = signedIn(admin);
        Page page = browser.get("/second-factor/settings");
        assertThat(page.find("#secret").text()).isNotEqualTo(seen);
        assertThat(browser.get("/second-factor/settings").find("#secret").text())
                .isEqualTo(page.find("#secret").text());
        page.find("#current").val(PASSWORD);
        page.find("#code").val(TotpCodes.at(seen.replace(" ", ""), clock.instant()));

        assertThat(browser.submit(page, "#confirm").find("#code-error").text()).isNotEmpty();
        assertThat(factors.isSetUp(admin)).isFalse();
    }

    @Test
    void the_secret_is_encrypted_in_the_store_and_never_shown_again() {
        Browser browser = signedIn(admin);
        String secret = setUp(browser).secret();

        Document stored =
                collection("secondFactors").find(new Document("_id", admin)).first();

        assertThat(String.valueOf(stored)).contains("eyJ").doesNotContain(secret);
        assertThat(browser.get("/second-factor/set-up").body()).doesNotContain(secret);
        assertThat(browser.get("/second-factor/settings").body()).doesNotContain(secret);
    }

    @Test
    void it_is_removed_with_password_and_code_and_the_owner_is_told() {
        Browser browser = signedIn(admin);
        String secret = setUp(browser).secret();
        assertThat(remove(browser, "wrong", nextCode(secret)).status()).isEqualTo(422);
        assertThat(remove(browser, PASSWORD, "000000").status()).isEqualTo(422);

        Page removed = remove(browser, PASSWORD, nextCode(secret));

        assertThat(removed.find("#saved").text()).contains("second factor is removed");
        assertThat(browser().signIn(admin, PASSWORD).has("#sign-out")).isTrue();
        assertThat(mails("SECOND_FACTOR_REMOVED")).hasSize(1);
    }

    @Test
    void another_administrator_removes_it_and_the_sessions_of_that_person_end() {
        Browser person = signedIn(user);
        setUp(person);
        Browser other = signedIn(admin);
        Page page = other.get("/people/person?name=" + user);

        Page done = other.submit(page, "#remove-second-factor");

        assertThat(done.find("#outcome").text())
                .contains("second factor is removed", "Please tell the person")
                .doesNotContain("password", "has been told");
        assertThat(person.get("/").address().getPath()).isEqualTo("/sign-in");
        assertThat(browser().signIn(user, PASSWORD).has("#sign-out")).isTrue();
    }

    @Test
    void of_a_removal_that_a_killed_process_did_not_finish_the_owner_is_told_once() {
        setUp(signedIn(admin));
        var stored = collection("secondFactors");
        Document before = stored.find(new Document("_id", admin)).first();
        Account person = accounts.find(admin).orElseThrow();
        factors.remove(person, "operator:maria");
        stored.insertOne(Objects.requireNonNull(before)); // as the process leaves it that ends before the last write

        assertThat(factors.remove(person, "operator:maria")).isTrue();

        assertThat(factors.isSetUp(admin)).isFalse();
        assertThat(mails("SECOND_FACTOR_REMOVED")).hasSize(1);
    }

    @Test
    void who_has_lost_phone_and_codes_has_somebody_to_ask_also_as_the_only_administrator() {
        setUp(signedIn(admin));

        assertThat(browser().signIn(admin, PASSWORD).find("#lost").text())
                .contains("another administrator", "If there is no other one", "Account Executive");
    }

    @Test
    void nobody_removes_the_own_one_on_the_page_of_people() {
        Browser browser = signedIn(admin);
        setUp(browser);
        Page page = browser.get("/people/person?name=" + admin);
        String token = page.find("input[name=_csrf]").val();

        browser.post("/people/second-factor/remove", "name=" + admin + "&_csrf=" + token);

        assertThat(browser().signIn(admin, PASSWORD).address().getPath()).isEqualTo("/second-factor");
    }

    private static Page remove(Browser browser, String password, String code) {
        Page page = browser.get("/second-factor/settings");
        page.find("#remove-current").val(password);
        page.find("#code").val(code);
        return browser.submit(page, "#remove");
    }
}
