package com.deliveryhistory.tokens.operations;

import com.deliveryhistory.services.commands.Audit;
import com.deliveryhistory.services.messaging.DeadLetterTopics;
import com.mongodb.client.MongoDatabase;
import java.time.Clock;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class OperationsConfiguration {

    @Bean
    Audit audit(MongoDatabase database, Clock clock) {
        return new Audit(database.getCollection("audit"), "grant", clock);
    }

    @Bean
    Replayed replayed(MongoDatabase database) {
        return new Replayed(database);
    }

    @Bean
    @ConditionalOnWebApplication // not for a command
    WaitingDeadLetters waitingDeadLetters(DeadLetterTopics topics, Replayed replayed) {
        return new WaitingDeadLetters(topics, replayed);
    }
}
