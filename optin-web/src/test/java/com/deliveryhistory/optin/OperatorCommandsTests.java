package com.deliveryhistory.optin;

import static org.assertj.core.api.Assertions.assertThat;

import com.deliveryhistory.optin.Browser.Page;
import com.deliveryhistory.optin.secondfactor.TotpCodes;
import com.deliveryhistory.testing.Said;
import io.prometheus.metrics.tracer.common.SpanContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** What operators do by hand, and what of it the company gets to see. */
@ExtendWith(OutputCaptureExtension.class)
class OperatorCommandsTests extends OperatorTest {

    private final String fresh = company + "-fresh";
    private final String mail = company + "-boss@example.com";

    /** Exemplars would: the first metric makes the tracer, under a lock that a metric of the starting thread waits for. */
    @Test
    void no_metric_makes_a_bean() {
        assertThat(context.getBeanNamesForType(SpanContext.class)).isEmpty();
    }

    @Test
    void the_first_admin_of_a_new_company_comes_in_by_the_link_that_is_mailed_and_printed() {
        assertThat(desk.says("add-company", fresh, "Fresh & Co.", "--as", "maria"))
                .satisfies(OperatorTest::done);
        Said invited = desk.says("invite-admin", fresh, mail, "--language", "de", "--print-link", "--as", "maria");
        assertThat(invited).satisfies(OperatorTest::done);

        Document queued = Objects.requireNonNull(
                collection("mails").find(new Document("to", mail)).first());
        Document facts = queued.get("facts", Document.class);
        assertThat(queued.getString("language")).isEqualTo("de");
        assertThat(facts.getString("by")).isEqualTo("maria");
        assertThat(link(invited)).isEqualTo(facts.getString("link"));

        assertThat(accept(link(invited), company + "-boss").text()).contains("Your account is ready");
        Browser boss = browser();
        assertThat(boss.signIn(company + "-boss", NEW_PASSWORD).status()).isEqualTo(200);
        assertThat(boss.get("/people").text()).contains("Fresh & Co.");
        assertThat(boss.get("/activity").text())
                .contains("Operator maria", "Added the company Fresh & Co.", "Invited " + mail);
    }

    @Test
    void the_link_is_shown_only_if_it_is_asked_for() {
        desk.says("add-company", fresh, "Fresh");

        Said invited = desk.says("invite-admin", fresh, mail);

        assertThat(invited).satisfies(OperatorTest::done);
        assertThat(invited.out()).contains(mail + " is invited").doesNotContain("/invitation/");
    }

    @Test
    void another_invitation_of_the_same_address_replaces_the_link() {
        desk.says("add-company", fresh, "Fresh");
        String first = link(desk.says("invite-admin", fresh, mail, "--print-link"));
        String second = link(desk.says("invite-admin", fresh, mail, "--print-link"));

        assertThat(browser().get(first).status()).isEqualTo(410);
        assertThat(browser().get(second).status()).isEqualTo(200);
    }

    @Test
    void a_revoked_invitation_leads_nowhere() {
        desk.says("add-company", fresh, "Fresh");
        String link = link(desk.says("invite-admin", fresh, mail, "--print-link"));

        assertThat(desk.says("revoke-invitation", fresh, mail)).satisfies(OperatorTest::done);

        assertThat(browser().get(link).status()).isEqualTo(410);
        assertThat(desk.says("revoke-invitation", fresh, mail))
                .satisfies(said -> refused(said, fresh + " has no invitation of " + mail));
    }

    @Test
    void a_company_that_is_there_stays_as_it_is() {
        desk.says("add-company", fresh, "Fresh");

        assertThat(desk.says("add-company", fresh, "Other"))
                .satisfies(said -> refused(said, "There is a company " + fresh + " already, called Fresh"));

        assertThat(desk.says("people", fresh).out()).contains(fresh + " (Fresh)");
        assertThat(activities(fresh, "COMPANY_ADDED")).hasSize(1);
    }

    @Test
    void nobody_is_invited_to_a_company_that_is_not_there_or_in_which_the_address_is_known() {
        assertThat(desk.says("invite-admin", fresh, mail))
                .satisfies(said -> refused(said, "There is no company " + fresh));
        assertThat(desk.says("invite-admin", company, admin + "@example.com"))
                .satisfies(said -> refused(said, "has the address " + admin + "@example.com already"));
        assertThat(collection("mails").countDocuments(new Document("to", mail))).isZero();
    }

    @Test
    void wrong_usage_says_what_is_wrong_and_ends_with_2() {
        assertThat(desk.says("add-company", "Not An Id", "X"))
                .satisfies(said -> misused(said, "lower-case letters, digits and hyphens"));
        assertThat(desk.says("add-company", fresh, "two\nlines")).satisfies(said -> misused(said, "NAME takes"));
        assertThat(desk.says("invite-admin", company, "no-address"))
                .satisfies(said -> misused(said, "no e-mail address"));
        assertThat(desk.says("invite-admin", company, mail, "--language", "fr"))
                .satisfies(said -> misused(said, "en, de and es"));
        assertThat(desk.says("people", company, "--as", "x\u001b[2J")).satisfies(said -> misused(said, "--as takes"));
        assertThat(desk.says("companies", "--limit", "0")).satisfies(said -> misused(said, "from 1 to 200"));
    }

