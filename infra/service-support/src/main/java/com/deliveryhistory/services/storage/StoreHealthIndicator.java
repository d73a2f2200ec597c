package com.deliveryhistory.services.storage;

import com.mongodb.client.MongoDatabase;
import java.util.concurrent.TimeUnit;
import org.bson.Document;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/** Whether the store answers. Asks what every MongoDB-like store knows. */
final class StoreHealthIndicator extends AbstractHealthIndicator {

    /** Less than a prober waits, so that it hears the answer. */
    private static final long PATIENCE_SECONDS = 2;

    private final MongoDatabase database;

    StoreHealthIndicator(MongoDatabase database) {
        super("The store does not answer");
        this.database = database;
    }

    @Override
    protected void doHealthCheck(Health.Builder health) {
        database.withTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).runCommand(new Document("ping", 1));
        health.up();
    }
}
