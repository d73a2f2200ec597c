package com.deliveryhistory.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import com.deliveryhistory.localstack.LocalStack;
import com.deliveryhistory.localstack.browser.Browser;
import com.deliveryhistory.localstack.browser.Page;
import com.deliveryhistory.localstack.settings.Part;
import org.junit.jupiter.api.Test;

/** Somebody whose company has an identity provider. */
@WithSharedStack
class CompanySignInTests {

    @Test
    void an_admin_signs_in_by_the_companys_identity_provider_and_to_that_company(LocalStack stack) {
        try (var browser = new Browser()) {
            Page signedIn = signIn(browser, stack);

            assertThat(signedIn.address().getPort()).isEqualTo(stack.port(Part.OPTIN_WEB));
            assertThat(signedIn.says("globex-admin, Globex")).isTrue();
        }
    }

    @Test
    void who_signs_out_is_asked_by_the_provider_whether_to_sign_out_there_and_comes_back(LocalStack stack) {
        try (var browser = new Browser()) {
            Page atProvider = signIn(browser, stack).click("Sign Out").click("Go on");

            assertThat(atProvider.address().getPort()).isEqualTo(stack.port(Part.IDENTITY_PROVIDER));

            Page back = atProvider.click("Sign out");

            assertThat(back.address().getPort()).isEqualTo(stack.port(Part.OPTIN_WEB));
            assertThat(back.tells("signed-out")).isTrue();
        }
    }

    private static Page signIn(Browser browser, LocalStack stack) {
        return browser.open(stack.url(Part.OPTIN_WEB).resolve("/sign-in"))
                .click("Sign in with your company's account")
                .fill("E-mail address at your company", "globex-admin@globex.example")
                .click("Continue")
                .click("Go there")
                .fill("E-mail address", "globex-admin@globex.example")
                .click("Sign in");
    }
}
