package com.deliveryhistory.localstack.demo;

import com.deliveryhistory.localstack.browser.Browser;
import com.deliveryhistory.localstack.browser.Page;
import com.deliveryhistory.localstack.browser.StepFailed;
import com.deliveryhistory.localstack.settings.Accounts;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The story: a company opts in, sees its deliveries, changes its password at UPS.com, opts in again. */
final class Walk implements AutoCloseable {

    private static final String COMPANY = "acme";
    private static final String ADMIN = "acme-admin";
    private static final String USER = "acme-user";
    private static final String UPS_USER = "acme-ups";
    private static final String NEW_UPS_PASSWORD = "another-ups-password";
    private static final String APPLICATION = "UPS® Intelligent Delivery History";
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final Duration CAUGHT_UP = Duration.ofSeconds(30);
    private static final Duration NOTICED = Duration.ofSeconds(15);
    private static final Duration GROWN = Duration.ofSeconds(60);
    private static final Duration LOOK = Duration.ofMillis(250);
    private static final Pattern TRACKING_NUMBER = Pattern.compile("\\b1Z[0-9A-Z]{16}\\b");

    private final URI optin;
    private final URI ups;
    private final TopicTail events;
    private final Narrator narrator;
    private final Browser admin = new Browser();
    private final Browser user = new Browser();
    private List<String> seenFirst = List.of();

    Walk(URI optin, URI ups, TopicTail events, Narrator narrator) {
        this.optin = optin;
        this.ups = ups;
        this.events = events;
        this.narrator = narrator;
    }

    /** @throws StepFailed at the first step that does not hold */
    void run() {
        narrator.step(ADMIN + " signs in and sees the opt-in screen", this::adminSignsIn);
        narrator.step(ADMIN + " opts in at UPS.com", () -> optIn(Accounts.UPS_PASSWORD, 1));
        narrator.step(ADMIN + " names the UPS.com user", this::nameUpsUser);
        narrator.step("the first deliveries show", this::firstDeliveries);
        narrator.step(USER + " signs in and sees no opt-in screen", this::userSignsIn);
        narrator.step("the password is changed at UPS.com", this::changePassword);
        narrator.step("the opt-in has ended, and everybody is told", this::awaitEnd);
        narrator.step(ADMIN + " opts in again", () -> optIn(NEW_UPS_PASSWORD, 2));
        narrator.step("deliveries continue, and none was lost", this::deliveriesContinue);
    }

    @Override
    public void close() {
        admin.close();
        user.close();
    }

    private void adminSignsIn() {
        Page landing = signIn(admin, ADMIN);
        require(landing, landing.offers("Opt-In"), "\"Opt-In\" on the landing page");
    }

    private void optIn(String password, int activations) {
        Page manager = admin.open(optin.resolve("/")).click("Opt-In");
        Page back = logIn(manager.clickBelow(APPLICATION, "Opt-In"), password);
        require(back, back.address().getAuthority().equals(optin.getAuthority()), "to be back from UPS.com");
        require(back, back.tells("opted-in"), "a confirmation of the opt-in");
        awaitEvents("GrantActivated", activations, SOON);
    }

    /** So that UPS.com's word of a changed password finds the company. */
    private void nameUpsUser() {
        Page manager = admin.open(optin.resolve("/company"))
                .clickBelow(APPLICATION, "Name the user")
                .fill("Email or Username at UPS.com", UPS_USER)
                .click("Save");
        require(manager, manager.says(UPS_USER), "the UPS.com user's name");
    }

    private void firstDeliveries() {
        seenFirst = List.copyOf(trackingNumbers(awaitDeliveries()));
        awaitEvents("HistoryCaughtUp", 1, CAUGHT_UP);
    }

    private Page awaitDeliveries() {
        return await(
                "deliveries and no \"Opt-In\" on the landing page",
                SOON,
                () -> admin.open(optin.resolve("/")),
                page -> !page.offers("Opt-In") && !trackingNumbers(page).isEmpty());
    }

