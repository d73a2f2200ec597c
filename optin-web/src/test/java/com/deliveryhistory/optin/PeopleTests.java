package com.deliveryhistory.optin;

import static org.assertj.core.api.Assertions.assertThat;

import com.deliveryhistory.optin.Browser.Page;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.bson.Document;
import org.junit.jupiter.api.Test;

/** Administrators invite people and decide who may do what. */
class PeopleTests extends WebTest {

    private static final String NEW_PASSWORD = "blue elephant dances tango";

    private final String email = company + "-new@example.com";

    @Test
    void an_invited_person_chooses_name_and_password_and_signs_in() {
        Browser invited = browser();
        Page form = invited.get(invitation());
        assertThat(form.header("Referrer-Policy")).isEqualTo("no-referrer");

        Page done = accept(invited, form, company + "-New", NEW_PASSWORD);

        assertThat(done.text()).contains("Your account is ready");
        Page signedIn = browser().signIn(company + "-new", NEW_PASSWORD);
        assertThat(signedIn.text()).contains(company + "-New");
        assertThat(signedIn.has("a[href=/people]")).isFalse();
    }

    @Test
    void what_a_session_says_ends_with_it_even_if_the_process_that_changed_it_was_killed() {
        Browser browser = signedIn(admin);
        assertThat(browser.get("/people").status()).isEqualTo(200);

        collection("companies")
                .updateOne(
                        new Document("_id", company),
                        new Document("$pull", new Document("admins", admin))
                                .append("$addToSet", new Document("users", admin)));

        assertThat(browser.get("/people").address().getPath()).isEqualTo("/sign-in");
        assertThat(browser.get("/profile").address().getPath()).isEqualTo("/sign-in");
        assertThat(signedIn(admin).get("/people").status()).isEqualTo(403);
    }

    @Test
    void looking_at_an_invitation_does_not_use_it_up_and_accepting_does() {
        String link = invitation();
        browser().get(link);
        Browser invited = browser();
        accept(invited, invited.get(link), company + "-new", NEW_PASSWORD);

        Page late = browser().get(link);

        assertThat(late.status()).isEqualTo(410);
        assertThat(late.has("#link-gone")).isTrue();
    }

    @Test
    void only_a_hash_of_the_link_is_stored_with_the_invitation() {
        String secret = invitation().replaceFirst(".*/", "");

        assertThat(secret).hasSize(43);
        assertThat(collection("invitations").find(new Document("company", company)))
                .hasSize(1)
                .allSatisfy(stored -> assertThat(stored.toJson()).doesNotContain(secret));
    }

    @Test
    void an_invitation_ends_after_72_hours_and_when_it_is_sent_again_or_revoked() {
        Browser browser = signedIn(admin);
        String first = invitation();
        browser.submit(browser.get("/people"), ".send-again");
        String second = links().getLast();
        assertThat(browser().get(first).status()).isEqualTo(410);
        assertThat(browser().get(second).status()).isEqualTo(200);

        clock.advance(Duration.ofDays(3));
        assertThat(browser().get(second).status()).isEqualTo(410);
        clock.reset();

        browser.submit(browser.get("/people"), ".revoke");
        assertThat(browser().get(second).status()).isEqualTo(410);
        assertThat(browser.get("/people").has("#invitations")).isFalse();
    }

    @Test
    void a_name_that_is_taken_in_any_company_and_case_is_refused_and_the_form_keeps_what_was_typed() {
        Browser invited = browser();
        Page form = invited.get(invitation());

        Page again = accept(invited, form, "C150-Admin", NEW_PASSWORD);

        assertThat(again.status()).isEqualTo(422);
        assertThat(again.find("#name-error").text()).contains("taken");
        assertThat(again.find("#name").attr("aria-describedby")).contains("name-error");
        assertThat(again.find("#name").val()).isEqualTo("C150-Admin");
        assertThat(again.body()).doesNotContain(NEW_PASSWORD);
        assertThat(accept(invited, again, company + "-new", NEW_PASSWORD).text())
                .contains("Your account is ready");
    }

