package com.deliveryhistory.optin;

import static org.assertj.core.api.Assertions.assertThat;

import com.deliveryhistory.optin.Browser.Page;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** What keeps identity providers, and who has one, from being tried without end. */
@ExtendWith(OutputCaptureExtension.class)
class CompanySignInThrottleTests extends CompanySignInTest {

    /** So many may come to nothing from one network, as {@code sign-in.free-of-address} is by default. */
    private static final int FREE = 50;

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

    private Page find(Page page, String address) {
        page.find("#email").val(address);
        return browser.submit(page, "#find");
    }

    private static void goToTheProvider(Browser browser, int times) {
        for (int i = 0; i < times; i++) {
            assertThat(browser.getOnly("/sso/c149").status()).isEqualTo(302);
        }
    }
}
