package com.deliveryhistory.optin;

import static org.assertj.core.api.Assertions.assertThat;

import com.deliveryhistory.optin.Browser.Page;
import java.net.URI;
import org.junit.jupiter.api.Test;

/** Signing out of here and of a company's identity provider. */
class CompanySignOutTests extends CompanySignInTest {

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
}
