package com.deliveryhistory.services.storage;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import com.mongodb.ReadConcern;
import com.mongodb.ReadPreference;
import com.mongodb.WriteConcern;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoDatabase;
import java.util.Objects;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.mongodb.autoconfigure.MongoAutoConfiguration;
import org.springframework.boot.mongodb.autoconfigure.MongoClientSettingsBuilderCustomizer;
import org.springframework.boot.mongodb.autoconfigure.MongoConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;

/**
 * The service's database, at {@code spring.mongodb.uri}: what is acknowledged survives the loss of a server, and what is
 * read did, too. TLS is Spring Boot's ({@code spring.mongodb.ssl.bundle}).
 */
@AutoConfiguration(after = MongoAutoConfiguration.class)
@ConditionalOnClass({MongoClient.class, MongoConnectionDetails.class})
@ConditionalOnProperty("spring.mongodb.uri")
@ConditionalOnBean(MongoClient.class)
@EnableConfigurationProperties(StoreSettings.class)
public final class StoreAutoConfiguration {

    /** Before the address is applied, which may say otherwise. */
    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE)
    MongoClientSettingsBuilderCustomizer storeLimits(StoreSettings settings, Environment environment) {
        return client -> client.applicationName(name(environment))
                .applyToClusterSettings(cluster -> cluster.serverSelectionTimeout(
                        settings.selectionTimeout().toMillis(), MILLISECONDS))
                .applyToSocketSettings(socket -> socket.connectTimeout(
                                settings.connectTimeout().toMillis(), MILLISECONDS)
                        .readTimeout(settings.readTimeout().toMillis(), MILLISECONDS))
                .applyToConnectionPoolSettings(pool -> pool.maxSize(settings.poolSize())
                        .maxWaitTime(settings.poolWait().toMillis(), MILLISECONDS));
    }

    /** After the address, which must not say otherwise. */
    @Bean
    @Order(Ordered.LOWEST_PRECEDENCE)
    MongoClientSettingsBuilderCustomizer storePromises(MongoConnectionDetails connection) {
        StoreAddress.requireFit(connection.getConnectionString());
        return client -> client.writeConcern(WriteConcern.MAJORITY.withJournal(true))
                .readConcern(ReadConcern.MAJORITY)
                .readPreference(ReadPreference.primary())
                .retryWrites(true)
                .retryReads(true);
    }

    /** The one that the address names, else the one with the service's name. */
    @Bean
    MongoDatabase database(MongoClient client, MongoConnectionDetails connection, Environment environment) {
        String named = connection.getConnectionString().getDatabase();
        return client.getDatabase(named == null ? name(environment) : named);
    }

    @Bean
    @ConditionalOnWebApplication // not for a command
    StoreStart storeStart(
            MongoDatabase database, ObjectProvider<Indexed> stores, ObjectProvider<StartsWithStore> needs) {
        return new StoreStart(
                database, stores.stream().toList(), needs.orderedStream().toList(), StoreStart.PAUSE);
    }

    private static String name(Environment environment) {
        return Objects.requireNonNull(
                environment.getProperty("spring.application.name"), "spring.application.name is not set");
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(HealthIndicator.class)
    static class StoreHealth {

        @Bean
        StoreHealthIndicator storeHealthIndicator(MongoDatabase database) {
            return new StoreHealthIndicator(database);
        }
    }
}
