package com.deliveryhistory.optin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.deliveryhistory.optin.Browser.Page;
import com.deliveryhistory.optin.credentials.ForgettingHere;
import com.mongodb.client.MongoCollection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.bson.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** What people do about their own accounts: profile, and a new password without the old one. */
@ExtendWith(OutputCaptureExtension.class)
class ProfileTests extends WebTest {

    private static final String NEW_PASSWORD = "blue elephant dances tango";

    @Autowired
    private BeanFactory beans;

    /** Tests share an address, and one address may ask for few links an hour. */
    @BeforeEach
    void nobodyAskedForLinksInThisHour() {
        mongo.client().getDatabase(mongo.database()).getCollection("allowances").deleteMany(new Document());
    }

    @Test
    void a_changed_password_ends_all_other_sessions() {
        Browser elsewhere = signedIn(user);
        Browser browser = signedIn(user);

        Page done = changePassword(browser, PASSWORD, NEW_PASSWORD, NEW_PASSWORD);

        assertThat(done.find("#saved").text()).contains("password is changed");
        assertThat(elsewhere.get("/").address().getPath()).isEqualTo("/sign-in");
        assertThat(browser().signIn(user, PASSWORD).has("#sign-in-refused")).isTrue();
        assertThat(browser().signIn(user, NEW_PASSWORD).has("#sign-out")).isTrue();
    }

