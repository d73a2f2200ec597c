package com.deliveryhistory.optin;

import static com.deliveryhistory.optin.SecurityEventSender.passwordChanged;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.deliveryhistory.events.GrantState;
import com.deliveryhistory.optin.Browser.Page;
import com.deliveryhistory.testing.Said;
import com.mongodb.client.MongoDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.DefaultApplicationArguments;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** How operators erase companies and people, and that neither comes back. */
@ExtendWith(OutputCaptureExtension.class)
class ErasingCommandsTests extends OperatorTest {

    private static final Pattern PSEUDONYM = Pattern.compile("erased:[0-9a-f]{8}");

    @Autowired
    List<ApplicationRunner> startSteps;

    @Test
    void a_company_whose_opt_in_is_active_is_not_erased() {
        Browser browser = signedIn(user);
        tokenManagerSays(GrantState.ACTIVE, null);
        await().until(() -> browser.get("/").has("#delivery-history"));

        Said said = eraseCompany();

        refused(said, "is active: an administrator of the company has to withdraw it first");
        assertThat(browser.get("/profile").status()).isEqualTo(200);
    }

    @Test
    void a_company_that_token_manager_owes_an_answer_is_erased_only_if_that_is_said() {
        Browser browser = signedIn(admin);
        back(browser, state(toUps(browser)));

        refused(eraseCompany(), "token-manager has not answered yet");
        assertThat(browser.get("/company").status()).isEqualTo(200);

        done(desk.says("erase-company", company, "--confirm", company, "--even-unanswered"));
    }

    @Test
    void a_person_of_a_company_that_token_manager_owes_an_answer_is_erased_only_if_that_is_said() {
        Browser browser = signedIn(admin);
        back(browser, state(toUps(browser)));

        refused(erasePerson(user), "token-manager has not answered yet");
        assertThat(signedIn(user).get("/profile").status()).isEqualTo(200);

        done(desk.says("erase-person", company, user, "--confirm", user, "--even-unanswered"));
        assertThat(desk.says("audit").out()).contains("erase-person " + company + " … --even-unanswered");
    }

    @Test
    void nothing_is_erased_while_something_that_was_announced_is_not_in_kafka() {
        collection("announcements")
                .insertOne(new Document("_id", "waits-" + company)
                        .append("company", company)
                        .append("inKafka", false)
                        .append("kind", "WITHDRAWN")
                        .append("effectiveAt", Date.from(clock.instant()))
                        .append("storedAt", Date.from(clock.instant()))
                        .append("relayFrom", Date.from(Instant.now().plus(Duration.ofDays(1)))));
        try {
            refused(eraseCompany(), "is not in Kafka yet");
            refused(erasePerson(user), "is not in Kafka yet");
            refused(eraseCompany(), "settle that first, see AnnouncementsStuck in the runbook");
            refused(erasePerson(user), "settle that first, see AnnouncementsStuck in the runbook");
        } finally {
            collection("announcements").deleteOne(new Document("_id", "waits-" + company));
        }
    }

    @Test
    void nothing_is_erased_that_is_not_named_twice_or_not_there() {
        assertThat(desk.says("erase-company", company).exitCode()).isEqualTo(2);
        assertThat(desk.says("erase-company", company, "--confirm", "c150").err())
                .contains("once more");
        assertThat(desk.says("erase-person", company, user, "--confirm", admin).err())
                .contains("once more");
        refused(desk.says("erase-company", company + "-x", "--confirm", company + "-x"), "There is no company");
        refused(desk.says("erase-person", company, "nobody-here", "--confirm", "nobody-here"), "has nobody");
        assertThat(signedIn(user).get("/profile").status()).isEqualTo(200);
    }

    @Test
    void of_an_erased_company_nothing_is_left_but_that_it_was_erased_and_nobody_comes_in(CapturedOutput output) {
        Browser browser = named(company + "-ups");
        String invited = link(desk.says("invite-admin", company, company + "-x@example.com", "--print-link"));

        Said said = desk.says("erase-company", company, "--confirm", company, "--as", "maria");

        assertThat(said.err()).isEmpty();
        assertThat(said.out())
                .contains("users: 2 deleted", "invitations: 1 deleted", "upsUsers: 1 deleted")
                .contains("Everything that was kept of " + company + " is deleted", "Next: \"erase " + company);
        assertThat(browser.get("/profile").address().getPath()).isEqualTo("/sign-in");
        assertThat(browser().signIn(admin, PASSWORD).address().getPath()).isEqualTo("/sign-in");
        assertThat(browser().get(invited).status()).isEqualTo(410);
        assertThat(left(company)).isEqualTo(Map.of("companies", 1L));
        assertThat(Objects.requireNonNull(collection("companies")
                                .find(new Document("_id", company))
                                .first())
                        .keySet())
                .containsExactlyInAnyOrder("_id", "erasedAt", "eraseDueAt");
        assertThat(desk.says("audit").out())
                .containsPattern("maria +erase-company " + company + " --confirm " + company + " +erased: .*2 users")
                .doesNotContain(admin);
        assertThat(output).containsPattern("OPERATOR_ENDED.*command=\"erase-company\" company=\"" + company);
        assertThat(desk.says("companies", "--after", company, "--limit", "1").out())
                .doesNotContain(company + " ");
        refused(desk.says("people", company), "was erased at");
        assertThat(eraseCompany().out()).contains("Nothing was left of " + company);
    }

