package com.deliveryhistory.optin.grants;

import com.deliveryhistory.events.EventCodec;
import com.deliveryhistory.events.EventEnvelope;
import com.deliveryhistory.events.GrantEvent;
import com.deliveryhistory.events.Topics;
import com.deliveryhistory.services.messaging.EventListeners;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.config.ConcurrentKafkaListenerContainerFactory;
import org.springframework.stereotype.Component;

/**
 * Keeps {@link Grants} up to date, then tells the followers. Every event carries the whole state, so all of them are handled
 * alike.
 */
@Component
class GrantListener {

    private final Grants grants;
    private final List<GrantFollower> followers;

    GrantListener(Grants grants, List<GrantFollower> followers) {
        this.grants = grants;
        this.followers = List.copyOf(followers);
    }

    @KafkaListener(
            id = "optin-web.grants",
            groupId = "optin-web",
            topics = Topics.GRANT_EVENTS,
            containerFactory = "grantListeners")
    void on(EventEnvelope<GrantEvent> envelope) {
        grants.update(KnownGrant.of(envelope));
        followers.forEach(follower -> follower.changed(envelope));
    }

    @Configuration(proxyBeanMethods = false)
    static class Containers {

        @Bean
        ConcurrentKafkaListenerContainerFactory<String, byte[]> grantListeners(EventListeners listeners) {
            return listeners.factory(EventCodec.GRANT);
        }
    }
}