    @Test
    void companies_are_listed_a_page_at_a_time() {
        Said page = desk.says("companies", "--after", company.substring(0, company.length() - 1), "--limit", "3");

        assertThat(page).satisfies(OperatorTest::done);
        assertThat(page.out().lines()).hasSize(5);
        assertThat(desk.says("companies", "--after", company, "--limit", "1", "--json")
                        .out())
                .contains("\"next\"")
                .doesNotContain("\"" + company + "\"");
    }

    @Test
    void people_and_open_invitations_of_a_company_are_listed_and_the_company_sees_that() {
        desk.says("invite-admin", company, mail, "--as", "maria");

        Said people = desk.says("people", company);
        Said admins = desk.says("people", company, "--admins", "--as", "maria");

        assertThat(people.out()).contains(admin, user, "invited: " + mail + " as ADMIN by maria");
        assertThat(admins.out()).contains(admin).doesNotContain(user);
        assertThat(activities(company, "PEOPLE_LISTED"))
                .extracting(activity -> activity.getString("by"))
                .contains("operator:maria");
        assertThat(signedIn(admin).get("/people").find("#invitations").text())
                .contains("maria")
                .doesNotContain("operator:");
    }

    @Test
    void a_disabled_person_is_signed_out_at_once_and_comes_back_when_enabled() {
        Browser browser = signedIn(user);

        assertThat(desk.says("disable", company, user, "--as", "maria")).satisfies(OperatorTest::done);
        assertThat(browser.get("/profile").address().getPath()).isEqualTo("/sign-in");
        assertThat(desk.says("disable", company, user)).satisfies(said -> refused(said, "Nothing was changed"));

        assertThat(desk.says("enable", company, user)).satisfies(OperatorTest::done);
        assertThat(signedIn(user).get("/profile").status()).isEqualTo(200);
        assertThat(activities(company, "USER_DISABLED"))
                .extracting(activity -> activity.getString("by"))
                .containsExactly("operator:maria");
    }

    @Test
    void the_last_admin_is_disabled_only_if_that_is_said_and_another_can_be_made() {
        assertThat(desk.says("disable", company, admin)).satisfies(said -> refused(said, "--even-last"));
        assertThat(desk.says("people", company, "--admins").out()).contains(admin);

        assertThat(desk.says("disable", company, admin, "--even-last")).satisfies(OperatorTest::done);
        assertThat(desk.says("people", company, "--admins").out()).doesNotContain(admin);

        assertThat(desk.says("make-admin", company, user)).satisfies(OperatorTest::done);
        assertThat(signedIn(user).get("/people").status()).isEqualTo(200);
    }

    @Test
    void a_lost_second_factor_is_removed() {
        Browser browser = signedIn(admin);
        Page page = browser.get("/second-factor/settings");
        page.find("#current").val(PASSWORD);
        page.find("#code").val(TotpCodes.at(page.find("#secret").text().replace(" ", ""), clock.instant()));
        browser.submit(page, "#confirm");

        assertThat(desk.says("remove-second-factor", company, admin)).satisfies(OperatorTest::done);

        assertThat(browser.get("/").address().getPath()).isEqualTo("/sign-in");
        assertThat(browser().signIn(admin, PASSWORD).has("#sign-out")).isTrue();
        refused(desk.says("remove-second-factor", company, admin), "Nothing was changed");
    }

    @Test
    void somebody_of_another_company_is_not_found() {
        assertThat(desk.says("disable", company, "c150-admin"))
                .satisfies(said -> refused(said, company + " has nobody with the sign-in name c150-admin"));
    }

    @Test
    void every_command_stands_in_the_security_log_with_its_outcome_and_without_the_link(CapturedOutput output) {
        desk.says("add-company", fresh, "Fresh", "--as", "maria");
        Said invited = desk.says("invite-admin", fresh, mail, "--print-link", "--as", "maria");
        desk.says("disable", fresh, "nobody", "--as", "maria");

        assertThat(output)
                .contains("event=\"OPERATOR_BEGAN\" person=\"maria\"")
                .containsPattern("OPERATOR_ENDED\" person=\"maria\".*command=\"invite-admin\" company=\"" + fresh
                        + "\".*outcome=\"invited, link printed\"")
                .containsPattern("command=\"disable\".*about=\"nobody\" outcome=\"not done\"")
                .doesNotContain(link(invited));
    }

    private static void misused(Said said, String why) {
        assertThat(said.exitCode()).isEqualTo(2);
        assertThat(said.err()).contains(why);
    }

    private List<Document> activities(String of, String kind) {
        return collection("activities")
                .find(new Document("company", of).append("kind", kind))
                .into(new ArrayList<>());
    }
}
