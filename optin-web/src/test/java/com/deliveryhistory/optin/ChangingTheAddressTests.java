package com.deliveryhistory.optin;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Updates.set;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.deliveryhistory.optin.Browser.Page;
import com.deliveryhistory.optin.accounts.Account;
import com.deliveryhistory.optin.accounts.Accounts;
import com.deliveryhistory.optin.accounts.AddressChanges;
import com.deliveryhistory.optin.accounts.EmailAddress;
import com.deliveryhistory.optin.activity.Activity;
import com.deliveryhistory.optin.activity.ActivityLog;
import com.deliveryhistory.optin.addresses.ProvedAddresses;
import com.deliveryhistory.optin.storage.Hashes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.bson.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** A mail address counts once its owner has shown that mail there comes in. */
@ExtendWith(OutputCaptureExtension.class)
class ChangingTheAddressTests extends WebTest {

    private static final String NEW_PASSWORD = "blue elephant dances tango";

    @Autowired
    private Accounts accounts;

    @Autowired
    private AddressChanges changes;

    @Autowired
    private ProvedAddresses proved;

    @Autowired
    private ActivityLog activities;

    private final String earlier = company + "-admin@example.com";
    private final String moved = company + "-moved@example.com";

    @BeforeEach
    void nobodyAskedForLinksInThisHour() {
        collection("allowances").deleteMany(new Document());
    }

    @Test
    void a_new_address_counts_once_its_link_was_used_and_the_earlier_one_is_told_both_times(CapturedOutput output) {
        Browser browser = signedIn(admin);

        Page asked = ask(browser, moved);

        assertThat(asked.find("#saved").text()).contains("on its way");
        assertThat(asked.find("#email-now").text()).isEqualTo(earlier);
        assertThat(asked.find("#pending").text()).contains("sent to " + moved, "Until then your address is " + earlier);
        assertThat(kinds(earlier)).containsExactly("EMAIL_CHANGE_ASKED");
        assertThat(kinds(moved)).containsExactly("EMAIL_CONFIRMATION");

        Page done = browser.submit(browser.get(link()), "#confirm");

        assertThat(done.find("#saved").text()).contains("is changed");
        assertThat(done.find("#email-now").text()).isEqualTo(moved);
        assertThat(done.has("#pending")).isFalse();
        assertThat(kinds(earlier)).containsExactly("EMAIL_CHANGE_ASKED", "EMAIL_CHANGED");
        assertThat(browser.get("/activity").text())
                .contains("Asked for another own e-mail address", "Confirmed another own e-mail address");
        assertThat(output.getAll())
                .contains("event=\"EMAIL_CHANGE_ASKED\" person=\"" + admin + "\"")
                .contains("event=\"EMAIL_CHANGED\" person=\"" + admin + "\"");
    }

    @Test
    void looking_at_a_link_confirms_nothing_and_using_it_works_once() {
        Browser browser = signedIn(admin);
        ask(browser, moved);
        String link = link();
        browser().get(link);
        Page form = browser.get(link);
        assertThat(browser.getOnly(link).header("Referrer-Policy")).isEqualTo("no-referrer");
        assertThat(form.address().getPath()).isEqualTo("/profile/email/confirmation");
        assertThat(form.find("#to-confirm").text()).isEqualTo(moved);
        assertThat(browser.get("/profile").find("#email-now").text()).isEqualTo(earlier);

        browser.submit(form, "#confirm");

        assertThat(browser.get(link).status()).isEqualTo(410);
        assertThat(browser.submit(form, "#confirm").status()).isEqualTo(410);
    }

    @Test
    void a_link_asks_for_the_sign_in_and_leads_on_after_it_without_its_secret_being_stored() {
        ask(signedIn(admin), moved);
        String secret = link().replaceFirst(".*/", "");
        Browser elsewhere = browser();

        Page signIn = elsewhere.get(link());
        assertThat(signIn.address().getPath()).isEqualTo("/sign-in");
        assertThat(secret).hasSize(43);
        assertThat(Stream.of("sessions", "users")
                        .flatMap(name ->
                                collection(name).find().map(Document::toString).into(new ArrayList<>()).stream()))
                .isNotEmpty()
                .noneMatch(stored -> stored.contains(secret));
        signIn.find("#username").val(admin);
        signIn.find("#password").val(PASSWORD);
        Page form = elsewhere.submit(signIn, "#sign-in");

        assertThat(elsewhere.submit(form, "#confirm").find("#email-now").text()).isEqualTo(moved);
    }

