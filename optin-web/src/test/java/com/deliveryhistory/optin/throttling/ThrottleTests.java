package com.deliveryhistory.optin.throttling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.deliveryhistory.optin.sessions.SignInOrigin;
import com.deliveryhistory.optin.throttling.Throttle.Check;
import com.deliveryhistory.testing.TestClock;
import com.deliveryhistory.testing.TestMongo;
import com.deliveryhistory.testing.WithMongo;
import com.mongodb.client.MongoDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** Guessing becomes slow; the person whose account it is goes on. */
@WithMongo
class ThrottleTests {

    private static final String DEVICE = "d".repeat(43);

    private final String jane = "jane-" + UUID.randomUUID();
    private final TestClock clock = TestClock.standingAt(Instant.parse("2026-01-01T00:00:00Z"));
    private final MongoDatabase database;
    private final KnownDevices devices;
    private final Throttle throttle;

    ThrottleTests(TestMongo mongo) {
        database = mongo.client().getDatabase(mongo.database());
        database.getCollection("signInFailures").deleteMany(new Document());
        devices = new KnownDevices(database, settings(), clock);
        throttle = throttle();
    }

    /** As another instance has it. */
    private Throttle throttle() {
        return new Throttle(new FailureCounters(database, settings(), clock), devices, settings());
    }

    private static ThrottleSettings settings() {
        return new Binder(new MapConfigurationPropertySource()).bindOrCreate("sign-in", ThrottleSettings.class);
    }

    @Test
    void after_five_failures_the_next_ones_wait_longer_and_longer() {
        fail(5, from("192.0.2.1"));

        assertThat(begin(from("192.0.2.1"))).isEqualTo(Duration.ofSeconds(10));
        clock.advance(Duration.ofSeconds(10));
        assertThat(begin(from("192.0.2.1"))).isZero();
        assertThat(begin(from("192.0.2.1"))).isEqualTo(Duration.ofSeconds(20));
        clock.advance(Duration.ofSeconds(5));
        assertThat(begin(from("192.0.2.1"))).isEqualTo(Duration.ofSeconds(15));
    }

    @Test
    void nobody_waits_longer_than_the_longest_wait() {
        for (int i = 0; i < 30; i++) {
            assertThat(begin(from("192.0.2.1"))).isZero();
            clock.advance(Duration.ofMinutes(15));
        }
    }

    @Test
    void all_instances_count_together() {
        fail(3, from("192.0.2.1"));
        Throttle other = throttle();
        for (int i = 0; i < 2; i++) {
            assertThat(other.begin(Check.PASSWORD, jane, from("192.0.2.1"))).isZero();
        }

        assertThat(begin(from("192.0.2.1"))).isPositive();
    }

    @Test
    void a_success_is_no_failure() {
        for (int i = 0; i < 100; i++) {
            assertThat(begin(from("192.0.2.1"))).isZero();
            throttle.succeeded(Check.PASSWORD, jane, from("192.0.2.1"));
        }
    }

    @Test
    void the_name_counts_whatever_its_case() {
        fail(5, from("192.0.2.1"));

        assertThat(throttle.begin(Check.PASSWORD, " " + jane.toUpperCase(java.util.Locale.ROOT), from("192.0.2.1")))
                .isPositive();
    }

    @Test
    void an_address_that_tries_many_accounts_waits() {
        for (int i = 0; i < 50; i++) {
            assertThat(throttle.begin(Check.PASSWORD, "somebody-" + i, from("2001:db8::" + i)))
                    .isZero();
        }

        assertThat(begin(from("2001:db8::1"))).isPositive();
        assertThat(begin(from("2001:db8:0:1::1"))).isZero();
    }

    @Test
    void an_account_that_many_addresses_try_waits_but_not_in_a_known_browser() {
        devices.remember(Throttle.deviceOf(jane, DEVICE));
        for (int i = 0; i < 50; i++) {
            assertThat(begin(from("192.0.2." + i))).isZero();
        }

        assertThat(begin(from("198.51.100.1"))).isPositive();
        assertThat(begin(knownBrowser())).isZero();
    }

    @Test
    void a_known_browser_is_slowed_down_by_its_own_failures_only() {
        devices.remember(Throttle.deviceOf(jane, DEVICE));
        fail(10, knownBrowser());

        assertThat(begin(knownBrowser())).isPositive();
        assertThat(begin(from("192.0.2.1"))).isZero();
    }

