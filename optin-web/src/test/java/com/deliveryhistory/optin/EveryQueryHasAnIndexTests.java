package com.deliveryhistory.optin;

import static com.deliveryhistory.optin.SecurityEventSender.passwordChanged;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.deliveryhistory.events.GrantState;
import com.deliveryhistory.testing.AskedQueries;
import com.deliveryhistory.testing.AskedQueries.Query;
import com.mongodb.client.MongoClient;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** The embedded store answers without an index, and MongoDB would too, but slowly. */
class EveryQueryHasAnIndexTests extends WebTest {

    @Autowired
    AskedQueries asked;

    @Autowired
    MongoClient store;

    @Test
    void whatever_is_asked_of_the_store_an_index_serves_it() {
        Browser browser = named(company + "-ups-user");
        back(browser, state(toUps(browser)));
        tokenManagerSays(GrantState.ACTIVE, null);
        await().until(() -> browser.get("/company").has("[data-grant-state=ACTIVE]"));
        for (String page : List.of(
                "/", "/activity", "/activity.csv", "/people", "/profile", "/sessions", "/password-forgotten", "/sso")) {
            assertThat(browser.get(page).status()).as(page).isEqualTo(200);
        }
        SecurityEventSender sender = outside.securityEvents;
        assertThat(sender.push(port, sender.signed(passwordChanged(company + "-ups-user", claims -> {})))
                        .statusCode())
                .isEqualTo(202);
        itIsTimeForEverything();

        assertThat(asked.queries()).hasSizeGreaterThan(20);
        // an index finds the few accounts of one address, and the server sorts them
        Query ofAddress = new Query("users", Set.of("emailKey"), Set.of(), List.of("_id"));
        assertThat(asked.notServedByAnIndex(store)).isSubsetOf(ofAddress);
        assertThat(asked.writesOfOneThatDoNotName("_id"))
                .extracting(Query::collection)
                .doesNotContain("activities"); // spread over shards by their ids, see infra/growing.md
    }
}
