package com.deliveryhistory.services.messaging;

import com.deliveryhistory.events.EventCodec;
import com.deliveryhistory.events.Topics;
import com.deliveryhistory.services.auth.ServiceIdentity;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.config.ConcurrentKafkaListenerContainerFactory;

/** What listeners of a test need that read opt-ins. */
@Configuration(proxyBeanMethods = false)
public class OptInReading {

    @Bean
    OwnedTopics topics(ServiceIdentity identity) {
        return OwnedTopics.of(Topics.OPT_IN, Topics.OPT_IN.deadLetters(identity.name()));
    }

    @Bean
    ConcurrentKafkaListenerContainerFactory<Object, Object> optIns(EventListeners listeners) {
        return listeners.factory(EventCodec.OPT_IN);
    }
}
