package com.deliveryhistory.optin;

import static org.assertj.core.api.Assertions.assertThat;

import com.deliveryhistory.events.Application;
import com.deliveryhistory.events.CompanyId;
import com.deliveryhistory.events.EndReason;
import com.deliveryhistory.events.EventCodec;
import com.deliveryhistory.events.EventEnvelope;
import com.deliveryhistory.events.GrantEvent;
import com.deliveryhistory.events.GrantState;
import com.deliveryhistory.events.GrantStatus;
import com.deliveryhistory.events.Topics;
import com.deliveryhistory.optin.Browser.Page;
import com.deliveryhistory.optin.mail.CrowdedMailQueue;
import com.deliveryhistory.optin.mail.MailSettings;
import com.deliveryhistory.optin.passwords.CheapPasswords;
import com.deliveryhistory.services.messaging.EventPublisher;
import com.deliveryhistory.testing.AskedQueries;
import com.deliveryhistory.testing.TestClock;
import com.deliveryhistory.testing.TestKafka;
import com.deliveryhistory.testing.TestMongo;
import com.deliveryhistory.testing.TopicRecord;
import com.deliveryhistory.testing.WithKafka;
import com.deliveryhistory.testing.WithMongo;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.mongodb.autoconfigure.MongoClientSettingsBuilderCustomizer;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;
import org.springframework.scheduling.config.ScheduledTask;
import org.springframework.scheduling.config.ScheduledTaskHolder;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestPropertySource;

/** The application as a process of its own would be, with a company for each test. */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
@WithKafka
@WithMongo
@Import(WebTest.StandIns.class)
@TestPropertySource(
        properties = {
            "messaging.publish-timeout=30s",
            "announcements.grace=75s",
            "security-events.per-second=500", // tests ask like programs
            "usage.pages-per-minute=1000000",
            "usage.files-per-hour=1000000",
            "usage.mails-per-hour=1000000"
        })
abstract class WebTest {

    static final String PASSWORD = "correct-horse-test";
    static final String IDH = Application.INTELLIGENT_DELIVERY_HISTORY.value();
    static final Outside outside = new Outside();
    static final TestClock clock = TestClock.running();
    static final Map<String, Object> SETTINGS = WebTestSettings.of(outside, PASSWORD);

    private static final AtomicInteger next = new AtomicInteger();

    private final AtomicInteger revisions = new AtomicInteger();

    /** Of this test alone; c148, c149 and c150 are companies that no test has to itself. */
    final String company = nextCompany();

    final String admin = company + "-admin";
    final String user = company + "-user";

    @LocalServerPort
    int port;

    @Autowired
    EventPublisher kafkaPublisher;

    @Autowired
    TestKafka kafka;

    @Autowired
    TestMongo mongo;

    @Autowired
    CrowdedMailQueue mails;

    @Autowired
    ScheduledTaskHolder schedule;

    private static String nextCompany() {
        int number = next.updateAndGet(last -> last == 147 ? 151 : last + 1);
        if (number > WebTestSettings.COMPANIES) {
            throw new AssertionError("There are more tests than companies: raise WebTestSettings.COMPANIES");
        }
        return "c%03d".formatted(number);
    }

    @DynamicPropertySource
    static void settings(DynamicPropertyRegistry registry) {
        SETTINGS.forEach((name, value) -> registry.add(name, () -> value));
    }

    @TestConfiguration(proxyBeanMethods = false)
    static class StandIns {

        @Bean
        @Primary
        TestClock testClock() {
            return clock;
        }

        @Bean
        AskedQueries askedQueries() {
            return new AskedQueries();
        }

        @Bean
        StoreCalls storeCalls() {
            return new StoreCalls();
        }

        @Bean
        MongoClientSettingsBuilderCustomizer asked(AskedQueries queries, StoreCalls calls) {
            return store -> store.addCommandListener(queries).addCommandListener(calls);
        }

        @Bean
        static InterruptibleStore interruptibleStore() {
            return new InterruptibleStore();
        }

        /** Before any store has its collection. */
        @Bean
        static BeanPostProcessor interruptible(InterruptibleStore store) {
            return new BeanPostProcessor() {
                @Override
                public Object postProcessAfterInitialization(Object bean, String name) {
                    return bean instanceof MongoDatabase database ? store.on(database) : bean;
                }
            };
        }

        @Bean
        @Primary
        CheapPasswords cheapPasswords() {
            return new CheapPasswords();
        }

        @Bean
        @Primary
        CrowdedMailQueue crowdedMailQueue(MongoDatabase database, MailSettings settings, TestClock testClock) {
            return new CrowdedMailQueue(database, settings, testClock);
        }
    }

