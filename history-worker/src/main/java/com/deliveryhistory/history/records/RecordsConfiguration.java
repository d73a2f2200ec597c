package com.deliveryhistory.history.records;

import com.deliveryhistory.events.EventCodec;
import com.deliveryhistory.services.messaging.EventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class RecordsConfiguration {

    @Bean
    DeliveryEvents deliveryEvents(EventPublisher publisher) {
        return events -> publisher.publishAll(EventCodec.DELIVERY, events);
    }
}
