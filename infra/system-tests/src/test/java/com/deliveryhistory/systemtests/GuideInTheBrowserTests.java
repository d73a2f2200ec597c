package com.deliveryhistory.systemtests;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.deliveryhistory.localstack.LocalStack;
import com.deliveryhistory.localstack.settings.Accounts;
import com.deliveryhistory.localstack.settings.Part;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.net.URI;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The user's guide, word for word, by people with a browser. Leaves screenshots in {@code target/screenshots}. */
@WithSharedStack
class GuideInTheBrowserTests {

    private static final String NEW_UPS_PASSWORD = "another-ups-password";
    private static final Path SCREENSHOTS = Path.of("target", "screenshots");

    private static Chromium chromium;
    private static URI web;
    private static URI ups;
    private int pictures;

    @BeforeAll
    static void start(LocalStack stack) {
        chromium = Chromium.start();
        web = stack.url(Part.OPTIN_WEB);
        ups = stack.url(Part.UPS_SANDBOX);
    }

    @AfterAll
    static void stop() {
        if (chromium != null) {
            chromium.close();
        }
    }

    @Test
    void the_guide_can_be_followed_word_for_word_and_again_after_a_password_change() {
        Page admin = signIn("acme-admin");
        assertThat(admin.locator("#opt-in-screen")).isVisible();
        assertThat(admin.locator("body")).containsText("changing the password for the ups.com user");
        assertThat(admin.locator("body")).containsText("reach out to your Account Executive");
        picture(admin, "landing-page-with-opt-in-screen");

        optIn(admin, Accounts.UPS_PASSWORD);
        assertThat(admin.locator("#packages tbody tr").first()).isVisible();
        picture(admin, "first-deliveries");

        Page user = signIn("acme-user");
        assertThat(user.locator("#packages tbody tr").first()).isVisible();
        assertThat(user.locator("#opt-in-screen")).isHidden();
        picture(user, "second-user-sees-no-opt-in-screen");

        changeThePasswordAtUps(Accounts.UPS_PASSWORD);
        admin.navigate(web.toString());
        assertThat(admin.locator("#opt-in-screen")).isVisible();
        assertThat(admin.locator("#grant-banner")).containsText("password was changed");
        picture(admin, "opt-in-ended");
        assertThat(user.locator("#opt-in-screen")).isVisible();
        assertThat(user.locator("#opt-in-screen")).containsText("acme-admin");
        assertThat(user.locator("#packages tbody tr").first()).isVisible();
        picture(user, "user-is-told-who-can-opt-in");

        optIn(admin, NEW_UPS_PASSWORD);
        assertThat(admin.locator("#grant-banner")).isHidden();
        assertThat(admin.locator("#packages tbody tr").first()).isVisible();
        picture(admin, "opted-in-again");
        admin.setViewportSize(320, 640);
        picture(admin, "history-at-320-pixels");
        admin.locator("#packages tbody tr a").first().click();
        assertThat(admin.getByRole(AriaRole.HEADING).first()).containsText("Package");
        picture(admin, "package");
    }

    @Test
    void another_company_sees_nothing_of_it() {
        Page admin = signIn("globex-admin");

        assertThat(admin.locator("#opt-in-screen")).isVisible();
        assertThat(admin.locator("#packages")).isHidden();
    }

    private static Page signIn(String name) {
        Page page = chromium.visitor();
        page.navigate(web.toString());
        page.getByLabel("Sign In", new Page.GetByLabelOptions().setExact(true)).fill(name);
        page.getByLabel("Password").fill(Accounts.PASSWORD);
        button(page, "Sign In").click();
        return page;
    }

    /** From the landing page's opt-in screen through UPS.com and back to the delivery history. */
    private void optIn(Page page, String upsPassword) {
        link(page.locator("#opt-in-screen"), "Opt-In").click();
        picture(page, "company-manager");
        link(page.locator("article[data-application='intelligent-delivery-history']"), "Opt-In")
                .click();
        page.getByLabel("Email or Username").fill("acme-ups");
        page.getByLabel(Pattern.compile("UPS Technology Agreement")).check();
        picture(page, "ups-log-in");
        button(page, "Continue").click();
        assertThat(page.locator("body")).containsText("Welcome back, acme-ups");
        page.getByLabel("Password").fill(upsPassword);
        picture(page, "ups-password");
        button(page, "Log In").click();
        assertThat(page.locator("#opted-in")).containsText("Opted in");
        Locator card =
                page.locator("article[data-application='intelligent-delivery-history'][data-grant-state='ACTIVE']");
        assertThat(card).isVisible();
        picture(page, "opted-in-and-active");
        page.locator("#view-history").click();
    }

    private void changeThePasswordAtUps(String current) {
        Page page = chromium.visitor();
        page.navigate(ups.resolve("/profile").toString());
        page.getByLabel("Email or Username").fill("acme-ups");
        page.getByLabel(Pattern.compile("UPS Technology Agreement")).check();
        button(page, "Continue").click();
        page.getByLabel("Password").fill(current);
        button(page, "Log In").click();
        page.getByLabel("Current password").fill(current);
        page.getByLabel("New password").fill(NEW_UPS_PASSWORD);
        picture(page, "ups-profile");
        button(page, "Change password").click();
        assertThat(page.locator("body")).containsText("Your password was changed");
        page.context().close();
    }

    private void picture(Page page, String name) {
        pictures++;
        page.screenshot(new Page.ScreenshotOptions()
                .setPath(SCREENSHOTS.resolve("%02d-%s.png".formatted(pictures, name)))
                .setFullPage(true));
    }

    private static Locator button(Page page, String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    private static Locator link(Locator within, String name) {
        return within.getByText(name, new Locator.GetByTextOptions().setExact(true));
    }
}