    @Test
    void who_has_the_link_and_not_the_account_confirms_nothing() {
        ask(signedIn(admin), moved);
        Browser other = signedIn(user);

        assertThat(other.get(link()).status()).isEqualTo(410);
        String token = other.get("/profile").find("input[name=_csrf]").val();
        assertThat(other.post("/profile/email/confirmation", "_csrf=" + token).status())
                .isEqualTo(410);

        assertThat(account(admin).email()).isEqualTo(earlier);
    }

    @Test
    void a_link_ends_after_24_hours_and_when_another_is_sent() {
        Browser browser = signedIn(admin);
        Page asked = ask(browser, moved);
        String first = link();

        assertThat(browser.submit(asked, "#send-again").find("#saved").text()).contains("Another link");

        String second = link();
        assertThat(browser().get(first).status()).isEqualTo(410);
        assertThat(browser().get(second).status()).isEqualTo(200);
        clock.advance(Duration.ofHours(24));
        itIsTimeFor("tellWhatWasCutOff");
        assertThat(browser().get(second).status()).isEqualTo(410);
        clock.reset();
        assertThat(signedIn(admin).get("/profile").has("#pending")).isFalse();
        assertThat(kinds(earlier)).as("told once").containsExactly("EMAIL_CHANGE_ASKED");
    }

    @Test
    void what_was_asked_for_is_cancelled_by_hand_and_with_a_new_password() {
        Browser browser = signedIn(admin);
        Page asked = ask(browser, moved);
        Page cancelled = browser.submit(asked, "#cancel-email");
        assertThat(cancelled.find("#saved").text()).contains("stays as it is");
        assertThat(cancelled.has("#pending")).isFalse();
        assertThat(browser().get(link()).status()).isEqualTo(410);
        Page again = ask(browser, moved);
        again.find("#current").val(PASSWORD);
        again.find("#password").val(NEW_PASSWORD);
        again.find("#again").val(NEW_PASSWORD);

        assertThat(browser.submit(again, "#change-password").has("#pending")).isFalse();

        assertThat(browser().get(link()).status()).isEqualTo(410);
    }

