package com.deliveryhistory.history;

import com.deliveryhistory.events.Topics;
import com.deliveryhistory.services.messaging.OwnedTopics;
import com.deliveryhistory.testing.AskedQueries;
import com.deliveryhistory.testing.TestClock;
import com.deliveryhistory.testing.TestIdentities;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.boot.mongodb.autoconfigure.MongoClientSettingsBuilderCustomizer;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;

/** What is around the service. */
@TestConfiguration(proxyBeanMethods = false)
class HistoryTestSetup {

    @Bean
    TestClock clock() {
        return TestClock.running();
    }

    @Bean
    AskedQueries askedQueries() {
        return new AskedQueries();
    }

    @Bean
    MongoClientSettingsBuilderCustomizer asked(AskedQueries queries) {
        return settings -> settings.addCommandListener(queries);
    }

    /** token-manager's, which is not here. */
    @Bean
    OwnedTopics grantTopics() {
        return OwnedTopics.of(Topics.GRANT);
    }

    static final class Surroundings implements ApplicationContextInitializer<ConfigurableApplicationContext> {

        @Override
        public void initialize(ConfigurableApplicationContext context) {
            try {
                Path folder = Files.createTempDirectory("identities");
                Callers callers = new Callers(
                        folder, TestIdentities.create(folder, "history-worker", "optin-web", "hasty", "stranger"));
                Upstream upstream = new Upstream();
                context.getBeanFactory().registerSingleton("upstream", upstream);
                context.getBeanFactory().registerSingleton("callers", callers);
                TestPropertyValues.of(
                                "ups.base-url=" + upstream.address(),
                                "token-manager.base-url=" + upstream.address(),
                                "service-identity.private-key=" + callers.file("history-worker.jwk"),
                                "service-identity.trusted.optin-web=" + callers.file("optin-web.jwks"),
                                "service-identity.trusted.hasty=" + callers.file("hasty.jwks"))
                        .applyTo(context);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
