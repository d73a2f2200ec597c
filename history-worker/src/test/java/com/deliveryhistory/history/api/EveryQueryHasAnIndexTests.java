package com.deliveryhistory.history.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.deliveryhistory.history.Company;
import com.deliveryhistory.history.Feeds;
import com.deliveryhistory.history.operations.Desk;
import com.deliveryhistory.services.messaging.EventPublisher;
import com.deliveryhistory.testing.AskedQueries;
import com.deliveryhistory.testing.Said;
import com.deliveryhistory.testing.TestKafka;
import com.mongodb.client.MongoClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.web.client.RestClient;

/** The embedded store answers without an index, and MongoDB would too, but slowly: so the queries themselves are looked at. */
class EveryQueryHasAnIndexTests extends ReadingFixture {

    private static final String AS_MANY_AS_INSTANCES = "instances";

    /** See infra/growing.md: spread over shards by their ids, where there are any. */
    private static final Set<String> SPREAD = Set.of("packages", "records", "oldNumbers");

    @Autowired
    AskedQueries asked;

    @Autowired
    MongoClient store;

    @Autowired
    EventPublisher publisher;

    @Autowired
    TestKafka kafka;

    @Autowired
    ApplicationContext context;

    @Test
    void whatever_is_asked_of_the_store_an_index_serves_it() {
        Company collected =
                new Company(company, publisher, RestClient.create("http://localhost:" + port), callers, kafka);
        collected.optsIn();
        collected.awaitCoverage(coverage -> coverage.has("lastSuccessAt"));
        told(Feeds.manifest("1Z1", AT), Feeds.exception("1Z1", AT), Feeds.delivery("1Z1", AT));
        for (String question : List.of(
                "/packages?from=2026-07-01&to=2026-07-31",
                "/packages?status=DELIVERED,EXCEPTION&order=OLDEST_FIRST",
                "/packages?text=example+po&status=DELIVERED&from=2026-07-01",
                "/packages/1Z1",
                "/summary?from=2026-07-01&to=2026-07-31",
                "/coverage",
                "/tracking-numbers")) {
            read(question);
        }
        get("/packages.csv");
        operate("companies", "--limit", "1");
        operate("company", company);
        operate("collect", company);
        String number = company.toUpperCase(Locale.ROOT);
        for (int again = 0; again < 2; again++) {
            send(request("/tracking-numbers")
                    .header("Content-Type", "text/csv")
                    .POST(BodyPublishers.ofString(number + "\n" + again + "0000000")));
        }
        await().untilAsserted(() -> assertThat(asked.queries())
                .anyMatch(query -> query.collection().equals("oldNumbers")
                        && query.sortedBy().equals(List.of("dueAt"))));
        collected.isInvalidated();
        collected.awaitCoverage(coverage -> coverage.path("state").asString().equals("PARKED"));
        operate("erase", company, "--confirm", company);
        operate("audit");

        assertThat(asked.queries()).hasSizeGreaterThan(40);
        assertThat(asked.notServedByAnIndex(store))
                .filteredOn(query -> !AS_MANY_AS_INSTANCES.equals(query.collection()))
                .isEmpty();
        assertThat(asked.writesOfOneThatDoNotName("_id"))
                .extracting(AskedQueries.Query::collection)
                .doesNotContainAnyElementsOf(SPREAD);
    }

    private void operate(String... command) {
        Said said = new Desk(context).says(command);
        assertThat(said.exitCode()).as(said.err()).isZero();
    }
}