    @Test
    void a_browser_that_another_account_is_known_from_is_not_exempt() {
        devices.remember(Throttle.deviceOf("somebody-else", DEVICE));
        fail(5, knownBrowser());

        assertThat(begin(knownBrowser())).isPositive();
    }

    @Test
    void a_try_that_has_to_wait_counts_nowhere() {
        fail(5, from("192.0.2.1"));
        for (int i = 0; i < 200; i++) {
            assertThat(begin(from("192.0.2.1"))).isPositive();
        }

        assertThat(throttle.begin(Check.PASSWORD, "somebody-else", from("192.0.2.1")))
                .isZero();
    }

    @Test
    void failures_of_passwords_and_of_codes_count_apart() {
        fail(5, from("192.0.2.1"));

        assertThat(throttle.begin(Check.SECOND_FACTOR, jane, from("192.0.2.1"))).isZero();
    }

    @Test
    void identity_providers_are_looked_for_by_network_and_no_company_is_locked() {
        for (int i = 0; i < 50; i++) {
            assertThat(provider("a-company", from("192.0.2.1"))).isZero();
        }

        assertThat(provider("another-company", from("192.0.2.1"))).isPositive();
        assertThat(provider("a-company", from("192.0.2.2"))).isZero();
        assertThat(begin(from("192.0.2.1"))).isZero();
    }

    @Test
    void a_browser_that_is_known_to_a_company_is_slowed_down_by_its_own_failures_only() {
        devices.remember(Throttle.deviceOf("a-company", DEVICE));
        for (int i = 0; i < 50; i++) {
            provider("a-company", attempt("203.0.113.9", null));
        }

        for (int i = 0; i < 10; i++) {
            assertThat(provider("a-company", knownBrowser())).isZero();
        }
        assertThat(provider("a-company", knownBrowser())).isPositive();
    }

    @Test
    void failures_are_forgotten_after_a_day() {
        fail(5, from("192.0.2.1"));
        clock.advance(Duration.ofDays(1));

        fail(5, from("192.0.2.1"));
    }

    @Test
    void tries_at_the_same_time_count_like_others() throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(20)) {
            List<Callable<Duration>> tries = IntStream.range(0, 40)
                    .<Callable<Duration>>mapToObj(number -> () -> begin(from("192.0.2.1")))
                    .toList();
            int went = 0;
            for (Future<Duration> answer : threads.invokeAll(tries)) {
                went += answer.get().isZero() ? 1 : 0;
            }

            assertThat(went).isBetween(1, 5);
        }
    }

    @Test
    void the_database_holds_neither_names_nor_addresses_nor_cookies() {
        devices.remember(Throttle.deviceOf(jane, DEVICE));
        fail(1, knownBrowser());
        fail(1, from("192.0.2.1"));

        for (String collection : List.of("signInFailures", "knownDevices")) {
            assertThat(database.getCollection(collection).find())
                    .isNotEmpty()
                    .allSatisfy(document -> assertThat(document.toJson()).doesNotContain(jane, "192.0.2.1", DEVICE));
        }
    }

    @Test
    void a_cookie_that_browsers_would_not_take_is_refused_at_start() {
        var settings = new MapConfigurationPropertySource(java.util.Map.of("sign-in.secure-device-cookie", "false"));

        assertThatThrownBy(() -> new Binder(settings).bindOrCreate("sign-in", ThrottleSettings.class))
                .hasRootCauseInstanceOf(IllegalArgumentException.class)
                .hasStackTraceContaining("sign-in.device-cookie-name");
    }

    private void fail(int times, SignInAttempt attempt) {
        for (int i = 0; i < times; i++) {
            assertThat(begin(attempt)).isZero();
        }
    }

    private Duration begin(SignInAttempt attempt) {
        return throttle.begin(Check.PASSWORD, jane, attempt);
    }

    private Duration provider(String company, SignInAttempt attempt) {
        return throttle.begin(Check.IDENTITY_PROVIDER, company, attempt);
    }

    private SignInAttempt knownBrowser() {
        return attempt("203.0.113.9", DEVICE);
    }

    private SignInAttempt from(String address) {
        return attempt(address, null);
    }

    private SignInAttempt attempt(String address, @Nullable String device) {
        return new SignInAttempt(new SignInOrigin(clock.instant(), "", ""), address, device);
    }
}
