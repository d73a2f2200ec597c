package com.deliveryhistory.optin.announcements;

import com.deliveryhistory.events.EventCodec;
import com.deliveryhistory.services.messaging.EventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class AnnouncementConfiguration {

    @Bean
    OptInTopic optInTopic(EventPublisher publisher) {
        return events -> publisher.publishAll(EventCodec.OPT_IN, events);
    }
}
