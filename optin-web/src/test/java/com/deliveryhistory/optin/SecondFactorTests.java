package com.deliveryhistory.optin;

import static org.assertj.core.api.Assertions.assertThat;

import com.deliveryhistory.optin.Browser.Page;
import com.deliveryhistory.optin.accounts.Account;
import com.deliveryhistory.optin.accounts.Accounts;
import com.deliveryhistory.optin.secondfactor.SecondFactors;
import com.deliveryhistory.optin.secondfactor.TotpCodes;
import com.deliveryhistory.optin.storage.Hashes;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import java.net.HttpCookie;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.apache.commons.codec.binary.Base32;
import org.bson.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Codes of an authenticator app beside the password. */
@ExtendWith(OutputCaptureExtension.class)
class SecondFactorTests extends WebTest {

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
    void a_recovery_code_works_once_however_it_is_typed() {
        List<String> codes = setUp(signedIn(admin)).recoveryCodes();
        Browser browser = browser();
        browser.signIn(admin, PASSWORD);

        assertThat(prove(browser, codes.getFirst().toLowerCase(Locale.ROOT).replace("-", " "))
                        .has("#sign-out"))
                .isTrue();
        Browser again = browser();
        again.signIn(admin, PASSWORD);
        assertThat(prove(again, codes.getFirst()).status()).isEqualTo(422);
        assertThat(prove(again, codes.getLast()).has("#sign-out")).isTrue();
        assertThat(again.get("/second-factor/settings").find("#left").text()).contains("8");
    }

    @Test
    void the_owner_of_a_recovery_code_is_told_that_it_was_used_and_how_many_are_left(CapturedOutput output) {
        List<String> codes = setUp(signedIn(admin)).recoveryCodes();
        Browser browser = browser();
        browser.signIn(admin, PASSWORD);

        prove(browser, codes.getFirst());

        assertThat(mails("RECOVERY_CODE_USED"))
                .extracting(mail -> mail.get("facts", Document.class).getString("left"))
                .containsExactly("9");
        assertThat(browser.get("/activity").text()).contains("Used a recovery code. Left: 9.");
        assertThat(output.getAll()).contains("event=\"RECOVERY_CODE_USED\" person=\"" + admin + "\"", "left=\"9\"");
    }

    @Test
    void of_a_recovery_code_that_was_used_when_the_process_was_killed_its_owner_is_told_later_and_once() {
        List<String> codes = setUp(signedIn(admin)).recoveryCodes();
        mails.crowded(true); // as if it had ended before the mail
        Browser browser = browser();
        browser.signIn(admin, PASSWORD);
        assertThat(prove(browser, codes.getFirst()).has("#sign-out")).isTrue();
        mails.crowded(false);
        itIsTimeFor("tellOfCodesWhereCutOff");
        assertThat(mails("RECOVERY_CODE_USED")).as("while the process may live").isEmpty();
        clock.advance(Duration.ofMinutes(2));

        itIsTimeFor("tellOfCodesWhereCutOff");
        itIsTimeFor("tellOfCodesWhereCutOff");

        assertThat(mails("RECOVERY_CODE_USED")).hasSize(1);
        assertThat(signedInByCode(codes.getLast()).get("/activity").text()).containsOnlyOnce("Left: 9.");
    }

    @Test
    void when_few_recovery_codes_are_left_the_pages_about_the_own_account_say_so() {
        List<String> codes = setUp(signedIn(admin)).recoveryCodes();
        Browser browser = signedIn(admin);
        for (String code : codes.subList(0, 7)) {
            assertThat(browser.get("/profile").has("#few-recovery-codes")).isFalse();
            browser = signedInByCode(code);
        }

        assertThat(browser.get("/second-factor/settings")
                        .find("#few-recovery-codes")
                        .text())
                .contains("Few");
        assertThat(browser.get("/profile").find("#few-recovery-codes a").attr("href"))
                .isEqualTo("/second-factor/settings");
    }

    private Browser signedInByCode(String code) {
        Browser browser = signedIn(admin);
        assertThat(prove(browser, code).has("#sign-out")).isTrue();
        return browser;
    }

