package com.deliveryhistory.optin;

import static org.assertj.core.api.Assertions.assertThat;

import com.deliveryhistory.optin.Browser.Page;
import com.deliveryhistory.optin.accounts.Accounts;
import com.deliveryhistory.optin.secondfactor.SecondFactors;
import com.deliveryhistory.optin.storage.Hashes;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.apache.commons.codec.binary.Base32;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** What comes in where the authenticator app is lost. */
@ExtendWith(OutputCaptureExtension.class)
class RecoveryCodeTests extends SecondFactorTest {

    @Autowired
    StoreCalls store;

    @Autowired
    SecondFactors factors;

    @Autowired
    Accounts accounts;

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
    void whose_second_factor_is_removed_is_told_of_what_was_not_told_before() {
        mails.crowded(true); // as if the process had ended before the mails
        List<String> codes = setUp(signedIn(admin)).recoveryCodes();
        signedInByCode(codes.getFirst());
        mails.crowded(false);

        factors.remove(accounts.find(admin).orElseThrow(), "operator:maria");

        assertThat(mails("SECOND_FACTOR_SET_UP")).hasSize(1);
        assertThat(mails("RECOVERY_CODE_USED")).hasSize(1);
        assertThat(mails("SECOND_FACTOR_REMOVED")).hasSize(1);
    }

    @Test
    void what_nobody_would_remember_later_is_mailed_however_many_mails_wait() {
        mails.crowded(true);
        List<String> codes = setUp(signedIn(admin)).recoveryCodes();
        signedInByCode(codes.getFirst());
        assertThat(mails("RECOVERY_CODE_USED")).isEmpty();

        factors.remove(accounts.find(admin).orElseThrow(), admin);

        assertThat(mails("SECOND_FACTOR_SET_UP")).hasSize(1);
        assertThat(mails("RECOVERY_CODE_USED")).hasSize(1);
        assertThat(mails("SECOND_FACTOR_REMOVED")).hasSize(1);
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

    @Test
    void until_somebody_says_that_the_codes_are_kept_or_uses_one_the_pages_about_the_own_account_ask_for_that() {
        Browser browser = signedIn(admin);
        Page codes = setUpPage(browser);
        assertThat(browser.get("/second-factor/settings")
                        .find("#recovery-codes-not-kept")
                        .text())
                .contains("Nobody has said");
        assertThat(browser.get("/profile").find("#recovery-codes-not-kept a").attr("href"))
                .isEqualTo("/second-factor/settings");

        browser.submit(codes, "#kept");

        assertThat(browser.get("/second-factor/settings").has("#recovery-codes-not-kept"))
                .isFalse();
        assertThat(browser.get("/profile").has("#recovery-codes-not-kept")).isFalse();
        Page renewing = browser.get("/second-factor/settings");
        renewing.find("#codes-current").val(PASSWORD);
        Page renewed = browser.submit(renewing, "#renew");
        assertThat(browser.get("/profile").has("#recovery-codes-not-kept")).isTrue();
        Browser again = signedInByCode(renewed.find("#recovery-codes code").text());
        assertThat(again.get("/profile").has("#recovery-codes-not-kept")).isFalse();
    }

    @Test
    void the_settings_are_read_once() {
        Browser browser = signedIn(admin);
        setUp(browser);
        store.takeAll();

        browser.get("/second-factor/settings");

        assertThat(store.takeAll()).containsOnlyOnce("find secondFactors");
    }

    @Test
    void a_recovery_code_has_128_random_bits_and_one_of_before_still_works() {
        List<String> codes = setUp(signedIn(admin)).recoveryCodes();
        collection("secondFactors")
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

    private Browser signedInByCode(String code) {
        Browser browser = signedIn(admin);
        assertThat(prove(browser, code).has("#sign-out")).isTrue();
        return browser;
    }
}
