package com.deliveryhistory.history.grants;

import com.deliveryhistory.events.EventCodec;
import com.deliveryhistory.events.Topics;
import com.deliveryhistory.services.auth.ServiceIdentity;
import com.deliveryhistory.services.messaging.EventListeners;
import com.deliveryhistory.services.messaging.OwnedTopics;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.config.ConcurrentKafkaListenerContainerFactory;

@Configuration(proxyBeanMethods = false)
class GrantsConfiguration {

    @Bean
    ConcurrentKafkaListenerContainerFactory<Object, Object> grantListeners(EventListeners listeners) {
        return listeners.factory(EventCodec.GRANT);
    }

    @Bean
    OwnedTopics topics(ServiceIdentity identity) {
        return OwnedTopics.of(Topics.DELIVERY, Topics.GRANT.deadLetters(identity.name()));
    }
}