    @Test
    void a_recovery_code_has_128_random_bits_and_one_of_before_still_works() {
        List<String> codes = setUp(signedIn(admin)).recoveryCodes();
        mongo.client()
                .getDatabase(mongo.database())
                .getCollection("secondFactors")
                .updateOne(
                        Filters.eq("_id", admin),
                        Updates.push("recoveryCodes", Hashes.sha256(admin + "/ABCDEFGHIJKLMNOP")));
        Browser browser = browser();
        browser.signIn(admin, PASSWORD);

        assertThat(codes)
                .allSatisfy(code ->
                        assertThat(new Base32().decode(code.replace("-", ""))).hasSize(16));
        assertThat(prove(browser, "abcd-efgh-ijkl-mnop").has("#sign-out")).isTrue();
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

        Document stored = mongo.client()
                .getDatabase(mongo.database())
                .getCollection("secondFactors")
                .find(new Document("_id", admin))
                .first();

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

        assertThat(done.find("#outcome").text()).contains("second factor is removed");
        assertThat(person.get("/").address().getPath()).isEqualTo("/sign-in");
        assertThat(browser().signIn(user, PASSWORD).has("#sign-out")).isTrue();
    }

    @Test
    void of_a_removal_that_a_killed_process_did_not_finish_the_owner_is_told_once() {
        setUp(signedIn(admin));
        var stored = mongo.client().getDatabase(mongo.database()).getCollection("secondFactors");
        Document before = stored.find(new Document("_id", admin)).first();
        Account person = accounts.find(admin).orElseThrow();
        factors.remove(person, "operator:maria");
        stored.insertOne(Objects.requireNonNull(before)); // as the process leaves it that ends before the last write

        assertThat(factors.remove(person, "operator:maria")).isTrue();

        assertThat(factors.isSetUp(admin)).isFalse();
        assertThat(mails("SECOND_FACTOR_REMOVED")).hasSize(1);
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

    @Test
    void new_recovery_codes_take_the_place_of_the_old_ones() {
        Browser browser = signedIn(admin);
        List<String> old = setUp(browser).recoveryCodes();
        Page page = browser.get("/second-factor/settings");
        page.find("#codes-current").val(PASSWORD);

        Page shown = browser.submit(page, "#renew");

        List<String> codes = shown.document().select("#recovery-codes code").eachText();
        assertThat(codes).hasSize(10).doesNotContainAnyElementsOf(old);
        assertThat(shown.header("Cache-Control")).contains("no-store");
        Browser again = browser();
        again.signIn(admin, PASSWORD);
        assertThat(prove(again, old.getFirst()).status()).isEqualTo(422);
        assertThat(prove(again, codes.getFirst()).has("#sign-out")).isTrue();
    }

    private record Made(String secret, List<String> recoveryCodes) {}

    private static Made setUp(Browser browser) {
        Page page = browser.get("/second-factor/settings");
        String secret = page.find("#secret").text().replace(" ", "");
        page.find("#current").val(PASSWORD);
        page.find("#code").val(TotpCodes.at(secret, clock.instant()));
        Page codes = browser.submit(page, "#confirm");
        return new Made(secret, codes.document().select("#recovery-codes code").eachText());
    }

    /** A code that was not used for setting up: the next step's, which phones that are a little fast show. */
    private static String nextCode(String secret) {
        return TotpCodes.at(secret, clock.instant().plus(Duration.ofSeconds(30)));
    }

    private static Page prove(Browser browser, String code) {
        Page page = browser.get("/second-factor");
        page.find("#code").val(code);
        return browser.submit(page, "#second-factor");
    }

    private static Page remove(Browser browser, String password, String code) {
        Page page = browser.get("/second-factor/settings");
        page.find("#remove-current").val(password);
        page.find("#code").val(code);
        return browser.submit(page, "#remove");
    }

    private List<Document> mails(String kind) {
        return mongo.client()
                .getDatabase(mongo.database())
                .getCollection("mails")
                .find(new Document("to", admin + "@example.com").append("kind", kind))
                .into(new ArrayList<>());
    }
}
