package com.deliveryhistory.optin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.deliveryhistory.events.Application;
import com.deliveryhistory.events.CompanyId;
import com.deliveryhistory.events.EndReason;
import com.deliveryhistory.events.GrantEvent.GrantActivated;
import com.deliveryhistory.events.GrantEvent.GrantExpiring;
import com.deliveryhistory.events.GrantEvent.GrantRenewed;
import com.deliveryhistory.events.GrantState;
import com.deliveryhistory.events.GrantStatus;
import com.deliveryhistory.events.Topics;
import com.deliveryhistory.optin.Browser.Page;
import com.deliveryhistory.optin.activity.Activity;
import com.deliveryhistory.optin.activity.ActivityLog;
import com.deliveryhistory.testing.TopicRecord;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** What administrators are told by mail and in the activity log. */
class TellingAdminsTests extends WebTest {

    @Autowired
    ActivityLog log;

    @Test
    void admins_are_told_once_that_an_opt_in_is_active_and_that_it_has_ended_and_why() {
        tokenManagerSays(GrantState.ACTIVE, null);
        tokenManagerSays(GrantState.INVALIDATED, EndReason.PASSWORD_CHANGED);

        await().untilAsserted(() -> assertThat(mailsToAdmin()).hasSize(2));
        assertThat(mailsToAdmin())
                .extracting(mail -> mail.getString("kind"))
                .containsExactly("OPT_IN_ACTIVE", "OPT_IN_ENDED");
        assertThat(mailsToAdmin()).extracting(mail -> mail.getString("to")).containsOnly(admin + "@example.com");
        assertThat(mailsToAdmin().getLast().toJson()).contains("PASSWORD_CHANGED", "UPS® Intelligent Delivery History");
    }

    @Test
    void admins_are_told_that_an_opt_in_runs_out_soon() {
        runsOutSoon(Instant.now().truncatedTo(ChronoUnit.MILLIS));

        await().untilAsserted(() -> assertThat(mailsToAdmin())
                .extracting(mail -> mail.get("facts", Document.class).getString("days"))
                .containsExactly("7"));
    }

    @Test
    void what_is_told_late_counts_the_days_that_are_left() {
        runsOutSoon(Instant.now().minus(Duration.ofHours(30)).truncatedTo(ChronoUnit.MILLIS));

        await().untilAsserted(() -> assertThat(mailsToAdmin())
                .extracting(mail -> mail.get("facts", Document.class).getString("days"))
                .containsExactly("6"));
    }

    @Test
    void of_an_application_without_deliveries_admins_are_told_as_much() {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        Instant until = now.plus(Duration.ofDays(60));
        tokenManagerSays(new GrantActivated(active(Application.ODCS, now, 1, until)), now);
        tokenManagerSays(new GrantRenewed(active(Application.ODCS, now, 2, until)), now);

        await().untilAsserted(() -> assertThat(mailsToAdmin())
                .extracting(mail -> mail.getString("kind"))
                .containsExactly("ACCESS_ACTIVE", "ACCESS_RENEWED"));
    }

    @Test
    void admins_are_told_that_an_opt_in_no_longer_runs_out_soon() {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        runsOutSoon(now);
        tokenManagerSays(new GrantRenewed(active(now, 2, now.plus(Duration.ofDays(60)))), now);

        await().untilAsserted(() -> assertThat(mailsToAdmin())
                .extracting(mail -> mail.getString("kind"))
                .containsExactly("OPT_IN_EXPIRING", "OPT_IN_RENEWED"));
        assertThat(signedIn(admin).get("/activity").text()).contains("no longer expires soon");
    }

    @Test
    void what_is_read_once_more_is_not_told_once_more() {
        tokenManagerSays(GrantState.ACTIVE, null);
        await().untilAsserted(() -> assertThat(mailsToAdmin()).hasSize(1));
        TopicRecord told = kafka.records(Topics.GRANT_EVENTS).stream()
                .filter(record -> String.valueOf(record.key()).startsWith(company + "/"))
                .findFirst()
                .orElseThrow();

        sendAgain(told);
        tokenManagerSays(GrantState.WITHDRAWN, null);

        await().untilAsserted(() -> assertThat(mailsToAdmin())
                .extracting(mail -> mail.getString("kind"))
                .contains("OPT_IN_ENDED"));
        assertThat(mailsToAdmin()).hasSize(2);
    }

    @Test
    void old_facts_are_noted_but_no_longer_told() {
        runsOutSoon(Instant.now().minus(Duration.ofDays(3)).truncatedTo(ChronoUnit.MILLIS));
        tokenManagerSays(GrantState.EXPIRED, null);

        await().untilAsserted(() -> assertThat(mailsToAdmin()).isNotEmpty());
        assertThat(mailsToAdmin()).extracting(mail -> mail.getString("kind")).containsExactly("OPT_IN_ENDED");
        assertThat(signedIn(admin).get("/activity").text()).contains("expires in 7 days");
    }

    @Test
    void the_log_says_who_opted_in_and_what_became_of_it() {
        Browser browser = signedIn(admin);
        back(browser, state(toUps(browser)));
        tokenManagerSays(GrantState.ACTIVE, null);
        tokenManagerSays(GrantState.INVALIDATED, EndReason.REFRESH_REJECTED);

        await().untilAsserted(() -> assertThat(rows(browser.get("/activity"))).hasSize(3));
        Page page = browser.get("/activity");
        assertThat(page.document().select("#activities td:nth-child(2)").eachText())
                .containsExactly("System", "System", admin);
        assertThat(rows(page).getFirst()).contains("UPS® Intelligent Delivery History", "no longer accepts");
        assertThat(rows(page).getLast()).contains("was authorized at UPS.com", "UTC");
    }

