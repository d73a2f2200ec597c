package com.deliveryhistory.tokens.access;

import com.deliveryhistory.events.GrantId;
import com.deliveryhistory.tokens.access.Answer.NoGrant;
import com.deliveryhistory.tokens.custody.SealingKeys;
import com.deliveryhistory.tokens.custody.SealingSettings;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.FilterType;

/** The service's HTTP side alone: no store, no Kafka, and answers as a test wants them. No component, so that no scan finds it. */
@EnableAutoConfiguration(
        excludeName = {
            "org.springframework.boot.mongodb.autoconfigure.MongoAutoConfiguration",
            "org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration",
            "com.deliveryhistory.services.messaging.MessagingAutoConfiguration"
        })
@EnableConfigurationProperties({AccessSettings.class, SealingSettings.class})
@ComponentScan(
        basePackages = "com.deliveryhistory.tokens",
        useDefaultFilters = false,
        includeFilters =
                @ComponentScan.Filter(
                        type = FilterType.REGEX,
                        pattern = "com\\.deliveryhistory\\.tokens\\.(SecurityConfiguration"
                                + "|access\\.(\\w+Controller|Problems|SmallBodies|InterfaceConfiguration))"))
class AccessInterface {

    /** Answers as the test says. */
    static final class Tokens implements TokenSource {

        volatile TokenSource answer = (grant, refused) -> new NoGrant();

        @Override
        public Answer take(GrantId grant, long refusedGeneration) {
            return answer.take(grant, refusedGeneration);
        }
    }

    @Bean
    Tokens tokens() {
        return new Tokens();
    }

    @Bean
    SealingKeys sealingKeys(SealingSettings settings) {
        return SealingKeys.from(settings);
    }
}
