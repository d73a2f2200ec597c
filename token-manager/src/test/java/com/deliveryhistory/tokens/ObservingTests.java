package com.deliveryhistory.tokens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.deliveryhistory.events.GrantId;
import com.deliveryhistory.events.sealing.TokenPair;
import com.deliveryhistory.testing.Patience;
import com.deliveryhistory.testing.StartedBeforeStore;
import com.deliveryhistory.tokens.custody.Vault;
import com.deliveryhistory.tokens.grants.Authorization;
import com.deliveryhistory.tokens.grants.Expiry;
import com.deliveryhistory.tokens.grants.Grant.Active;
import com.deliveryhistory.tokens.grants.Grants;
import com.deliveryhistory.tokens.grants.Upkeep;
import com.deliveryhistory.tokens.refresh.Refreshes;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Updates;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What operators see while neither Kafka nor UPS can be reached, of a service that started without its store. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ObservingTests {

    @TempDir
    static Path folder;

    private final Instant now = Instant.now();
    private final HttpClient http = HttpClient.newHttpClient();
    private StartedBeforeStore service;
    private Grants grants;
    private Vault vault;
    private Refreshes refreshes;

    @BeforeAll
    void start() {
        service = new StartedBeforeStore(
                TokenManagerApplication.class,
                Map.of(
                        "spring.kafka.bootstrap-servers", "127.0.0.1:1",
                        "ups.base-url", "http://127.0.0.1:1",
                        "ups.applications.odcs.client-id", "client",
                        "ups.applications.odcs.client-secret", "secret",
                        "grants.refresh.scan-interval", "1h",
                        "messaging.publish-timeout", "1s",
                        "encryption.create-if-missing", "true",
                        "encryption.local-key-file", folder.resolve("encryption.key"),
                        "sealing.create-if-missing", "true",
                        "sealing.key-file", folder.resolve("sealing.json")));
        grants = service.context().getBean(Grants.class);
        vault = service.context().getBean(Vault.class);
        refreshes = service.context().getBean(Refreshes.class);
    }

    @AfterAll
    void stop() {
        service.close();
    }

    @Test
    void while_the_store_is_away_the_service_starts_and_becomes_ready_when_it_is_there() {
        assertThat(service.beforeStore()).containsExactly(200, 503);
        assertThat(service.withStore()).isEqualTo(200);
    }

    @Test
    void an_outage_of_kafka_or_ups_makes_the_service_neither_dead_nor_unready() throws Exception {
        assertThat(get(service.port(), "/livez")).startsWith("200");
        assertThat(get(service.port(), "/readyz")).startsWith("200");
    }

    @Test
    void whether_it_is_ready_depends_on_the_store() throws Exception {
        assertThat(get(service.managementPort(), "/actuator/health")).contains("\"groups\"", "readiness");
        assertThat(get(service.managementPort(), "/actuator/health/readiness")).contains("\"UP\"");
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
        refreshes.await(GrantId.parse("unreachable/odcs"), Patience.LIMIT);

        await().untilAsserted(() -> {
            String scraped = get(service.managementPort(), "/actuator/prometheus");
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
        service.context()
                .getBean(MongoDatabase.class)
                .getCollection("grants")
                .updateOne(new Document("_id", company + "/odcs"), update);
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
