package com.deliveryhistory.services.storage;

import static org.assertj.core.api.Assertions.assertThat;

import com.deliveryhistory.services.settings.UnfitSetting;
import com.mongodb.MongoClientSettings;
import com.mongodb.ReadConcern;
import com.mongodb.ReadPreference;
import com.mongodb.WriteConcern;
import com.mongodb.client.MongoDatabase;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.AbstractThrowableAssert;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.mongodb.autoconfigure.MongoAutoConfiguration;
import org.springframework.boot.mongodb.autoconfigure.MongoClientSettingsBuilderCustomizer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

/** What a service's connection to the store is like; none is opened. */
class StorePromisesTests {

    private static final String ADDRESS = "mongodb://user:pass-word@127.0.0.1:1/";

    private final ApplicationContextRunner service = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    SslAutoConfiguration.class, MongoAutoConfiguration.class, StoreAutoConfiguration.class))
            .withUserConfiguration(Seen.class)
            .withPropertyValues("spring.application.name=any-service");

    @Test
    void what_is_acknowledged_and_what_is_read_is_on_a_majority_and_comes_from_the_primary() {
        service.withPropertyValues("spring.mongodb.uri=" + ADDRESS + "own?w=majority&retryWrites=true")
                .run(context -> {
                    MongoDatabase database = context.getBean(MongoDatabase.class);
                    assertThat(database.getName()).isEqualTo("own");
                    assertThat(database.getWriteConcern()).isEqualTo(WriteConcern.MAJORITY.withJournal(true));
                    assertThat(database.getReadConcern()).isEqualTo(ReadConcern.MAJORITY);
                    assertThat(database.getReadPreference()).isEqualTo(ReadPreference.primary());
                });
    }

    @Test
    void no_step_waits_without_end() {
        service.withPropertyValues(
                        "spring.mongodb.uri=" + ADDRESS,
                        "store.read-timeout=7s",
                        "store.pool-size=8",
                        "store.pool-wait=3s")
                .run(context -> {
                    MongoClientSettings settings = context.getBean(Seen.class).settings();
                    assertThat(settings.getSocketSettings().getReadTimeout(TimeUnit.SECONDS))
                            .isEqualTo(7);
                    assertThat(settings.getSocketSettings().getConnectTimeout(TimeUnit.SECONDS))
                            .isEqualTo(5);
                    assertThat(settings.getClusterSettings().getServerSelectionTimeout(TimeUnit.SECONDS))
                            .isEqualTo(10);
                    assertThat(settings.getConnectionPoolSettings().getMaxSize())
                            .isEqualTo(8);
                    assertThat(settings.getConnectionPoolSettings().getMaxWaitTime(TimeUnit.SECONDS))
                            .isEqualTo(3);
                });
    }

    @Test
    void the_address_may_say_how_long_to_wait_and_what_the_server_sees() {
        service.withPropertyValues("spring.mongodb.uri=" + ADDRESS + "?socketTimeoutMS=60000&appName=own&maxPoolSize=9")
                .run(context -> {
                    MongoClientSettings settings = context.getBean(Seen.class).settings();
                    assertThat(settings.getSocketSettings().getReadTimeout(TimeUnit.SECONDS))
                            .isEqualTo(60);
                    assertThat(settings.getApplicationName()).isEqualTo("own");
                    assertThat(settings.getConnectionPoolSettings().getMaxSize())
                            .isEqualTo(9);
                });
    }

    @Test
    void the_server_sees_which_service_it_is_and_the_database_has_its_name() {
        service.withPropertyValues("spring.mongodb.uri=" + ADDRESS).run(context -> {
            assertThat(context.getBean(Seen.class).settings().getApplicationName())
                    .isEqualTo("any-service");
            assertThat(context.getBean(MongoDatabase.class).getName()).isEqualTo("any-service");
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "w=1",
                "w=3",
                "journal=false",
                "wtimeoutMS=100",
                "readConcernLevel=local",
                "readPreference=secondaryPreferred",
                "retryWrites=false",
                "socketTimeoutMS=0",
                "timeoutMS=100"
            })
    void an_address_that_asks_for_less_is_refused_by_the_options_name(String option) {
        service.withPropertyValues("spring.mongodb.uri=" + ADDRESS + "own?" + option)
                .run(context -> assertThat(context).hasFailed().getFailure().satisfies(failure -> {
                    AbstractThrowableAssert<?, ?> refusal = assertThat(failure).rootCause();
                    refusal.isInstanceOf(UnfitSetting.class)
                            .hasMessageContaining("spring.mongodb.uri sets " + option.substring(0, option.indexOf('='))
                                    + " otherwise")
                            .hasMessageNotContaining("pass-word");
                }));
    }

    @Test
    void a_store_that_is_away_is_told_within_seconds() {
        service.withPropertyValues("spring.mongodb.uri=" + ADDRESS).run(context -> {
            long start = System.nanoTime();
            Health health = context.getBean(HealthIndicator.class).health();

            assertThat(health).isNotNull().extracting(Health::getStatus).isEqualTo(Status.DOWN);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(25));
        });
    }

    /** Looks at what the client is made of. */
    @Configuration(proxyBeanMethods = false)
    static class Seen {

        private @Nullable MongoClientSettings settings;

        MongoClientSettings settings() {
            return Objects.requireNonNull(settings);
        }

        @Bean
        @Order
        MongoClientSettingsBuilderCustomizer seeing() {
            return client -> settings = client.build();
        }
    }
}
