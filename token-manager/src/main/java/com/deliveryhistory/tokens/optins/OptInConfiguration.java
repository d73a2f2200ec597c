package com.deliveryhistory.tokens.optins;

import com.deliveryhistory.events.EventCodec;
import com.deliveryhistory.services.messaging.EventListeners;
import com.deliveryhistory.tokens.custody.SealingKeys;
import com.deliveryhistory.tokens.custody.Vault;
import com.deliveryhistory.tokens.grants.Grants;
import com.deliveryhistory.tokens.refresh.RefreshSchedule;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.config.ConcurrentKafkaListenerContainerFactory;

@Configuration(proxyBeanMethods = false)
class OptInConfiguration {

    @Bean
    OptIns optIns(Grants grants, SealingKeys keys, Vault vault, RefreshSchedule schedule, Clock clock) {
        return new OptIns(grants, keys.opener(), vault, schedule, clock);
    }

    @Bean
    BulkOptIns bulkOptIns(Grants grants, SealingKeys keys, Vault vault, RefreshSchedule schedule, Clock clock) {
        return new BulkOptIns(grants, keys.opener(), vault, schedule, clock);
    }

    @Bean
    Erasure erasure(Grants grants, Vault vault, Clock clock) {
        return new Erasure(grants, vault, clock);
    }

    @Bean
    OptInListener optInListener(OptIns optIns, BulkOptIns bulk) {
        return new OptInListener(optIns, bulk);
    }

    @Bean(OptInListener.CONTAINERS)
    ConcurrentKafkaListenerContainerFactory<Object, Object> optInListeners(EventListeners listeners) {
        return listeners.factory(EventCodec.OPT_IN);
    }
}
