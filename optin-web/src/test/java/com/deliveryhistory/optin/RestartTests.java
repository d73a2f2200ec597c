package com.deliveryhistory.optin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.deliveryhistory.events.Topics;
import com.deliveryhistory.testing.StartedBeforeStore;
import com.deliveryhistory.testing.TestKafka;
import com.deliveryhistory.testing.TestMongo;
import com.deliveryhistory.testing.WithKafka;
import com.deliveryhistory.testing.WithMongo;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** A process that ends in the middle of an opt-in, and the next one with the same database. */
@WithKafka
@WithMongo
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RestartTests {

    private static final String ADMIN = "c001-admin";

    private final TestKafka kafka;
    private final TestMongo mongo;
    private final List<ConfigurableApplicationContext> running = new ArrayList<>();
    private @Nullable StartedBeforeStore late;

    RestartTests(TestKafka kafka, TestMongo mongo) {
        this.kafka = kafka;
        this.mongo = mongo;
    }

    @AfterAll
    void stopAll() {
        stop();
        if (late != null) {
            late.close();
        }
    }

    private void stop() {
        running.forEach(ConfigurableApplicationContext::close);
        running.clear();
    }

    @Test
    void an_opt_in_completes_in_another_process_than_it_began_in() {
        Browser browser = new Browser(start(Map.of()));
        browser.signIn(ADMIN, WebTest.PASSWORD);
        URI ups = URI.create(
                browser.getOnly("/oauth2/authorization/" + WebTest.IDH).header("Location"));

        browser.movesTo(start(Map.of(
                "spring.kafka.bootstrap-servers",
                "localhost:1",
                "messaging.publish-timeout",
                "1s",
                "announcements.grace",
                "3s")));
        assertThat(browser.get(WebTest.callback(WebTest.state(ups))).text())
                .contains("Authorization received, not recorded yet");

        // as a process leaves it that was killed between storing and publishing
        browser.movesTo(start(Map.of()));
        await().until(() ->
                kafka.records(Topics.OPT_IN_EVENTS).stream().anyMatch(record -> "c001".equals(record.key())));
        await().until(() ->
                browser.get("/company?opted-in=" + WebTest.IDH).text().contains("Opted in at UPS.com"));
        Document left = Objects.requireNonNull(mongo.client()
                .getDatabase(mongo.database())
                .getCollection("announcements")
                .find()
                .first());
        assertThat(left.getBoolean("inKafka")).isTrue();
        assertThat(left.containsKey("record")).isFalse();
    }

    @Test
    void of_two_processes_behind_one_address_either_does_what_comes_next() {
        List<Integer> ports = List.of(start(Map.of()), startBeside(Map.of()));
        Browser browser = new Browser(ports.getFirst());
        browser.signIn("c002-admin", WebTest.PASSWORD);

        browser.movesTo(ports.getLast());
        URI ups = URI.create(
                browser.getOnly("/oauth2/authorization/" + WebTest.IDH).header("Location"));
        browser.movesTo(ports.getFirst());
        assertThat(browser.get(WebTest.callback(WebTest.state(ups))).text()).contains("Opted in at UPS.com");
        browser.movesTo(ports.getLast());
        assertThat(browser.get("/company?opted-in=" + WebTest.IDH).text()).contains("Opted in at UPS.com");
        assertThat(kafka.records(Topics.OPT_IN_EVENTS).stream().filter(record -> "c002".equals(record.key())))
                .hasSize(1);

        browser.submit(browser.get("/"), "#sign-out");
        browser.movesTo(ports.getFirst());
        assertThat(browser.get("/").address().getPath()).isEqualTo("/sign-in");
    }

    @Test
    void while_mongodb_is_down_a_process_starts_and_becomes_ready_when_it_is_up() {
        assertThat(startedBeforeStore().beforeStore()).containsExactly(200, 503);
        assertThat(startedBeforeStore().withStore()).isEqualTo(200);
    }

    @Test
    void while_mongodb_is_down_there_is_a_page_that_tries_again() {
        Browser browser = new Browser(startedBeforeStore().port());
        browser.signIn(ADMIN, WebTest.PASSWORD);
        startedBeforeStore().storeGoesAway();

        Browser.Page page = browser.get("/company");

        assertThat(page.status()).isEqualTo(503);
        assertThat(page.text()).contains("Temporarily unavailable", "Try again").doesNotContain("Exception");
        assertThat(page.header("Retry-After")).isEqualTo("10");
        assertThat(page.find("meta[http-equiv=refresh]").attr("content")).isEqualTo("10");
        assertThat(page.header("Content-Security-Policy")).contains("frame-ancestors 'none'", "base-uri 'none'");
        assertThat(page.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(page.header("Referrer-Policy")).isEqualTo("same-origin");
    }

    /** A process with a store of its own. */
    private StartedBeforeStore startedBeforeStore() {
        StartedBeforeStore present = late;
        if (present == null) {
            Map<String, Object> settings = new HashMap<>(WebTest.SETTINGS);
            settings.put("spring.kafka.bootstrap-servers", kafka.bootstrapServers());
            present = new StartedBeforeStore(OptinWeb.class, settings);
            late = present;
        }
        return present;
    }

    /** Ends the process that runs, and starts the next one. */
    private int start(Map<String, Object> different) {
        stop();
        return startBeside(different);
    }

    /** Starts a process beside those that run; its port. */
    private int startBeside(Map<String, Object> different) {
        Map<String, Object> settings = new HashMap<>(WebTest.SETTINGS);
        settings.put("server.port", 0);
        settings.put("messaging.publish-timeout", "30s");
        settings.put("spring.mongodb.uri", mongo.uri());
        settings.put("spring.kafka.bootstrap-servers", kafka.bootstrapServers());
        settings.putAll(different);
        String[] arguments = settings.entrySet().stream()
                .map(setting -> "--" + setting.getKey() + "=" + setting.getValue())
                .toArray(String[]::new);
        ConfigurableApplicationContext started = SpringApplication.run(OptinWeb.class, arguments);
        running.add(started);
        return Objects.requireNonNull(started.getEnvironment().getProperty("local.server.port", Integer.class));
    }
}
