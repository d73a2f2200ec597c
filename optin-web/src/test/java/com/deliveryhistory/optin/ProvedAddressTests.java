package com.deliveryhistory.optin;

import static com.mongodb.client.model.Filters.eq;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.deliveryhistory.optin.Browser.Page;
import com.deliveryhistory.optin.accounts.EmailAddress;
import com.deliveryhistory.optin.activity.Activity;
import com.deliveryhistory.optin.activity.ActivityLog;
import com.deliveryhistory.optin.addresses.ProvedAddresses;
import com.deliveryhistory.optin.storage.Hashes;
import java.util.Map;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** What a mail address counts for once its owner has shown that mail there comes in, and before. */
@ExtendWith(OutputCaptureExtension.class)
class ProvedAddressTests extends AddressTest {

    @Autowired
    private ProvedAddresses proved;

    @Autowired
    private ActivityLog activities;

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
}
