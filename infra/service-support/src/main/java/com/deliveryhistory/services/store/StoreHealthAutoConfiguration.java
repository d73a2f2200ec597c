package com.deliveryhistory.services.store;

import com.mongodb.client.MongoDatabase;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;

/** The health component {@code store}, in place of Spring Boot's {@code mongodb} where a service has switched that off. */
@AutoConfiguration
@ConditionalOnClass({MongoDatabase.class, HealthIndicator.class})
@ConditionalOnProperty(name = "management.health.mongodb.enabled", havingValue = "false")
class StoreHealthAutoConfiguration {

    @Bean
    StoreHealthIndicator storeHealthIndicator(MongoDatabase database) {
        return new StoreHealthIndicator(database);
    }
}
