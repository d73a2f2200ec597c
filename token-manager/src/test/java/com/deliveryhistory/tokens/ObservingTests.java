package com.deliveryhistory.tokens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.deliveryhistory.events.GrantId;
import com.deliveryhistory.events.sealing.TokenPair;
import com.deliveryhistory.testing.TestMongo;
import com.deliveryhistory.testing.WithMongo;
import com.deliveryhistory.tokens.custody.Vault;
import com.deliveryhistory.tokens.grants.Authorization;
import com.deliveryhistory.tokens.grants.Expiry;
import com.deliveryhistory.tokens.grants.Grant.Active;
import com.deliveryhistory.tokens.grants.Grants;
import com.deliveryhistory.tokens.grants.Upkeep;
import com.deliveryhistory.tokens.refresh.Refreshes;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Updates;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalManagementPort;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** What operators see while neither Kafka nor UPS can be reached. */
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "management.server.port=0",
            "spring.kafka.bootstrap-servers=127.0.0.1:1",
            "ups.base-url=http://127.0.0.1:1",
            "ups.applications.odcs.client-id=client",
            "ups.applications.odcs.client-secret=secret",
            "grants.refresh.scan-interval=1h",
            "messaging.publish-timeout=1s",
            "encryption.create-if-missing=true",
            "sealing.create-if-missing=true",
            "spring.test.metrics.export=true"
        })
@WithMongo
class ObservingTests {

    private final Instant now = Instant.now();

    @TempDir
    static Path folder;

    @LocalServerPort
    int port;

    @LocalManagementPort
    int managementPort;

    @Autowired
    TestMongo mongo;

    @Autowired
    Grants grants;

    @Autowired
    Vault vault;

    @Autowired
    Refreshes refreshes;

    private final HttpClient http = HttpClient.newHttpClient();

    @DynamicPropertySource
    static void settings(DynamicPropertyRegistry properties) {
        properties.add("encryption.local-key-file", () -> folder.resolve("encryption.key"));
        properties.add("sealing.key-file", () -> folder.resolve("sealing.json"));
    }

    @Test
    void an_outage_of_kafka_or_ups_makes_the_service_neither_dead_nor_unready() throws Exception {
        assertThat(get(port, "/livez")).startsWith("200");
        assertThat(get(port, "/readyz")).startsWith("200");
    }

    @Test
    void whether_it_is_ready_depends_on_the_store() throws Exception {
        assertThat(get(managementPort, "/actuator/health")).contains("\"groups\"", "readiness");
        assertThat(get(managementPort, "/actuator/health/readiness")).contains("\"UP\"");
    }

    @Test
    void every_meter_shows_what_happened() throws Exception {
        optIn("fresh");
        optIn("overdue");
        optIn("cut-off");
        change("overdue", Updates.set("nextRefreshAt", Date.from(now.minusSeconds(3_600))));
        change(
                "cut-off",
                Updates.set(
                        "attempt",
                        new Document("id", "a")
                                .append("fingerprint", "f")
                                .append("startedAt", Date.from(now.minusSeconds(120)))));
        refreshes.begin(optIn("unreachable"));
        refreshes.await(GrantId.parse("unreachable/odcs"), Duration.ofSeconds(5));

        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            String scraped = get(managementPort, "/actuator/prometheus");
            assertThat(value(scraped, "grants{application=\"odcs\",state=\"active\"}"))
                    .isEqualTo(4);
            assertThat(value(scraped, "grants{application=\"odcs\",state=\"invalidated\"}"))
                    .isZero();
            assertThat(value(scraped, "grants_due{application=\"odcs\"}")).isEqualTo(1);
            assertThat(value(scraped, "grants_overdue{application=\"odcs\"}")).isEqualTo(1);
            assertThat(value(scraped, "grants_due_age_seconds{application=\"odcs\"}"))
                    .isGreaterThan(3_500);
            assertThat(value(scraped, "grants_attempts_unfinished")).isEqualTo(1);
            assertThat(value(scraped, "grants_outbox")).isEqualTo(4);
            assertThat(value(scraped, "grants_outbox_age_seconds")).isPositive();
            assertThat(value(scraped, "ups_answers_total{application=\"odcs\",code=\"none\",status=\"unreachable\"}"))
                    .isPositive();
            assertThat(value(scraped, "grants_refresh_seconds_count{application=\"odcs\",outcome=\"try-later\"}"))
                    .isPositive();
            assertThat(scraped)
                    .contains(
                            "grants_refresh_seconds_bucket{application=\"odcs\",outcome=\"try-later\",le=\"1.0\"}",
                            "dead_letters_total{consumer=\"token-manager\",exception=\"CorruptEvent\",topic=\"optin.events.v1\"} 0.0",
                            "kafka_consumer_");
        });
    }

    private Active optIn(String company) {
        GrantId id = GrantId.parse(company + "/odcs");
        var grant = grants.find(id);
        Expiry expiry = new Expiry(now.plusSeconds(3_600), now.plus(Duration.ofDays(60)));
        grants.save(
                grant,
                grant.opened(
                        new Authorization(now, "admin", null),
                        expiry,
                        vault.encrypt(id, 1, new TokenPair("secret-at", "secret-rt")),
                        Upkeep.ofNew(now, now.plusSeconds(3_000), null),
                        "opt-in",
                        now));
        return (Active) grants.find(id);
    }

    private void change(String company, Bson update) {
        MongoCollection<Document> documents =
                mongo.client().getDatabase(mongo.database()).getCollection("grants");
        documents.updateOne(new Document("_id", company + "/odcs"), update);
    }

    /** Of the one line with this name and these tags. */
    private static double value(String scraped, String meter) {
        return scraped.lines()
                .filter(line -> line.startsWith(meter + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(meter.length() + 1)))
                .findFirst()
                .orElse(Double.NaN);
    }

    private String get(int where, String path) throws Exception {
        HttpResponse<String> answer = http.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + where + path))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        return answer.statusCode() + "\n" + answer.body();
    }
}
