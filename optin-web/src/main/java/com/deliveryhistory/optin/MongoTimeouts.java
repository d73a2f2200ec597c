package com.deliveryhistory.optin;

import java.util.concurrent.TimeUnit;
import org.springframework.boot.mongodb.autoconfigure.MongoClientSettingsBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** People wait for pages: an outage of MongoDB shows after seconds, where the driver would wait for half a minute. */
@Configuration(proxyBeanMethods = false)
class MongoTimeouts {

    @Bean
    MongoClientSettingsBuilderCustomizer timeouts() {
        return settings -> settings.applyToClusterSettings(
                        cluster -> cluster.serverSelectionTimeout(5, TimeUnit.SECONDS))
                .applyToSocketSettings(
                        socket -> socket.connectTimeout(3, TimeUnit.SECONDS).readTimeout(20, TimeUnit.SECONDS));
    }
}