    @Test
    void without_the_current_password_nothing_changes() {
        Browser browser = signedIn(user);

        Page refused = changePassword(browser, "wrong", NEW_PASSWORD, NEW_PASSWORD);

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.find("#current-error").text()).contains("not your current password");
        assertThat(signedIn(user).get("/").has("#sign-out")).isTrue();
    }

    @Test
    void two_different_new_passwords_are_refused() {
        assertThat(changePassword(signedIn(user), PASSWORD, NEW_PASSWORD, NEW_PASSWORD + "x")
                        .find("#password-error")
                        .text())
                .contains("not the same");
    }

    @Test
    void the_current_password_cannot_be_guessed_on_and_on(CapturedOutput output) {
        Browser browser = signedIn(user);
        for (int i = 0; i < 10; i++) {
            changePassword(browser, "wrong", NEW_PASSWORD, NEW_PASSWORD);
        }

        Page refused = changePassword(browser, PASSWORD, NEW_PASSWORD, NEW_PASSWORD);

        assertThat(refused.find("#current-error").text()).contains("too often");
        assertThat(output.getAll().lines().filter(line -> line.contains("person=\"" + user + "\"")))
                .filteredOn(line -> line.contains("event=\"CURRENT_PASSWORD_"))
                .hasSize(11)
                .filteredOn(line -> line.contains("event=\"CURRENT_PASSWORD_THROTTLED\""))
                .hasSize(1);
        assertThat(output.getAll())
                .contains("event=\"CURRENT_PASSWORD_REFUSED\" person=\"" + user + "\" address=\"127.0.0.1\"")
                .doesNotContain(PASSWORD);
    }

    @Test
    void a_changed_password_stands_in_the_security_log_also_without_room_for_its_mail(CapturedOutput output) {
        mails.crowded(true);

        Page done = changePassword(signedIn(admin), PASSWORD, NEW_PASSWORD, NEW_PASSWORD);

        assertThat(done.find("#saved").text()).contains("password is changed");
        assertThat(output.getAll())
                .contains("event=\"PASSWORD_CHANGED\" person=\"" + admin + "\"")
                .doesNotContain(NEW_PASSWORD);
    }

    @Test
    void a_chosen_language_is_spoken_from_then_on() {
        Browser browser = signedIn(user);
        Page page = browser.get("/profile");
        page.find("#language [value=de]").attr("selected", "selected");
        page.find("#language [value='']").removeAttr("selected");

        Page done = browser.submit(page, "#change-language");

        assertThat(done.find("html").attr("lang")).isEqualTo("de");
        assertThat(done.text()).contains("Ihr Profil");
        assertThat(signedIn(user).get("/profile").text()).contains("Ihr Profil");
    }

    @Test
    void a_forgotten_password_is_set_anew_by_a_link_that_works_once() {
        Browser elsewhere = signedIn(admin);
        String link = forgotten(admin.toUpperCase(java.util.Locale.ROOT));
        Browser browser = browser();
        Page form = browser.get(link);
        assertThat(form.header("Referrer-Policy")).isEqualTo("no-referrer");
        form.find("#password").val(NEW_PASSWORD);
        form.find("#again").val(NEW_PASSWORD);

        assertThat(browser.submit(form, "#reset").text()).contains("new password is set");

        assertThat(elsewhere.get("/").address().getPath()).isEqualTo("/sign-in");
        assertThat(browser().get(link).status()).isEqualTo(410);
        assertThat(browser.submit(form, "#reset").status()).isEqualTo(410);
        assertThat(browser().signIn(admin, NEW_PASSWORD).has("#sign-out")).isTrue();
    }

    @Test
    void a_link_for_a_new_password_ends_after_an_hour_and_with_a_change_of_the_password() {
        String link = forgotten(admin + "@example.com");
        clock.advance(Duration.ofHours(1));
        assertThat(browser().get(link).status()).isEqualTo(410);
        clock.reset();
        assertThat(browser().get(link).status()).isEqualTo(200);

        changePassword(signedIn(admin), PASSWORD, NEW_PASSWORD, NEW_PASSWORD);

        assertThat(browser().get(link).status()).isEqualTo(410);
    }

    @Test
    void who_has_chosen_anothers_mail_address_as_sign_in_name_keeps_no_link_from_that_person() {
        String address = admin + "@example.com";
        collection("users")
                .insertOne(new Document("_id", address)
                        .append("name", address)
                        .append("company", "c150")
                        .append("role", "USER")
                        .append("email", "chooser-of-" + address)
                        .append("emailKey", "chooser-of-" + address));

        assertThat(ask(address).has("#sent")).isTrue();

        await().until(() ->
                mails(address).size() == 1 && mails("chooser-of-" + address).size() == 1);
        assertThat(mails(address).getFirst().get("facts", Document.class).getString("name"))
                .isEqualTo(admin);
    }

    @Test
    void who_has_the_own_mail_address_as_sign_in_name_gets_one_link() {
        String address = company + "-same@example.com";
        collection("users")
                .insertOne(new Document("_id", address)
                        .append("name", address)
                        .append("company", company)
                        .append("role", "USER")
                        .append("email", address)
                        .append("emailKey", address));

        assertThat(ask(address).has("#sent")).isTrue();

        untilSeenTo(address);
        assertThat(mails(address)).hasSize(1);
    }

    @Test
    void whether_there_is_an_account_is_not_told() {
        Page known = ask(admin);
        Page unknown = ask("nobody-at-all");

        assertThat(unknown.status()).isEqualTo(known.status());
        assertThat(unknown.find("main").text()).isEqualTo(known.find("main").text());
    }

    @Test
    void a_link_that_was_promised_is_sent_once_though_the_process_was_killed_after_its_answer() {
        assertThat(ForgettingHere.killedAfterTheAnswer(beans).forgotten(admin)).isTrue();
        itIsTimeFor("seeToForgotten");
        assertThat(mails(admin + "@example.com"))
                .as("while the process may live")
                .isEmpty();

        clock.advance(Duration.ofMinutes(2));
        itIsTimeFor("seeToForgotten");
        clock.advance(Duration.ofMinutes(2));
        itIsTimeFor("seeToForgotten");

        assertThat(mails(admin + "@example.com"))
                .extracting(mail -> mail.getString("kind"))
                .containsExactly("PASSWORD_RESET");
    }

    @Test
    void a_link_that_was_promised_waits_for_room_among_the_mails_without_using_the_allowance_up() {
        mails.crowded(true);
        assertThat(ask(admin).has("#sent")).isTrue();
        for (int i = 0; i < 5; i++) {
            clock.advance(Duration.ofMinutes(2));
            itIsTimeFor("seeToForgotten");
        }
        assertThat(mails(admin + "@example.com")).isEmpty();

        mails.crowded(false);
        clock.advance(Duration.ofMinutes(2));
        itIsTimeFor("seeToForgotten");

        assertThat(mails(admin + "@example.com")).hasSize(1);
    }

    @Test
    void what_was_typed_is_kept_no_longer_than_until_it_was_seen_to() {
        String typed = company + "-nobody";

        ask(typed);

        untilSeenTo(typed);
    }

    private void untilSeenTo(String typed) {
        MongoCollection<Document> requests =
                mongo.client().getDatabase(mongo.database()).getCollection("forgottenPasswords");
        await().until(() -> requests.countDocuments(new Document("typed", typed)) == 0);
    }

    @Test
    void a_person_gets_three_links_an_hour_at_most() {
        for (int i = 0; i < 4; i++) {
            ask(admin);
        }

        untilSeenTo(admin);
        assertThat(mails(admin + "@example.com")).hasSize(3);
    }

    @Test
    void who_may_not_sign_in_gets_no_link() {
        Browser browser = signedIn(admin);
        browser.submit(browser.get("/people/person?name=" + user), "#change-role");
        Browser other = signedIn(user);
        other.submit(other.click(other.get("/people/person?name=" + admin), "#disable"), "#confirm");

        ask(admin);

        untilSeenTo(admin);
        assertThat(mails(admin + "@example.com")).isEmpty();
    }

    private Page ask(String name) {
        Browser browser = browser();
        Page page = browser.click(browser.get("/sign-in"), "#password-forgotten");
        page.find("#name").val(name);
        return browser.submit(page, "#forgotten");
    }

    private String forgotten(String name) {
        assertThat(ask(name).has("#sent")).isTrue();
        await().until(() -> !mails(admin + "@example.com").isEmpty());
        return mails(admin + "@example.com")
                .getFirst()
                .get("facts", Document.class)
                .getString("link");
    }

    private static Page changePassword(Browser browser, String current, String password, String again) {
        Page page = browser.get("/profile");
        page.find("#current").val(current);
        page.find("#password").val(password);
        page.find("#again").val(again);
        return browser.submit(page, "#change-password");
    }

    private List<Document> mails(String address) {
        MongoCollection<Document> mails =
                mongo.client().getDatabase(mongo.database()).getCollection("mails");
        return mails.find(new Document("to", address)).into(new ArrayList<>());
    }
}
