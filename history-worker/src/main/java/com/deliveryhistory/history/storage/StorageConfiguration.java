package com.deliveryhistory.history.storage;

import com.deliveryhistory.services.commands.Audit;
import com.mongodb.WriteConcern;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoDatabase;
import java.time.Clock;
import java.util.Objects;
import org.springframework.boot.mongodb.autoconfigure.MongoConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class StorageConfiguration {

    /** What is written is on a majority of the replica set before anything follows from it. */
    @Bean
    MongoDatabase database(MongoClient client, MongoConnectionDetails connection) {
        String name = Objects.requireNonNull(
                connection.getConnectionString().getDatabase(), "spring.mongodb.uri names no database");
        return client.getDatabase(name).withWriteConcern(WriteConcern.MAJORITY);
    }

    @Bean
    Audit audit(MongoDatabase database, Clock clock) {
        return new Audit(database.getCollection("audit"), "company", clock);
    }
}
