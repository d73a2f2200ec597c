package com.deliveryhistory.history.collection;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.bson.Document;
import org.springframework.stereotype.Component;

/** The instances of this service that live. There are a handful. */
@Component
final class InstanceStore {

    private static final String SEEN_AT = "seenAt";
    private static final long PATIENCE_SECONDS = 2;

    private final MongoCollection<Document> instances;

    InstanceStore(MongoDatabase database) {
        this.instances = database.getCollection("instances");
    }

    /** Notes that one lives, forgets those that have not for long, and counts the others with it. */
    int alive(String instance, Instant now, Duration silence) {
        instances.updateOne(Filters.eq("_id", instance), Updates.set(SEEN_AT, now), new UpdateOptions().upsert(true));
        instances.deleteMany(Filters.lt(SEEN_AT, now.minus(silence.multipliedBy(10))));
        return Math.toIntExact(instances.countDocuments(Filters.gte(SEEN_AT, now.minus(silence))));
    }

    /** Said on the way out, which an outage of the store must not hold up. */
    void gone(String instance) {
        instances.withTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).deleteOne(Filters.eq("_id", instance));
    }
}
