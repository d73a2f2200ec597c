package com.deliveryhistory.optin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.deliveryhistory.events.GrantState;
import com.deliveryhistory.optin.Browser.Page;
import com.deliveryhistory.optin.StandIn.Answer;
import com.deliveryhistory.testing.Patience;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SearchingDeliveriesTests extends WebTest {

    private static final String SUMMARY = """
            {"from":"2026-01-01","to":"2026-01-03","days":[
              {"day":"2026-01-01","delivered":5,"exceptions":0,"inTransit":0},
              {"day":"2026-01-02","delivered":1200,"exceptions":3,"inTransit":1},
              {"day":"2026-01-03","delivered":0,"exceptions":0,"inTransit":7}],
             "exceptionReasons":[{"reason":"Receiver not in","exceptions":2},{"reason":"<b>Snow","exceptions":1}]}
            """;

    private static final String PACKAGES = "{\"packages\":[" + LandingPageTests.packageNamed("1Z001") + "]}";

    private static final String COVERAGE = """
            {"coverages":[{"application":"intelligent-delivery-history","state":"COLLECTING",
              "coveredFrom":"2026-01-05T00:00:00Z","coveredTo":"2026-01-09T10:00:00Z",
              "lastSuccessAt":"2026-01-09T10:00:00Z","nextDueAt":"2026-01-09T11:00:00Z",
              "fetched":[],"rejected":[],"lost":[]}]}
            """;

    @BeforeEach
    void theCompanyIsOptedIn() {
        packages(PACKAGES);
        tokenManagerSays(GrantState.ACTIVE, null);
        Browser browser = signedIn(user);
        await().until(() -> browser.get("/").has("#packages"));
    }

    @Test
    void the_form_puts_the_search_into_the_address_and_keeps_it() {
        Browser browser = signedIn(user);
        Page page = browser.get("/");
        page.find("#search-text").val("O'Neil & Söhne");
        page.find("#search-from").val("2026-01-01");
        page.find("#search-to").val("2026-01-31");
        page.find("#search-EXCEPTION").attr("checked", true);
        page.find("#search-DELIVERED").attr("checked", true);
        page.document().select("#search-order option").get(1).attr("selected", true);

        Page found = browser.search(page, "#history-search");

        assertThat(lastAsked("packages"))
                .containsEntry("text", "O'Neil & Söhne")
                .containsEntry("from", "2026-01-01")
                .containsEntry("to", "2026-01-31")
                .containsEntry("status", "EXCEPTION,DELIVERED")
                .containsEntry("order", "OLDEST_FIRST");
        Page shared = signedIn(admin).get(found.address().toString());
        assertThat(shared.find("#search-text").val()).isEqualTo("O'Neil & Söhne");
        assertThat(shared.find("#search-from").val()).isEqualTo("2026-01-01");
        assertThat(shared.document().select("#history-search input[checked]").eachAttr("value"))
                .containsExactly("EXCEPTION", "DELIVERED");
        assertThat(shared.find("#search-order option[selected]").val()).isEqualTo("OLDEST_FIRST");
    }

    @Test
    void further_pages_the_first_page_and_updates_keep_the_search() {
        packages("{\"packages\":[" + LandingPageTests.packageNamed("1Z001") + "],\"nextCursor\":\"c/2 &\"}");
        Browser browser = signedIn(user);

        Page older = browser.click(browser.get("/?text=a%26b&status=DELIVERED&from=2026-01-01"), "#older");

        assertThat(lastAsked("packages"))
                .containsEntry("cursor", "c/2 &")
                .containsEntry("text", "a&b")
                .containsEntry("status", "DELIVERED")
                .containsEntry("from", "2026-01-01");
        assertThat(older.find("#newest").attr("href")).doesNotContain("cursor").contains("text=a%26b", "DELIVERED");
        assertThat(browser.get(older.find("#live").attr("hx-get"), "HX-Request", "true")
                        .status())
                .isEqualTo(204);
        assertThat(lastAsked("packages")).containsEntry("cursor", "c/2 &").containsEntry("text", "a&b");
    }

    @ParameterizedTest
    @CsvSource({
        "from=yesterday, search-from, no date",
        "to=2026-02-30, search-to, no date",
        "from=2026-02-02&to=2026-02-01, search-to, before the first",
        "status=LOST, search-status, does not exist",
        "order=BIGGEST, search-order, does not exist"
    })
    void what_cannot_be_searched_for_is_explained_at_its_field(String query, String field, String words) {
        Browser browser = signedIn(user);
        int asked = outside.historyWorker.requests(path("packages")).size();

        Page page = browser.get("/?text=kept&" + query);

        assertThat(page.status()).isEqualTo(422);
        assertThat(page.find("#" + field + "-problem").text()).contains(words);
        assertThat(page.document().select("[aria-describedby~=" + field + "-problem]"))
                .hasSize(1);
        assertThat(page.find("#search-text").val()).isEqualTo("kept");
        assertThat(outside.historyWorker.requests(path("packages"))).hasSize(asked);
    }

    @Test
    void what_only_history_worker_can_judge_is_explained_too() {
        outside.historyWorker.answer(
                path("packages"),
                request -> Answer.of(
                        400,
                        "{\"status\":400,\"parameter\":\"%s\"}"
                                .formatted(request.query().containsKey("cursor") ? "cursor" : "text")));
        Browser browser = signedIn(user);

        Page text = browser.get("/?text=-");
        assertThat(text.status()).isEqualTo(422);
        assertThat(text.find("#search-text-problem").text()).contains("2 to 100 characters");

        Page cursor = browser.get("/?text=abc&cursor=cut");
        assertThat(cursor.status()).isEqualTo(422);
        assertThat(cursor.find("#history-problem #first-page").attr("href")).isEqualTo("/?text=abc");
    }

    @Test
    void no_match_is_something_else_than_no_deliveries_yet() {
        packages("{\"packages\":[]}");
        Browser browser = signedIn(user);

        assertThat(browser.get("/").find("#history-empty").text()).contains("No deliveries yet");
        assertThat(browser.get("/").has("#history-search")).isFalse();
        Page none = browser.get("/?status=VOIDED");
        assertThat(none.find("#history-empty").text()).contains("No deliveries match");
        assertThat(none.has("#history-search")).isTrue();
    }

    @Test
    void the_chart_can_be_looked_at_and_read() {
        outside.historyWorker.answer(path("summary"), request -> Answer.ok(SUMMARY));

        Page page = signedIn(user).get("/?from=2026-01-01&to=2026-01-03");

        assertThat(lastAsked("summary")).containsEntry("from", "2026-01-01").containsEntry("to", "2026-01-03");
        Element chart = page.find("figure.delivered svg[role=img]");
        assertThat(page.find("#" + chart.attr("aria-labelledby")).wholeText())
                .isEqualTo("Delivered by day: 1,205 in all, most on 2 Jan 2026: 1,200.");
        assertThat(chart.select("rect.bar").eachAttr("height")).containsExactly("2", "100");
        assertThat(page.find("figure.exceptions").select("rect.bar")).hasSize(1);
        assertThat(page.find("#chart-table table.days").select("tbody tr").eachText())
                .containsExactly("1 Jan 2026 5 0 0", "2 Jan 2026 1,200 3 1", "3 Jan 2026 0 0 7");
        assertThat(page.find("#reasons").text()).contains("Receiver not in 2", "<b>Snow 1");
    }

    @Test
    void without_dates_the_chart_shows_thirty_days_and_never_more_than_a_year() {
        LocalDate today = LocalDate.now(clock.withZone(ZoneOffset.UTC));
        Browser browser = signedIn(user);

        browser.get("/");
        assertThat(lastAsked("summary"))
                .containsEntry("from", today.minusDays(29).toString())
                .containsEntry("to", today.toString());

        browser.get("/?from=0001-01-01&to=9999-12-31");
        assertThat(lastAsked("summary"))
                .containsEntry("from", today.minusDays(365).toString())
                .containsEntry("to", today.toString());
    }

    @ParameterizedTest
    @CsvSource({"summary, #chart-unavailable", "coverage, #packages"})
    void a_part_that_fails_leaves_the_others_alone(String part, String stillThere) {
        for (Answer answer : new Answer[] {Answer.of(503, "{}"), Answer.of(-1, ""), Answer.ok("nonsense")}) {
            outside.historyWorker.answer(path(part), request -> answer);

            Page page = signedIn(user).get("/");

            assertThat(page.status()).isEqualTo(200);
            assertThat(page.has(stillThere)).isTrue();
            assertThat(page.has("tr[data-tracking-number=1Z001]")).isTrue();
        }
    }

    @Test
    void all_parts_are_asked_for_at_once() {
        Browser browser = signedIn(user);
        CyclicBarrier asked = new CyclicBarrier(3);
        Map.of("packages", PACKAGES, "summary", SUMMARY, "coverage", COVERAGE)
                .forEach((part, answer) ->
                        outside.historyWorker.answer(path(part), request -> whenAllAre(asked, Answer.ok(answer))));

        Page page = browser.get("/");

        assertThat(page.has("tr[data-tracking-number=1Z001]")).isTrue();
        assertThat(page.has("figure.delivered")).isTrue();
        assertThat(page.find("#coverage").text()).contains("Next collection: 9 Jan 2026, 11:00 UTC");
    }

    /** The page waits for no part as long as for one that is asked for after it. */
    private static Answer whenAllAre(CyclicBarrier asked, Answer answer) {
        try {
            asked.await(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS);
            return answer;
        } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
            return Answer.of(503, "{}");
        }
    }

    @Test
    void coverage_says_what_is_there_what_is_missing_and_why() {
        outside.historyWorker.answer(path("coverage"), request -> Answer.ok("""
                {"coverages":[{"application":"intelligent-delivery-history","state":"COLLECTING",
                  "coveredFrom":"2026-01-05T00:00:00Z","coveredTo":"2026-01-09T10:00:00Z",
                  "lastSuccessAt":"2026-01-09T10:00:00Z","nextDueAt":"2026-01-09T11:00:00Z","fetched":[],
                  "rejected":[{"from":"2026-01-04T00:00:00Z","to":"2026-01-05T00:00:00Z","cause":"REJECTED_BY_UPS","reason":"x"}],
                  "lost":[
                   {"from":"2026-01-01T00:00:00Z","to":"2026-01-02T00:00:00Z","cause":"GRANT_NOT_ACTIVE","reason":"x"},
                   {"from":"2026-01-02T00:00:00Z","to":"2026-01-03T00:00:00Z","cause":"OLDER_THAN_UPS_KEEPS","reason":"x"},
                   {"from":"2026-01-03T00:00:00Z","to":"2026-01-04T00:00:00Z","cause":"NEW","reason":"x"}]}]}
                """));

        Element coverage = signedIn(user).get("/").find("#coverage");

        assertThat(coverage.select("summary").text())
                .isEqualTo("Complete from 5 Jan 2026, 00:00 UTC to 9 Jan 2026, 10:00 UTC. 4 periods are missing.");
        assertThat(coverage.text())
                .contains(
                        "Next collection: 9 Jan 2026, 11:00 UTC",
                        "Missing for now from 4 Jan 2026",
                        "because no opt-in was in force",
                        "could not be collected within the week",
                        "because it could not be collected.");
    }

    @Test
    void parked_collecting_says_why() {
        outside.historyWorker.answer(
                path("coverage"),
                request -> Answer.ok(
                        "{\"coverages\":[{\"application\":\"a\",\"state\":\"PARKED\",\"reason\":\"EXPIRED\"}]}"));

        assertThat(signedIn(user).get("/").find("#coverage").text())
                .contains("Collecting has stopped", "after a new opt-in", "end of its life");
    }

    @Test
    void that_a_history_was_erased_is_said_with_the_time() {
        outside.historyWorker.answer(path("coverage"), request -> Answer.ok("""
                {"coverages":[{"application":"a","state":"PARKED","reason":"WITHDRAWN","fetched":[],"rejected":[],"lost":[],
                  "erasedAt":"2026-01-09T10:00:00Z"}]}
                """));

        assertThat(signedIn(user).get("/").find("#coverage").text())
                .contains("What had been collected up to 9 Jan 2026, 10:00 UTC was erased");
    }

    @Test
    void what_was_deleted_for_its_age_is_said_and_is_not_missing() {
        outside.historyWorker.answer(path("coverage"), request -> Answer.ok("""
                {"coverages":[{"application":"a","state":"COLLECTING","fetched":[],"rejected":[],"lost":[
                   {"from":"2025-01-01T00:00:00Z","to":"2026-01-02T00:00:00Z","cause":"NO_LONGER_KEPT","reason":"x"}],
                  "keptForDays":1000}]}
                """));
        for (var language : Map.of(
                        "en",
                                "No longer here from 1 Jan 2025, 00:00 UTC to 2 Jan 2026, 00:00 UTC: a package to which"
                                        + " nothing has happened for 1000 days is deleted.",
                        "de", "1000 Tage lang nichts geschehen ist, wird gelöscht.",
                        "es", "no ha ocurrido nada durante 1000 días se elimina.")
                .entrySet()) {
            Element coverage = signedIn(user)
                    .get("/", "Accept-Language", language.getKey())
                    .find("#coverage");

            assertThat(coverage.text()).contains(language.getValue());
        }
        assertThat(signedIn(user).get("/").find("#coverage summary").text()).doesNotContain("missing");
    }

    private String path(String part) {
        return "/v1/companies/" + company + "/" + part;
    }

    private void packages(String answer) {
        outside.historyWorker.answer(path("packages"), request -> Answer.ok(answer));
    }

    private Map<String, String> lastAsked(String part) {
        return Objects.requireNonNull(
                outside.historyWorker.requests(path(part)).getLast().query());
    }
}
