package com.deliveryhistory.history.storage;

import com.deliveryhistory.services.commands.Audit;
import com.mongodb.client.MongoDatabase;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class StorageConfiguration {

    @Bean
    Audit audit(MongoDatabase database, Clock clock) {
        return new Audit(database.getCollection("audit"), "company", clock);
    }
}