    @Test
    void links_are_sent_five_times_an_hour_at_most(CapturedOutput output) {
        Browser browser = signedIn(admin);
        Page page = ask(browser, moved);
        for (int i = 0; i < 4; i++) {
            page = browser.submit(page, "#send-again");
            assertThat(page.status()).isEqualTo(200);
        }

        Page refused = browser.submit(page, "#send-again");

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.find("#pending-error").text()).contains("Too many links");
        assertThat(ask(browser, "other-" + moved).find("#email-error").text()).contains("Too many links");
        assertThat(kinds(moved)).hasSize(5);
        assertThat(output.getAll()).contains("event=\"EMAIL_LINK_THROTTLED\" person=\"" + admin + "\"");
    }

    @Test
    void the_address_that_somebody_has_already_needs_no_link() {
        assertThat(ask(signedIn(admin), earlier).find("#email-error").text()).contains("already");
        assertThat(kinds(earlier)).isEmpty();
    }

    @Test
    void without_room_for_mails_nothing_waits_and_what_was_typed_stays() {
        Browser browser = signedIn(admin);
        mails.crowded(true);

        Page refused = ask(browser, moved);

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.find("#email-error").text()).contains("too many mails");
        assertThat(refused.find("#email").val()).isEqualTo(moved);
        assertThat(browser.get("/profile").has("#pending")).isFalse();
    }

    @Test
    void an_address_that_waits_gets_no_link_for_a_password_and_keeps_nobody_from_being_invited() {
        Browser browser = signedIn(admin);
        ask(browser, moved);
        Page forgotten = browser().get("/password-forgotten");
        forgotten.find("#name").val(moved);
        browser().submit(forgotten, "#forgotten");
        await().until(() -> collection("forgottenPasswords").countDocuments(new Document("typed", moved)) == 0);

        assertThat(invite(browser, moved).find("#outcome").text()).contains("on its way");

        assertThat(kinds(moved)).containsExactlyInAnyOrder("EMAIL_CONFIRMATION", "INVITATION");
    }

    @Test
    void of_two_who_ask_for_the_same_address_the_second_to_confirm_it_is_told_so(CapturedOutput output) {
        Browser second = signedIn(user);
        ask(second, moved);
        String linkOfSecond = link();
        Browser first = signedIn(admin);
        ask(first, moved.toUpperCase(java.util.Locale.ROOT));
        first.submit(first.get(link(moved.toUpperCase(java.util.Locale.ROOT))), "#confirm");

        Page refused = second.submit(second.get(linkOfSecond), "#confirm");

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.find("#link-gone").text()).contains("Somebody else in your company has this address");
        assertThat(second.get("/profile").has("#pending")).isFalse();
        assertThat(account(user).email()).isNull();
        assertThat(first.get("/activity").text()).contains("Could not confirm another own e-mail address");
        assertThat(output.getAll()).contains("event=\"EMAIL_TAKEN\" person=\"" + user + "\"");
    }

    @Test
    void an_address_that_was_imported_is_not_confirmed_by_another() {
        Browser browser = signedIn(user);
        ask(browser, earlier);

        assertThat(browser.submit(browser.get(link(earlier)), "#confirm").status())
                .isEqualTo(409);
    }

    @Test
    void who_accepts_an_invitation_to_an_address_that_was_confirmed_meanwhile_is_told_so() {
        Browser browser = signedIn(admin);
        invite(browser, moved);
        String invitation = link(moved);
        Browser person = signedIn(user);
        ask(person, moved);
        person.submit(person.get(link()), "#confirm");
        Browser invited = browser();

        Page refused = accept(invited, invited.get(invitation), company + "-new");

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.find("#name-error").text()).contains("confirmed this e-mail address for another account");
        assertThat(accounts.find(company + "-new")).isEmpty();
    }

    @Test
    void whoever_accepts_an_invitation_has_proved_its_address() {
        invite(signedIn(admin), moved);
        Browser invited = browser();
        accept(invited, invited.get(link()), company + "-new");

        assertThat(account(company + "-new").emailProved()).isTrue();
        Browser other = signedIn(user);
        ask(other, moved);
        assertThat(other.submit(other.get(link()), "#confirm").status()).isEqualTo(409);
    }

    @Test
    void links_that_a_killed_process_did_not_mail_are_mailed_later_and_once() {
        Browser browser = signedIn(admin);
        ask(browser, moved);
        String lost = link();
        collection("mails").deleteMany(new Document("to", new Document("$in", List.of(earlier, moved))));
        collection("users").updateOne(eq("_id", admin), set("pendingEmail.told", false));
        itIsTimeFor("tellWhatWasCutOff");
        assertThat(kinds(moved)).as("while the process may live").isEmpty();
        clock.advance(Duration.ofMinutes(2));

        twoInstances("tellWhatWasCutOff");
        clock.advance(Duration.ofMinutes(2));
        twoInstances("tellWhatWasCutOff");

        assertThat(kinds(moved)).containsExactly("EMAIL_CONFIRMATION");
        assertThat(kinds(earlier)).containsExactly("EMAIL_CHANGE_ASKED");
        assertThat(browser().get(lost).status()).isEqualTo(410);
        assertThat(browser.submit(browser.get(link()), "#confirm")
                        .find("#email-now")
                        .text())
                .isEqualTo(moved);
    }

    @Test
    void links_wait_for_room_among_the_mails() {
        ask(signedIn(admin), moved);
        collection("mails").deleteMany(new Document("to", moved));
        collection("users").updateOne(eq("_id", admin), set("pendingEmail.told", false));
        clock.advance(Duration.ofMinutes(2));
        mails.crowded(true);
        itIsTimeFor("tellWhatWasCutOff");
        assertThat(kinds(moved)).isEmpty();

        mails.crowded(false);
        itIsTimeFor("tellWhatWasCutOff");

        assertThat(kinds(moved)).containsExactly("EMAIL_CONFIRMATION");
    }

    @Test
    void a_confirmation_that_a_killed_process_told_nobody_of_is_told_later_and_once() {
        ask(signedIn(admin), moved);
        Account account = account(admin);
        changes.confirm(account, changes.of(admin, clock.instant()).orElseThrow(), clock.instant());
        assertThat(kinds(earlier)).containsExactly("EMAIL_CHANGE_ASKED");
        clock.advance(Duration.ofMinutes(2));

        twoInstances("tellWhatWasCutOff");
        twoInstances("tellWhatWasCutOff");

        assertThat(kinds(earlier)).containsExactly("EMAIL_CHANGE_ASKED", "EMAIL_CHANGED");
        assertThat(changes.confirmedOf(admin)).isEmpty();
        assertThat(signedIn(admin).get("/activity").find("tbody").text())
                .containsOnlyOnce("Confirmed another own e-mail address");
    }

    @Test
    void an_address_that_an_earlier_version_took_without_proof_gets_mail_and_is_nobodys_until_it_is_proved() {
        typedInAnEarlierVersion(user, moved);
        Browser browser = signedIn(user);
        assertThat(browser.get("/profile").find("#email-unproved").text()).contains("before addresses had to be");
        assertThat(proved.find(account(user).member().company(), new EmailAddress(moved)))
                .isEmpty();
        assertThat(invite(signedIn(admin), moved).has("#outcome")).isTrue();

        ask(browser, moved);
        Page done = browser.submit(browser.get(link()), "#confirm");

        assertThat(done.has("#email-unproved")).isFalse();
        assertThat(account(user).emailProved()).isTrue();
        assertThat(kinds(moved)).containsExactlyInAnyOrder("INVITATION", "EMAIL_CONFIRMATION");
    }

    @Test
    void who_sets_a_password_by_a_mailed_link_has_proved_the_address() {
        typedInAnEarlierVersion(user, moved);
        Browser browser = signedIn(admin);
        browser.submit(browser.get("/people/person?name=" + user), "#password-reset");
        Browser person = browser();
        Page form = person.get(link());
        form.find("#password").val(NEW_PASSWORD);
        form.find("#again").val(NEW_PASSWORD);

        person.submit(form, "#reset");

        assertThat(account(user).emailProved()).isTrue();
    }

    @Test
    void addresses_of_invitations_and_imports_of_earlier_versions_count_as_proved() {
        assertThat(account(admin).emailProved()).isFalse();
        assertThat(proved.isProved(account(admin))).isTrue();
        assertThat(signedIn(admin).get("/profile").has("#email-unproved")).isFalse();
    }

    /** As versions did that asked for no proof. */
    private void typedInAnEarlierVersion(String name, String address) {
        collection("users")
                .updateOne(
                        eq("_id", name),
                        new Document("$set", new Document("email", address).append("emailKey", address)));
        activities.add(
                Hashes.newSecret(),
                new Activity(
                        account(name).member().company(),
                        clock.instant(),
                        Activity.Kind.EMAIL_CHANGED,
                        name,
                        Map.of()));
    }

    private Account account(String name) {
        return accounts.find(name).orElseThrow();
    }

    private void twoInstances(String task) {
        CompletableFuture<Void> other = CompletableFuture.runAsync(() -> itIsTimeFor(task));
        itIsTimeFor(task);
        other.join();
    }

    private static Page ask(Browser browser, String address) {
        Page page = browser.get("/profile");
        page.find("#email").val(address);
        page.find("#email-current").val(PASSWORD);
        return browser.submit(page, "#change-email");
    }

    private static Page invite(Browser browser, String address) {
        Page page = browser.get("/people");
        page.find("#email").val(address);
        return browser.submit(page, "#invite");
    }

    private static Page accept(Browser browser, Page form, String name) {
        form.find("#name").val(name);
        form.find("#password").val(NEW_PASSWORD);
        form.find("#again").val(NEW_PASSWORD);
        return browser.submit(form, "#accept");
    }

    private String link() {
        return link(moved);
    }

    /** The link in the newest mail to an address. */
    private String link(String address) {
        return mails(address).getLast().get("facts", Document.class).getString("link");
    }

    private List<String> kinds(String address) {
        return mails(address).stream().map(mail -> mail.getString("kind")).toList();
    }

    private List<Document> mails(String address) {
        return collection("mails")
                .find(new Document("to", address))
                .sort(new Document("queuedAt", 1))
                .into(new ArrayList<>());
    }
}
