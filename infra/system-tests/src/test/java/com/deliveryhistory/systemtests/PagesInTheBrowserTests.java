package com.deliveryhistory.systemtests;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.deliveryhistory.localstack.LocalStack;
import com.deliveryhistory.localstack.settings.Accounts;
import com.deliveryhistory.localstack.settings.Part;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ReducedMotion;
import java.net.URI;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Every page and state, for people with any screen, with a keyboard alone, and without JavaScript. */
@Order(2) // see pom.xml
@WithSharedStack
class PagesInTheBrowserTests {

    private static final String IDH = "intelligent-delivery-history";

    private static Chromium chromium;
    private static URI web;
    private static Mailbox mailbox;

    @BeforeAll
    static void start(LocalStack stack) {
        chromium = Chromium.start();
        web = stack.url(Part.OPTIN_WEB);
        mailbox = new Mailbox(stack.url(Part.MAILBOX));
    }

    @AfterAll
    static void stop() {
        if (chromium != null) {
            chromium.close();
        }
    }

    @Test
    @Timeout(900) // there are many pages, and each is looked at in many ways
    void every_page_suits_every_screen_and_breaks_no_rule_of_accessibility_in_light_or_dark() {
        PageCheck check = new PageCheck();
        Page page = visitor(true);
        look(check, page, "/sign-in", "sign-in");
        look(check, page, "/password-forgotten", "password-forgotten");
        look(check, page, "/sso?problem=UNAVAILABLE", "sso");
        page.navigate("data:text/html,<a href='" + web + "/sso/globex'>from another site</a>");
        page.locator("a").click();
        assertThat(page.locator("#to-provider")).isVisible();
        check.look(page, "sso-from-another-site");
        look(check, page, "/password-reset/unknown", "link-gone");
        open(page, "/sign-in");
        fill(page, "c00011-admin", "not-the-password");
        check.look(page, "sign-in-refused");
        fill(page, "c00011-admin", Accounts.PASSWORD);
        assertThat(page.locator("#opt-in-screen")).isVisible();
        check.look(page, "landing-not-opted-in");
        look(check, page, "/company", "company-not-opted-in");
        look(check, page, "/company/" + IDH + "/problem/CANCELLED", "problem");
        look(check, page, "/nothing/here", "error-404");
        look(check, page, "/?from=x", "bad-filter");
        optIn(page, "c00011");
        check.look(page, "company-opted-in");
        open(page, "/");
        assertThat(page.locator("#packages tbody tr").first()).isVisible();
        check.look(page, "history");
        check.print(page, "history", "#packages tbody tr");
        page.locator("#packages tbody a").first().click();
        check.look(page, "package");
        check.print(page, "package", "h1", ".timeline li", "address");
        look(check, page, "/sessions", "sessions");
        look(check, page, "/activity", "activity");
        check.print(page, "activity", "#activities tbody tr");
        look(check, page, "/people", "people");
        look(check, page, "/people/person?name=c00011-admin", "person");
        look(check, page, "/profile", "profile");
        anotherAddress(check, page);
        look(check, page, "/tracking-numbers", "tracking-numbers");
        page.locator("#numbers-pasted").fill("1ZA1B2C30214876366\n?");
        page.locator("#numbers-form button").click();
        assertThat(page.locator("#bad-lines")).isVisible();
        check.look(page, "tracking-numbers-progress");
        look(check, page, "/tracking-numbers", "tracking-numbers-list");
        look(check, page, "/second-factor/settings", "second-factor-set-up");
        page.locator("#current").fill(Accounts.PASSWORD);
        page.locator("#code").fill("000000");
        page.locator("#confirm button").click();
        check.look(page, "second-factor-set-up-refused");
        secondFactor(check);
        look(check, page, "/activity?from=x", "activity-bad-filter");
        look(check, page, "/company/" + IDH + "/ups-user", "ups-user");
        look(check, page, "/company/" + IDH + "/withdraw", "withdraw");
        look(check, page, "/company/" + IDH + "/password-changed", "password-changed");
        page.locator("#confirm button").click();
        assertThat(page.locator("#grant-banner")).isVisible();
        check.look(page, "company-ended");
        look(check, page, "/", "landing-ended");
        Page user = visitor(true);
        open(user, "/sign-in");
        fill(user, "acme-user", Accounts.PASSWORD);
        look(check, user, "/company", "error-403");

        assertThat(check.findings()).isEmpty();
    }

    private static void anotherAddress(PageCheck check, Page page) {
        page.locator("#email").fill("a.rather.long.name.of.somebody@a-company-with-a-long-name.example");
        page.locator("#email-current").fill("wrong");
        page.locator("#change-email button").click();
        check.look(page, "profile-refused");
        page.locator("#email-current").fill(Accounts.PASSWORD);
        page.locator("#change-email button").click();
        assertThat(page.locator("#pending")).isVisible();
        check.look(page, "profile-address-pending");
        page.navigate(mailbox.newestLink("/email-confirmation/").toString());
        check.look(page, "email-confirmation");
        page.locator("#confirm button").click();
        assertThat(page.locator("#email-now")).containsText("somebody@a-company");
        check.look(page, "profile-address-confirmed");
    }