    @Test
    void a_log_of_many_activities_has_pages_that_miss_nothing_and_repeat_nothing() {
        Instant at = Instant.parse("2026-07-14T10:00:00Z");
        IntStream.range(0, 120).forEach(i -> add(at.plusSeconds(i / 3), "person-" + i));
        Browser browser = signedIn(admin);

        List<String> seen = new ArrayList<>();
        Page page = browser.get("/activity");
        seen.addAll(rows(page));
        while (page.has("#older")) {
            page = browser.click(page, "#older");
            seen.addAll(rows(page));
        }

        assertThat(seen).hasSize(120).doesNotHaveDuplicates();
        assertThat(seen.getFirst()).contains("person-11");
    }

    @Test
    void the_log_is_narrowed_down_by_the_address() {
        add(Instant.parse("2026-07-14T10:00:00Z"), "Ada");
        add(Instant.parse("2026-07-15T10:00:00Z"), "Ada");
        add(Instant.parse("2026-07-15T10:00:00Z"), "Grace");
        Browser browser = signedIn(admin);

        assertThat(rows(browser.get("/activity?person=ada"))).hasSize(2);
        assertThat(rows(browser.get("/activity?from=2026-07-15&to=2026-07-15"))).hasSize(2);
        assertThat(rows(browser.get("/activity?from=2026-07-15&person=ADA&kind=WITHDRAWN")))
                .hasSize(1);
        assertThat(browser.get("/activity?kind=OPTED_IN").find("#nothing").text())
                .contains("No activity matches");
    }

    @Test
    void what_cannot_be_meant_is_explained_and_kept() {
        Page page = signedIn(admin).get("/activity?kind=X&from=yesterday&to=2026-13-01&after=%3Cscript%3E");

        assertThat(page.status()).isEqualTo(422);
        assertThat(page.find("#problem-from").text()).contains("2026-07-31");
        assertThat(page.find("input[name=from]").attr("value")).isEqualTo("yesterday");
        assertThat(page.find("input[name=from]").attr("aria-describedby")).isEqualTo("problem-from");
        assertThat(page.has("#problem-kind")).isTrue();
        assertThat(page.has("#problem-to")).isTrue();
        assertThat(page.has("#problem-after")).isTrue();
        assertThat(page.body()).doesNotContain("<script>");
    }

    @Test
    void a_place_in_the_log_that_is_too_far_away_for_the_store_is_explained() {
        for (String at : List.of("+999999999-12-31T23:59:59Z", "-999999999-01-01T00:00:00Z")) {
            Page page = signedIn(admin).get("/activity?after=" + Browser.encode(at + "_x"));

            assertThat(page.status()).isEqualTo(422);
            assertThat(page.has("#problem-after")).isTrue();
        }
    }

    @Test
    void the_file_has_what_the_page_shows_and_no_formula() {
        add(Instant.parse("2026-07-14T10:00:00Z"), "=cmd()");
        add(Instant.parse("2026-07-13T10:00:00Z"), "Ada, \"the first\"");
        Browser browser = signedIn(admin);

        Page file = browser.click(browser.get("/activity?from=2026-07-13"), "#download");

        assertThat(file.header("Content-Type")).startsWith("text/csv");
        assertThat(file.header("Content-Disposition")).contains("activity-" + company + ".csv");
        assertThat(file.body()).isEqualTo("""
                at,who,kind,what\r
                2026-07-14T10:00:00Z,'=cmd(),WITHDRAWN,Withdrew the opt-in of ODCS.\r
                2026-07-13T10:00:00Z,"Ada, ""the first""\",WITHDRAWN,Withdrew the opt-in of ODCS.\r
                """);
    }

    @Test
    void activities_of_another_company_are_out_of_sight() {
        add(Instant.parse("2026-07-14T10:00:00Z"), "Ada");

        Page page = signedIn("c150-admin").get("/activity?company=" + company + "&person=Ada");

        assertThat(page.has("#activities")).isFalse();
        assertThat(page.find("#nothing").text()).contains("No activity matches");
    }

    private void add(Instant at, String by) {
        log.add(
                UUID.randomUUID().toString(),
                new Activity(new CompanyId(company), at, Activity.Kind.WITHDRAWN, by, Map.of("application", "odcs")));
    }

    private void runsOutSoon(Instant at) {
        tokenManagerSays(new GrantExpiring(active(at, 1, at.plus(Duration.ofDays(7))), 7), at);
    }

    private GrantStatus active(Instant at, long revision, Instant until) {
        return active(Application.INTELLIGENT_DELIVERY_HISTORY, at, revision, until);
    }

    private GrantStatus active(Application application, Instant at, long revision, Instant until) {
        Instant authorizedAt = at.minus(Duration.ofDays(53));
        return new GrantStatus(
                new CompanyId(company),
                application,
                GrantState.ACTIVE,
                null,
                revision,
                revision,
                authorizedAt,
                admin,
                authorizedAt.plusSeconds(3599),
                until,
                null);
    }

    private static List<String> rows(Page page) {
        return page.document().select("#activities tbody tr").eachText();
    }
}
