package com.deliveryhistory.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.deliveryhistory.localstack.LocalStack;
import com.deliveryhistory.localstack.browser.Browser;
import com.deliveryhistory.localstack.browser.Page;
import com.deliveryhistory.localstack.settings.Accounts;
import com.deliveryhistory.localstack.settings.Part;
import com.deliveryhistory.testing.TopicReader;
import com.deliveryhistory.testing.TopicRecord;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * A changed password ends an opt-in by UPS.com's word alone: nobody takes tokens of this application, so no refusal of UPS
 * could show it before the daily check.
 */
@WithSharedStack
class PushedPasswordChangeTests {

    private static final String COMPANY = "c00005";
    private static final String APPLICATION = "ODCS";

    @Test
    void an_opt_in_that_nobody_uses_ends_when_ups_reports_the_changed_password(LocalStack stack) {
        URI manager = stack.url(Part.OPTIN_WEB).resolve("/company");
        try (var browser = new Browser()) {
            browser.open(stack.url(Part.OPTIN_WEB))
                    .fill("Sign In", COMPANY + "-admin")
                    .fill("Password", Accounts.PASSWORD)
                    .submit("Password");
            browser.open(manager)
                    .clickBelow(APPLICATION, "Name the user")
                    .fill("Email or Username at UPS.com", COMPANY + "-UPS")
                    .click("Save");
            logIn(browser.open(manager).clickBelow(APPLICATION, "Opt-In"));
            await().until(() -> !story(stack).isEmpty());
            assertThat(story(stack).getLast().type()).isEqualTo("com.deliveryhistory.GrantActivated.v1");

            Page profile = browser.open(stack.url(Part.UPS_SANDBOX).resolve("/profile"));
            if (!profile.hasField("New password")) {
                profile = logIn(profile);
            }
            Page changed = profile.fill("Current password", Accounts.UPS_PASSWORD)
                    .fill("New password", "another-ups-password")
                    .click("Change password");
            assertThat(changed.says("Your password was changed")).isTrue();

            await().until(() -> story(stack).size() > 1);
            assertThat(story(stack).getLast().value()).contains("INVALIDATED", "PASSWORD_CHANGED");
            await().until(() -> browser.open(manager).says("The UPS.com password was changed."));
        }
    }

    private static Page logIn(Page page) {
        return page.fill("Email or Username", COMPANY + "-ups")
                .tick("UPS Technology Agreement")
                .click("Continue")
                .fill("Password", Accounts.UPS_PASSWORD)
                .click("Log In");
    }

    private static List<TopicRecord> story(LocalStack stack) {
        return TopicReader.read(stack.kafka(), "grant.events.v1").stream()
                .filter(record -> (COMPANY + "/odcs").equals(record.key()))
                .toList();
    }
}
