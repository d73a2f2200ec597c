package com.deliveryhistory.optin;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Updates.set;
import static org.assertj.core.api.Assertions.assertThat;

import com.deliveryhistory.optin.Browser.Page;
import com.deliveryhistory.optin.accounts.Account;
import com.deliveryhistory.optin.accounts.AddressChanges;
import com.deliveryhistory.optin.accounts.ChangedPasswords;
import com.deliveryhistory.optin.storage.UnfinishedActs.Unfinished;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** How another address is asked for, and the links that wait for it to be confirmed. */
@ExtendWith(OutputCaptureExtension.class)
class ChangingTheAddressTests extends AddressTest {

    @Autowired
    private AddressChanges changes;

    @Autowired
    private ChangedPasswords passwords;

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
    void what_waits_is_over_as_soon_as_there_is_a_new_password_even_if_the_process_ends_right_then() {
        ask(signedIn(admin), moved);

        passwords.set(admin, "the hash of another one", Unfinished.of(admin, clock.instant()));

        assertThat(changes.of(admin, clock.instant())).isEmpty();
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

    private void twoInstances(String task) {
        CompletableFuture<Void> other = CompletableFuture.runAsync(() -> itIsTimeFor(task));
        itIsTimeFor(task);
        other.join();
    }
}
