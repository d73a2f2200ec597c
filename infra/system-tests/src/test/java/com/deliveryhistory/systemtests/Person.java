package com.deliveryhistory.systemtests;

import com.deliveryhistory.localstack.LocalStack;
import com.deliveryhistory.localstack.browser.Browser;
import com.deliveryhistory.localstack.browser.Page;
import com.deliveryhistory.localstack.browser.StepFailed;
import com.deliveryhistory.localstack.settings.Accounts;
import com.deliveryhistory.localstack.settings.Part;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** An admin of a company, patient: whatever gets no answer is tried again, as one does with a browser. */
public final class Person implements AutoCloseable {

    private static final String DELIVERY_HISTORY = "UPS® Intelligent Delivery History";
    private static final String SIGNED_IN = "Signed in as";
    private static final String OPT_IN_SCREEN = "Opt in to " + DELIVERY_HISTORY;
    private static final String NEW_UPS_PASSWORD = "another-ups-password";

    private final Browser browser = new Browser();
    private final String company;
    private final String application;
    private final URI web;
    private final URI ups;
    private String upsPassword = Accounts.UPS_PASSWORD;

    public Person(LocalStack stack, String company) {
        this(stack, company, DELIVERY_HISTORY);
    }

    /**
     * An admin who cares for another application.
     *
     * @param application its name as the pages have it
     */
    Person(LocalStack stack, String company, String application) {
        this.company = company;
        this.application = application;
        this.web = stack.url(Part.OPTIN_WEB);
        this.ups = stack.url(Part.UPS_SANDBOX);
    }

    public void signIn() {
        look("signed in", this::signInUnlessDone, page -> page.says(SIGNED_IN));
    }

    /** An earlier try may have been done, and only its answer got lost. */
    private Page signInUnlessDone() {
        Page page = landing();
        return page.says(SIGNED_IN)
                ? page
                : page.fill("Sign In", company + "-admin")
                        .fill("Password", Accounts.PASSWORD)
                        .submit("Password");
    }

    /** Goes to UPS.com and stops before the last click there. */
    Page goToUps() {
        return look("UPS.com's password page", this::wayToUps, page -> page.says("Welcome back"));
    }

    private Page wayToUps() {
        return browser.open(web.resolve("/company"))
                .clickBelow(application, "Opt-In")
                .fill("Email or Username", company + "-ups")
                .tick("UPS Technology Agreement")
                .click("Continue");
    }

    /** The last click at UPS.com, which leads back; true if it was acknowledged. */
    boolean logInAtUps(Page passwordPage) {
        try {
            return passwordPage.fill("Password", upsPassword).click("Log In").tells("opted-in");
        } catch (StepFailed noAnswer) {
            return false;
        }
    }

    /** Opts in, as often as it takes until it is acknowledged or in force. */
    public void optIn() {
        waiting()
                .alias("opted in")
                .ignoreExceptionsInstanceOf(StepFailed.class)
                .until(() -> isOptedIn() || logInAtUps(wayToUps()));
    }

    private boolean isOptedIn() {
        Page page = landing();
        return page.says(SIGNED_IN) && !page.says(OPT_IN_SCREEN);
    }

    void namesTheUpsUser() {
        browser.open(web.resolve("/company"))
                .clickBelow(application, "Name the user")
                .fill("Email or Username at UPS.com", company + "-ups")
                .click("Save");
    }

    void withdraws() {
        browser.open(web.resolve("/company"))
                .clickBelow(application, "Withdraw")
                .click("Withdraw");
    }

    public void seesDeliveries() {
        look("deliveries and no opt-in screen", this::landing, page -> page.says("1Z") && !page.says(OPT_IN_SCREEN));
    }

    void seesThatTheOptInEnded() {
        look("the end of the opt-in", this::landing, page -> page.says("the opt-in has ended"));
    }

    void changesThePasswordAtUps() {
        look(
                "UPS.com's profile page",
                () -> browser.open(ups.resolve("/profile")),
                page -> page.hasField("New password") || page.hasField("Email or Username"));
        Page profile = browser.open(ups.resolve("/profile"));
        if (!profile.hasField("New password")) {
            profile = profile.fill("Email or Username", company + "-ups")
                    .tick("UPS Technology Agreement")
                    .click("Continue")
                    .fill("Password", upsPassword)
                    .click("Log In");
        }
        Page changed = profile.fill("Current password", upsPassword)
                .fill("New password", NEW_UPS_PASSWORD)
                .click("Change password");
        if (!changed.says("Your password was changed")) {
            throw changed.failure("a changed password");
        }
        upsPassword = NEW_UPS_PASSWORD;
    }

    Page landing() {
        return browser.open(web);
    }

    private static Page look(String what, Supplier<Page> look, Predicate<Page> until) {
        return waiting()
                .alias(what)
                .ignoreExceptionsInstanceOf(StepFailed.class)
                .until(() -> seen(what, look.get(), until), Objects::nonNull);
    }

    /** Fails with what is seen instead, which then is the cause of the failure in the end. */
    private static Page seen(String what, Page page, Predicate<Page> expected) {
        if (!expected.test(page)) {
            throw page.failure(what);
        }
        return page;
    }

    private static ConditionFactory waiting() {
        return Awaitility.await().atMost(SharedStack.UNTIL_BACK).pollInterval(Duration.ofMillis(300));
    }

    @Override
    public void close() {
        browser.close();
    }
}