    /** With somebody else's account, which takes a code from then on. */
    private static void secondFactor(PageCheck check) {
        Page page = visitor(true);
        open(page, "/sign-in");
        fill(page, "c00009-admin", Accounts.PASSWORD);
        open(page, "/second-factor/settings");
        page.locator("#current").fill(Accounts.PASSWORD);
        page.locator("#code").fill(Authenticator.code(page.locator("#secret").textContent()));
        page.locator("#confirm button").click();
        String recoveryCode = page.locator("#recovery-codes code").first().textContent();
        check.look(page, "recovery-codes");
        look(check, page, "/second-factor/settings", "second-factor-settings");
        Page again = visitor(true);
        open(again, "/sign-in");
        fill(again, "c00009-admin", Accounts.PASSWORD);
        check.look(again, "second-factor");
        again.locator("#code").fill("000000");
        again.locator("#second-factor button").click();
        assertThat(again.locator("#code")).isFocused();
        assertThat(again.locator("#code-hint")).hasCSS("display", "block");
        check.look(again, "second-factor-refused");
        again.locator("#code").fill(recoveryCode);
        again.locator("#second-factor button").click();
        assertThat(again.locator("#opt-in-screen")).isVisible();
    }

    @Test
    void the_way_to_an_opt_in_needs_no_mouse() {
        Page page = visitor(true);
        open(page, "/sign-in");
        Keyboard keyboard = new Keyboard(page);
        keyboard.type("#username", "c00012-admin");
        keyboard.type("#password", Accounts.PASSWORD);
        page.keyboard().press("Enter");
        keyboard.press("#opt-in", "Enter");
        keyboard.press("#opt-in-" + IDH, "Enter");
        keyboard.type("input[name=username]", "c00012-ups");
        keyboard.press("input[type=checkbox]", "Space");
        page.keyboard().press("Enter");
        keyboard.type("input[type=password]", Accounts.UPS_PASSWORD);
        page.keyboard().press("Enter");

        assertThat(page.locator("#opted-in")).isVisible();
        keyboard.press("#view-history", "Enter");
        assertThat(page.locator("#packages tbody tr").first()).isVisible();
        keyboard.press("#packages tbody a", "Enter");
        assertThat(page.locator("h1")).containsText("1Z");
    }

    @Test
    void the_way_to_an_opt_in_and_to_its_end_needs_no_script() {
        Page page = visitor(false);
        open(page, "/sign-in");
        fill(page, "c00010-admin", Accounts.PASSWORD);
        optIn(page, "c00010");
        assertThat(page.locator("article[data-application='" + IDH + "'][data-grant-state=ACTIVE]"))
                .isVisible();

        page.locator("#withdraw-" + IDH).click();
        page.locator("#confirm button").click();

        assertThat(page.locator("article[data-application='" + IDH + "'][data-grant-state=WITHDRAWN]"))
                .isVisible();
    }

    @Test
    void another_session_is_ended_with_the_password_and_without_script() {
        Page other = visitor(false);
        open(other, "/sign-in");
        fill(other, "globex-admin", Accounts.PASSWORD);
        Page page = visitor(false);
        open(page, "/sign-in");
        fill(page, "globex-admin", Accounts.PASSWORD);
        open(page, "/sessions");
        page.locator("#current").fill("wrong");
        page.locator("article[data-current=false] button").first().click();
        assertThat(page.locator("#current-error")).isVisible();

        page.locator("#current").fill(Accounts.PASSWORD);
        page.locator("#current").press("Enter"); // chooses nothing
        assertThat(page.locator("#sessions-ended")).isHidden();
        page.locator("article[data-current=false] button").first().click();

        assertThat(page.locator("#sessions-ended")).isVisible();
        open(other, "/profile");
        assertThat(other.locator("#sign-in")).isVisible();
    }

    private static void optIn(Page page, String company) {
        open(page, "/company");
        page.locator("#opt-in-" + IDH).click();
        page.locator("input[name=username]").fill(company + "-ups");
        page.locator("input[type=checkbox]").check();
        page.locator("button[type=submit]").click();
        page.locator("input[type=password]").fill(Accounts.UPS_PASSWORD);
        page.locator("button[type=submit]").click();
        assertThat(page.locator("#opted-in")).isVisible();
        assertThat(page.locator("#view-history")).isVisible();
    }

    private static void fill(Page page, String name, String password) {
        page.locator("#username").fill(name);
        page.locator("#password").fill(password);
        Locator form = page.locator("#sign-in");
        form.locator("button[type=submit]").click();
    }

    private static void look(PageCheck check, Page page, String path, String name) {
        open(page, path);
        check.look(page, name);
    }

    private static void open(Page page, String path) {
        page.navigate(web.resolve(path).toString());
    }

    private static Page visitor(boolean scripts) {
        return chromium.visitor(new Browser.NewContextOptions()
                .setJavaScriptEnabled(scripts)
                .setReducedMotion(ReducedMotion.REDUCE)); // colours do not fade while they are looked at
    }
}
