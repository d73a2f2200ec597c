package com.deliveryhistory.services.background;

import com.deliveryhistory.services.storage.Indexed;
import com.deliveryhistory.services.storage.StoreAutoConfiguration;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.context.annotation.Bean;

/** Sees to the indexes of a service that has a store. */
@AutoConfiguration(after = StoreAutoConfiguration.class)
@ConditionalOnBean(StoreAutoConfiguration.class)
class IndexAutoConfiguration {

    @Bean
    IndexCreation indexCreation(ObjectProvider<Indexed> stores, ObjectProvider<MeterRegistry> metrics, Clock clock) {
        return new IndexCreation(
                stores.stream().toList(), IndexCreation.PAUSE, metrics.getIfUnique(SimpleMeterRegistry::new), clock);
    }
}