    @Test
    void a_weak_password_is_refused_with_the_reason() {
        Browser invited = browser();
        Page form = invited.get(invitation());

        assertThat(accept(invited, form, company + "-new", "short")
                        .find("#password-error")
                        .text())
                .contains("too short");
        assertThat(accept(invited, form, company + "-new", "passwordpassword")
                        .find("#password-error")
                        .text())
                .contains("repeats");
    }

    @Test
    void an_acceptance_that_was_cut_off_is_completed_by_the_same_link_with_any_name() {
        String link = invitation();
        collection("invitations")
                .updateOne(
                        new Document("company", company),
                        new Document("$set", new Document("acceptedAs", company + "-cut-off")));
        Browser invited = browser();

        Page done = accept(invited, invited.get(link), company + "-new", NEW_PASSWORD);

        assertThat(done.text()).contains("Your account is ready");
    }

    @Test
    void one_invitation_makes_one_account_also_if_it_was_cut_off_before_it_was_removed() {
        String link = invitation();
        Document before = Objects.requireNonNull(
                collection("invitations").find(new Document("company", company)).first());
        Browser invited = browser();
        Page form = invited.get(link);
        accept(invited, form, company + "-new", NEW_PASSWORD);
        collection("invitations").insertOne(before.append("acceptedAs", company + "-new"));

        Page second = accept(invited, form, company + "-second", NEW_PASSWORD);

        assertThat(second.status()).isEqualTo(410);
        assertThat(collection("users").find(new Document("_id", company + "-second")))
                .isEmpty();
        assertThat(signedIn(admin).get("/people").has("#invitations")).isFalse();
    }

    @Test
    void a_disabled_person_is_signed_out_at_once_and_cannot_sign_in() {
        Browser theirs = signedIn(user);
        Browser browser = signedIn(admin);

        Page confirmation = browser.click(person(browser, user), "#disable");
        Page done = browser.submit(confirmation, "#confirm");

        assertThat(done.find("#state").text()).isEqualTo("Disabled");
        assertThat(theirs.get("/").address().getPath()).isEqualTo("/sign-in");
        assertThat(browser().signIn(user, PASSWORD).has("#sign-in-refused")).isTrue();
        browser.submit(done, "#enable");
        assertThat(signedIn(user).get("/").has("#sign-out")).isTrue();
    }

    @Test
    void a_new_role_is_in_force_at_the_next_sign_in_which_is_at_once() {
        Browser theirs = signedIn(user);
        Browser browser = signedIn(admin);

        browser.submit(person(browser, user), "#change-role");

        assertThat(theirs.get("/").address().getPath()).isEqualTo("/sign-in");
        assertThat(signedIn(user).get("/people").status()).isEqualTo(200);
        assertThat(activities()).contains("MADE_ADMIN");
    }

    @Test
    void the_last_administrator_stays_one_and_stays_signed_in() {
        Browser browser = signedIn(admin);

        Page demoted = browser.submit(person(browser, admin), "#change-role");
        assertThat(demoted.find("#outcome").text()).contains("last administrator");
        Page disabled = browser.submit(browser.click(person(browser, admin), "#disable"), "#confirm");

        assertThat(disabled.find("#outcome").text()).contains("last administrator");
        assertThat(browser.get("/people").status()).isEqualTo(200);
    }

    @Test
    void people_of_other_companies_are_not_there() {
        Browser browser = signedIn(admin);
        assertThat(browser.get("/people").text()).contains(user).doesNotContain("c150-");

        assertThat(browser.get("/people/person?name=c150-user").status()).isEqualTo(404);
        Page own = person(browser, user);
        for (String form : List.of("#change-role", "#disable")) {
            Page page = form.equals("#disable") ? browser.click(own, "#disable") : own;
            String selector = form.equals("#disable") ? "#confirm" : form;
            page.find(selector + " [name=name]").val("c150-user");
            assertThat(browser.submit(page, selector).status()).isEqualTo(404);
        }
        assertThat(signedIn("c150-user").get("/people").status()).isEqualTo(403);
    }

