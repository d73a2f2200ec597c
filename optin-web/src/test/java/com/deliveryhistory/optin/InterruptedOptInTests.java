package com.deliveryhistory.optin;

import static com.mongodb.client.model.Filters.eq;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.deliveryhistory.events.GrantState;
import com.deliveryhistory.optin.Browser.Page;
import com.mongodb.client.model.Updates;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.bson.conversions.Bson;
import org.junit.jupiter.api.Test;

/** Two at once, there and back again: what people do between Opt-In and the way back breaks nothing. */
class InterruptedOptInTests extends WebTest {

    private static final String OPTED_IN = "Opted in at UPS.com";

    @Test
    void a_callback_that_is_opened_twice_at_the_same_moment_grants_once() {
        Browser browser = signedIn(admin);
        String state = state(toUps(browser));
        int exchanges = outside.ups.requests(Outside.TOKEN).size();

        List<Page> pages = together(() -> back(browser, state), () -> back(browser, state));

        assertThat(pages).filteredOn(page -> page.text().contains(OPTED_IN)).hasSize(1);
        assertThat(pages)
                .filteredOn(page -> page.has("[data-problem=NOT_EXPECTED]"))
                .hasSize(1);
        assertThat(outside.ups.requests(Outside.TOKEN)).hasSize(exchanges + 1);
        assertThat(optInEvents()).hasSize(1);
    }

    @Test
    void going_back_after_success_and_forward_again_leaves_the_opt_in_as_it_is() {
        Browser browser = signedIn(admin);
        String state = state(toUps(browser));
        back(browser, state);
        tokenManagerSays(GrantState.ACTIVE, null);
        await().until(() -> browser.get("/company").has("[data-grant-state=ACTIVE]"));

        Page again = back(browser, state);

        assertThat(again.find("#opt-in-problem").text()).contains("company manager");
        assertThat(browser.get("/company").has("[data-grant-state=ACTIVE]")).isTrue();
        assertThat(optInEvents()).hasSize(1);
    }

    @Test
    void two_tabs_may_finish_in_the_other_order() {
        Browser browser = signedIn(admin);
        String first = state(toUps(browser));
        String second = state(toUps(browser));

        assertThat(back(browser, second).text()).contains(OPTED_IN);
        assertThat(back(browser, first).text()).contains(OPTED_IN);
        assertThat(optInEvents()).hasSize(2);
    }

    @Test
    void two_admins_may_opt_in_at_once() {
        company(Updates.combine(Updates.pull("users", user), Updates.addToSet("admins", user)));
        Browser one = signedIn(admin);
        Browser other = signedIn(user);
        String ones = state(toUps(one));
        String others = state(toUps(other));

        together(() -> back(one, ones), () -> back(other, others));

        // whoever comes back first may see the other's opt-in on its way to Kafka
        for (Browser browser : List.of(one, other)) {
            await().untilAsserted(() ->
                    assertThat(browser.get("/company?opted-in=" + IDH).text()).contains(OPTED_IN));
        }
        // one request may publish the other's event too: a repeat has the same id
        assertThat(optInEvents().stream()
                        .map(event -> String.valueOf(event.headers().get("ce_id")))
                        .distinct())
                .hasSize(2);
        assertThat(optInEvents())
                .anyMatch(event -> String.valueOf(event.value()).contains(user));
    }

    @Test
    void who_was_demoted_or_disabled_while_at_ups_opts_nobody_in() {
        for (String list : List.of("users", "disabled")) {
            company(Updates.combine(
                    Updates.pull("users", admin), Updates.pull("disabled", admin), Updates.addToSet("admins", admin)));
            Browser browser = signedIn(admin);
            String state = state(toUps(browser));
            int exchanges = outside.ups.requests(Outside.TOKEN).size();
            company(Updates.combine(Updates.pull("admins", admin), Updates.addToSet(list, admin)));

            Page page = back(browser, state);

            assertThat(page.text()).doesNotContain(OPTED_IN);
            assertThat(outside.ups.requests(Outside.TOKEN)).as(list).hasSize(exchanges);
        }
        assertThat(optInEvents()).isEmpty();
    }

    @Test
    void an_answer_that_names_another_server_than_ups_is_not_used() {
        Browser browser = signedIn(admin);
        String state = state(toUps(browser));
        int exchanges = outside.ups.requests(Outside.TOKEN).size();

        Page page = browser.get(callback(state) + "&iss=https%3A%2F%2Fevil.example");

        assertThat(page.find("#opt-in-problem").attr("data-problem")).isEqualTo("WRONG_ISSUER");
        assertThat(outside.ups.requests(Outside.TOKEN)).hasSize(exchanges);
        assertThat(back(browser, state).has("[data-problem=NOT_EXPECTED]")).isTrue();
    }

    @Test
    void an_answer_that_names_ups_is_used() {
        Browser browser = signedIn(admin);

        Page page = browser.get(callback(state(toUps(browser))) + "&iss=https%3A%2F%2Fups.test");

        assertThat(page.text()).contains(OPTED_IN);
    }

    private static List<Page> together(Supplier<Page> one, Supplier<Page> other) {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var first = CompletableFuture.supplyAsync(one, threads);
            var second = CompletableFuture.supplyAsync(other, threads);
            return List.of(first.join(), second.join());
        }
    }

    private void company(Bson change) {
        mongo.client().getDatabase(mongo.database()).getCollection("companies").updateOne(eq("_id", company), change);
    }
}