    @BeforeEach
    void grantTopicExists() {
        if (!kafka.topics().contains(Topics.GRANT_EVENTS)) {
            try (var admins = kafka.admin()) {
                admins.createTopics(List.of(Topics.GRANT.toNewTopic((short) 1)));
            }
        }
    }

    @AfterEach
    void allIsWellAgain() {
        outside.allIsWell();
        clock.reset();
        mails.crowded(false);
    }

    /** Does now all that is done by the clock. */
    void itIsTimeForEverything() {
        schedule.getScheduledTasks()
                .forEach(task -> task.getTask().getRunnable().run());
    }

    /** Does now what is done by the clock. */
    void itIsTimeFor(String method) {
        schedule.getScheduledTasks().stream()
                .map(ScheduledTask::getTask)
                .filter(task -> task.toString().endsWith("." + method))
                .findAny()
                .orElseThrow()
                .getRunnable()
                .run();
    }

    MongoCollection<Document> collection(String name) {
        return mongo.client().getDatabase(mongo.database()).getCollection(name);
    }

    Browser browser() {
        return new Browser(port);
    }

    Browser signedIn(String name) {
        Browser browser = browser();
        browser.signIn(name, PASSWORD);
        return browser;
    }

    /** Presses Opt-In; what UPS.com would be asked. */
    URI toUps(Browser browser) {
        Page page = browser.getOnly("/oauth2/authorization/" + IDH);
        return URI.create(page.header("Location"));
    }

    static String state(URI authorizationRequest) {
        String state = StandIn.parameters(authorizationRequest.getRawQuery()).get("state");
        if (state == null) {
            throw new AssertionError("No state in " + authorizationRequest);
        }
        return state;
    }

    /** Comes back from UPS.com with a code. */
    Page back(Browser browser, String state) {
        return browser.get(callback(state));
    }

    static String callback(String state) {
        return "/login/oauth2/code/" + IDH + "?code=code-1&state=" + URLEncoder.encode(state, StandardCharsets.UTF_8);
    }

    /** The company's records of optin.events. */
    List<TopicRecord> optInEvents() {
        return kafka.records(Topics.OPT_IN_EVENTS).stream()
                .filter(record -> company.equals(record.key()))
                .toList();
    }

    /** An admin names the UPS.com user. */
    Browser named(String user) {
        Browser browser = signedIn(admin);
        assertThat(name(browser, user).address().getPath()).isEqualTo("/company");
        return browser;
    }

    static Page name(Browser browser, String user) {
        Page form = browser.get("/company/" + IDH + "/ups-user");
        form.find("#ups-user").val(user);
        return browser.submit(form, "#ups-user-form");
    }

    /** token-manager says so. */
    GrantStatus tokenManagerSays(GrantState state, @Nullable EndReason reason) {
        return tokenManagerSays(state, reason, Instant.now().truncatedTo(ChronoUnit.MILLIS));
    }

    GrantStatus tokenManagerSays(GrantState state, @Nullable EndReason reason, Instant authorizedAt) {
        GrantStatus status = new GrantStatus(
                new CompanyId(company),
                Application.INTELLIGENT_DELIVERY_HISTORY,
                state,
                reason,
                1,
                revisions.incrementAndGet(),
                authorizedAt,
                admin,
                authorizedAt.plusSeconds(3599),
                authorizedAt.plusSeconds(5183999),
                null);
        GrantEvent event = switch (state) {
            case ACTIVE -> new GrantEvent.GrantActivated(status);
            case INVALIDATED -> new GrantEvent.GrantInvalidated(status);
            case EXPIRED -> new GrantEvent.GrantExpired(status);
            case WITHDRAWN -> new GrantEvent.GrantWithdrawn(status);
        };
        tokenManagerSays(event);
        return status;
    }

    void tokenManagerSays(GrantEvent event) {
        tokenManagerSays(event, Instant.now().truncatedTo(ChronoUnit.MILLIS));
    }

    void tokenManagerSays(GrantEvent event, Instant at) {
        kafkaPublisher.publish(
                EventCodec.GRANT,
                new EventEnvelope<>(UUID.randomUUID().toString(), EventEnvelope.source("token-manager"), at, event));
    }

    List<Document> mailsToAdmin() {
        return collection("mails")
                .find(new Document("to", admin + "@example.com"))
                .sort(new Document("queuedAt", 1))
                .into(new ArrayList<>());
    }

    /** The same record once more, as after a replay. */
    void sendAgain(TopicRecord record) {
        RecordHeaders headers = new RecordHeaders();
        record.headers().forEach((name, value) -> headers.add(name, value.getBytes(StandardCharsets.UTF_8)));
        byte[] value = String.valueOf(record.value()).getBytes(StandardCharsets.UTF_8);
        kafkaPublisher.publish(EventCodec.GRANT, EventCodec.GRANT.decode(headers, value));
    }
}