    @Test
    void an_address_that_is_none_or_has_an_account_is_refused_in_words() {
        Browser browser = signedIn(admin);

        Page none = invite(browser, "nobody@nowhere");
        assertThat(none.status()).isEqualTo(422);
        assertThat(none.find("#email-error").text()).contains("name@company.com");
        assertThat(none.find("#email").val()).isEqualTo("nobody@nowhere");

        assertThat(invite(browser, admin + "@example.com").find("#email-error").text())
                .contains("already");
    }

    @Test
    void an_invitation_for_whose_mail_there_is_no_room_is_mailed_as_soon_as_there_is() {
        Browser browser = signedIn(admin);
        mails.crowded(true);

        assertThat(invite(browser, email).find("#outcome").text()).contains("sent a little later");
        assertThat(browser.get("/people").find("#invitations").text()).contains(email);
        clock.advance(Duration.ofMinutes(2));
        itIsTimeFor("mailWhatWasCutOff");
        assertThat(links()).isEmpty();
        mails.crowded(false);
        itIsTimeFor("mailWhatWasCutOff");

        assertThat(links()).hasSize(1);
        assertThat(browser().get(links().getFirst()).status()).isEqualTo(200);
    }

    @Test
    void an_invitation_that_is_sent_again_waits_for_room_as_well() {
        String first = invitation();
        Browser browser = signedIn(admin);
        mails.crowded(true);

        assertThat(browser.submit(browser.get("/people"), ".send-again")
                        .find("#outcome")
                        .text())
                .contains("sent a little later");
        assertThat(browser().get(first).status()).isEqualTo(410);
    }

    @Test
    void an_invitation_whose_mail_was_cut_off_is_mailed_later_and_once() {
        String lost = invitation();
        collection("invitations")
                .updateOne(new Document("company", company), new Document("$set", new Document("mailQueued", false)));
        collection("mails").deleteMany(new Document("to", email));

        itIsTimeFor("mailWhatWasCutOff");
        assertThat(links()).as("while its request may go on").isEmpty();
        clock.advance(Duration.ofMinutes(2));
        itIsTimeFor("mailWhatWasCutOff");
        clock.advance(Duration.ofMinutes(2));
        itIsTimeFor("mailWhatWasCutOff");

        assertThat(links()).hasSize(1).doesNotContain(lost);
        Browser invited = browser();
        assertThat(accept(invited, invited.get(links().getFirst()), company + "-new", NEW_PASSWORD)
                        .text())
                .contains("Your account is ready");
    }

    @Test
    void without_room_for_mails_an_administrator_learns_that_no_password_link_was_sent() {
        Browser browser = signedIn(admin);
        mails.crowded(true);

        Page refused = browser.submit(person(browser, admin), "#password-reset");
        assertThat(refused.find("#outcome").text()).contains("No link was sent: too many mails");

        mails.crowded(false);
        assertThat(browser.submit(refused, "#password-reset").find("#outcome").text())
                .contains("on its way");
    }

    private Page invite(Browser browser, String address) {
        Page page = browser.get("/people");
        page.find("#email").val(address);
        return browser.submit(page, "#invite");
    }

    /** The link that the invited person gets. */
    private String invitation() {
        Browser browser = signedIn(admin);
        assertThat(invite(browser, email).find("#outcome").text()).contains("on its way");
        return links().getLast();
    }

    private List<String> links() {
        return collection("mails")
                .find(new Document("to", email))
                .sort(new Document("queuedAt", 1))
                .map(mail -> mail.get("facts", Document.class).getString("link"))
                .into(new ArrayList<>());
    }

    private List<String> activities() {
        return collection("activities")
                .find(new Document("company", company))
                .map(activity -> activity.getString("kind"))
                .into(new ArrayList<>());
    }

    private static Page person(Browser browser, String name) {
        return browser.get("/people/person?name=" + name);
    }

    private static Page accept(Browser browser, Page form, String name, String password) {
        form.find("#name").val(name);
        form.find("#password").val(password);
        form.find("#again").val(password);
        return browser.submit(form, "#accept");
    }
}