    @Test
    void what_comes_late_brings_nothing_back_and_a_company_that_is_added_anew_begins_with_nothing() throws Exception {
        named(company + "-ups");
        Instant before = clock.instant();
        tokenManagerSays(GrantState.WITHDRAWN, null);
        await().until(() -> left(company).containsKey("grants"));
        done(eraseCompany());

        tokenManagerSays(GrantState.WITHDRAWN, null, before);
        outside.securityEvents.push(
                port, outside.securityEvents.signed(passwordChanged(company + "-ups", claims -> {})));
        importAgain();

        refused(desk.says("add-company", company, "Again"), "say --anew");
        refused(desk.says("add-company", company, "Again", "--anew"), "still deleted");
        clock.advance(Duration.ofHours(25));
        itIsTimeFor("goOn");
        done(desk.says("add-company", company, "Again", "--anew"));
        importAgain();
        tokenManagerSays(GrantState.ACTIVE, null, clock.instant()); // behind the late one
        await().until(() -> left(company).containsKey("grants"));
        await().until(() -> kinds().contains("GRANT_ACTIVATED"));
        assertThat(kinds()).containsExactlyInAnyOrder("COMPANY_ADDED", "GRANT_ACTIVATED");
        assertThat(left(company)).doesNotContainKeys("users", "upsUsers", "announcements");
        assertThat(optInEvents()).isEmpty();
        assertThat(desk.says("people", company).out()).contains("(Again)", "Nobody has an account");
    }

    @Test
    void of_an_erased_person_what_happened_stays_under_a_pseudonym(CapturedOutput output) {
        Browser browser = signedIn(user);
        tokenManagerSays(GrantState.WITHDRAWN, null);
        desk.says("disable", company, user);
        desk.says("enable", company, user);
        done(desk.says("make-admin", company, user));
        signedIn(user).get("/people");
        Browser boss = signedIn(admin);

        Said said = desk.says("erase-person", company, user, "--confirm", user, "--as", "maria");

        done(said);
        String pseudonym = pseudonym(said);
        assertThat(said.out())
                .contains("erase-person " + company + " " + user + " --pseudonym " + pseudonym, "for 30 days more");
        assertThat(browser.get("/profile").address().getPath()).isEqualTo("/sign-in");
        assertThat(browser().signIn(user, PASSWORD).address().getPath()).isEqualTo("/sign-in");
        assertThat(left(user)).isEmpty();
        assertThat(boss.get("/activity").text())
                .contains("Operator maria", "who is called " + pseudonym, "Disabled " + pseudonym)
                .doesNotContain(user);
        assertThat(desk.says("audit").out())
                .contains("erase-person " + company + " …")
                .doesNotContain(user);
        assertThat(output.getAll().lines().filter(line -> line.contains("command=\"erase-person\"")))
                .isNotEmpty()
                .noneMatch(line -> line.contains(user));
        assertThat(pseudonym(erasePerson(user))).isEqualTo(pseudonym);
    }

    @Test
    void the_last_admin_is_not_erased() {
        refused(erasePerson(admin), "\"make-admin\" or \"invite-admin\" somebody else first");
        assertThat(signedIn(admin).get("/people").status()).isEqualTo(200);
    }

    @Test
    void an_erased_person_does_not_come_back_by_what_comes_late_and_the_name_is_given_to_nobody() throws Exception {
        done(desk.says("make-admin", company, user));
        String pseudonym = pseudonym(erasePerson(admin));

        importAgain();
        tokenManagerSays(GrantState.ACTIVE, null); // by the admin, as token-manager still has it
        await().until(() -> left(company).containsKey("grants"));
        String link = link(desk.says("invite-admin", company, "new@example.com", "--print-link"));
        Page taken = accept(link, admin);

        assertThat(taken.text()).contains("taken");
        assertThat(left(admin)).isEmpty();
        assertThat(Objects.requireNonNull(collection("grants")
                                .find(new Document("company", company))
                                .first())
                        .getString("authorizedBy"))
                .isEqualTo(pseudonym);
    }

    private void importAgain() throws Exception {
        for (ApplicationRunner step : startSteps) {
            step.run(new DefaultApplicationArguments());
        }
    }

    private Said eraseCompany() {
        return desk.says("erase-company", company, "--confirm", company);
    }

    private Said erasePerson(String name) {
        return desk.says("erase-person", company, name, "--confirm", name);
    }

    private static String pseudonym(Said said) {
        var found = PSEUDONYM.matcher(said.out());
        if (!found.find()) {
            throw new AssertionError("No pseudonym: " + said);
        }
        return found.group();
    }

    private List<String> kinds() {
        return collection("activities")
                .find(new Document("company", company))
                .map(activity -> activity.getString("kind"))
                .into(new ArrayList<>());
    }

    private Map<String, Long> left(String text) {
        return Left.of(database(), text);
    }

    private MongoDatabase database() {
        return mongo.client().getDatabase(mongo.database());
    }
}