    private void userSignsIn() {
        Page landing = signIn(user, USER);
        require(landing, !landing.offers("Opt-In"), "no \"Opt-In\"");
        require(landing, !trackingNumbers(landing).isEmpty(), "deliveries");
    }

    private void changePassword() {
        Page profile = admin.open(ups.resolve("/profile"));
        if (!profile.hasField("New password")) {
            profile = logIn(profile, Accounts.UPS_PASSWORD);
        }
        Page changed = profile.fill("Current password", Accounts.UPS_PASSWORD)
                .fill("New password", NEW_UPS_PASSWORD)
                .click("Change password");
        require(changed, changed.says("password was changed"), "a confirmation of the new password");
    }

    private void awaitEnd() {
        await(
                "\"Opt-In\" on the landing page",
                NOTICED,
                () -> admin.open(optin.resolve("/")),
                page -> page.offers("Opt-In"));
        await(
                "the event PasswordChangeInvalidated",
                SOON,
                () -> events.all().stream().anyMatch(event -> event.is("PasswordChangeInvalidated", COMPANY)));
        awaitEvents("GrantInvalidated", 1, SOON);
        Page users = user.open(optin.resolve("/"));
        require(users, !users.offers("Opt-In"), "no \"Opt-In\" for a user who is no admin");
        require(users, users.says("opt in"), "who can opt in again");
    }

    private void deliveriesContinue() {
        Instant activated = events.all().stream()
                .filter(event -> event.is("GrantActivated", COMPANY + "/"))
                .map(SeenEvent::at)
                .max(Instant::compareTo)
                .orElse(Instant.MAX);
        awaitDeliveries();
        await(
                "a new delivery event",
                GROWN,
                () -> events.all().stream()
                        .anyMatch(event -> event.type().equals("DeliveryEventRecorded")
                                && event.at().isAfter(activated)));
        for (String number : seenFirst) {
            Page delivery = user.open(optin.resolve("/packages/" + number));
            require(delivery, delivery.says("Package " + number), "package " + number + " from the time before");
        }
    }

    private Page signIn(Browser browser, String name) {
        return browser.open(optin.resolve("/"))
                .fill("Sign In", name)
                .fill("Password", Accounts.PASSWORD)
                .submit("Password");
    }

    private Page logIn(Page logIn, String password) {
        return logIn.fill("Email or Username", UPS_USER)
                .tick("UPS Technology Agreement")
                .click("Continue")
                .fill("Password", password)
                .click("Log In");
    }

    private void awaitEvents(String type, int count, Duration patience) {
        await(
                count == 1 ? "the event " + type : "%d events %s".formatted(count, type),
                patience,
                () -> events.all().stream()
                                .filter(event -> event.is(type, COMPANY + "/"))
                                .count()
                        >= count);
    }

    private void await(String what, Duration patience, BooleanSupplier condition) {
        long deadline = System.nanoTime() + patience.toNanos();
        events.read();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new StepFailed("expected %s within %d s".formatted(what, patience.toSeconds()));
            }
            events.read();
        }
    }

    private Page await(String what, Duration patience, Supplier<Page> look, Predicate<Page> condition) {
        long deadline = System.nanoTime() + patience.toNanos();
        Page page = look.get();
        while (!condition.test(page)) {
            if (System.nanoTime() > deadline) {
                throw page.failure("%s within %d s".formatted(what, patience.toSeconds()));
            }
            pause();
            page = look.get();
        }
        return page;
    }

    private static void require(Page page, boolean holds, String what) {
        if (!holds) {
            throw page.failure(what);
        }
    }

    private static Set<String> trackingNumbers(Page page) {
        return TRACKING_NUMBER
                .matcher(page.text())
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static void pause() {
        try {
            Thread.sleep(LOOK);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
