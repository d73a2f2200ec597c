package com.deliveryhistory.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import com.deliveryhistory.localstack.LocalStack;
import com.deliveryhistory.localstack.browser.Browser;
import com.deliveryhistory.localstack.browser.Page;
import com.deliveryhistory.localstack.settings.Accounts;
import com.deliveryhistory.localstack.settings.Part;
import java.net.URI;
import org.junit.jupiter.api.Test;

/** People who follow links in their mails, read from the local stack's mailbox. */
@WithSharedStack
class PeopleByMailTests {

    private static final String COMPANY = "c00006";
    private static final String FIRST_PASSWORD = "a sentence nobody guesses";
    private static final String SECOND_PASSWORD = "one more sentence to remember";

    @Test
    void an_invited_person_signs_in_and_does_so_again_after_forgetting_the_password(LocalStack stack) {
        URI web = stack.url(Part.OPTIN_WEB);
        var mailbox = new Mailbox(stack.url(Part.MAILBOX));
        try (var admin = new Browser()) {
            signIn(admin, web, COMPANY + "-admin", Accounts.PASSWORD);
            admin.open(web.resolve("/people"))
                    .fill("E-mail address", "new.person@example.com")
                    .click("Send invitation");
        }
        try (var invited = new Browser()) {
            invited.open(mailbox.newestLink("/invitation/"))
                    .fill("Sign-in name", "new.person")
                    .fill("New password", FIRST_PASSWORD)
                    .fill("New password again", FIRST_PASSWORD)
                    .click("Create account");
            assertThat(signIn(invited, web, "new.person", FIRST_PASSWORD).says("new.person"))
                    .isTrue();
        }
        try (var forgetful = new Browser()) {
            forgetful
                    .open(web.resolve("/password-forgotten"))
                    .fill("Sign-in name or e-mail address", "new.person@example.com")
                    .click("Send link");
            forgetful
                    .open(mailbox.newestLink("/password-reset/"))
                    .fill("New password", SECOND_PASSWORD)
                    .fill("New password again", SECOND_PASSWORD)
                    .click("Set password");
            assertThat(signIn(forgetful, web, "new.person", FIRST_PASSWORD).says("Signed in as"))
                    .isFalse();
            assertThat(signIn(forgetful, web, "new.person", SECOND_PASSWORD).says("Signed in as"))
                    .isTrue();
        }
    }

    private static Page signIn(Browser browser, URI web, String name, String password) {
        return browser.open(web.resolve("/sign-in"))
                .fill("Sign In", name)
                .fill("Password", password)
                .submit("Password");
    }
}
