package com.deliveryhistory.tokens.operations;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;

import com.deliveryhistory.services.messaging.ReplayPositions;
import com.deliveryhistory.services.storage.AlreadyThere;
import com.mongodb.MongoWriteException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Updates;
import org.apache.kafka.common.TopicPartition;
import org.bson.Document;

/** Up to where dead letters were replayed: one document per partition. */
final class Replayed implements ReplayPositions {

    private static final String NEXT = "next";

    private final MongoCollection<Document> positions;

    Replayed(MongoDatabase database) {
        this.positions = database.getCollection("replayedDeadLetters");
    }

    @Override
    public long next(TopicPartition partition) {
        Document position = positions.find(eq("_id", partition.toString())).first();
        return position == null ? 0 : position.get(NEXT, Number.class).longValue();
    }

    @Override
    public boolean advance(TopicPartition partition, long from, long to) {
        boolean moved = positions
                        .updateOne(and(eq("_id", partition.toString()), eq(NEXT, from)), Updates.set(NEXT, to))
                        .getMatchedCount()
                > 0;
        return moved || (from == 0 && first(partition, to));
    }

    private boolean first(TopicPartition partition, long to) {
        try {
            positions.insertOne(new Document("_id", partition.toString()).append(NEXT, to));
            return true;
        } catch (MongoWriteException e) {
            if (AlreadyThere.is(e)) {
                return false; // somebody else was quicker
            }
            throw e;
        }
    }
}
