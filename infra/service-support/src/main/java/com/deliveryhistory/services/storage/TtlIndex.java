package com.deliveryhistory.services.storage;

import com.mongodb.MongoCommandException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.TimeUnit;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Indexes by which MongoDB itself deletes what is old. */
public final class TtlIndex {

    private static final Logger log = LoggerFactory.getLogger(TtlIndex.class);

    private static final String EXPIRE_AFTER_SECONDS = "expireAfterSeconds";

    private static final int INDEX_NOT_FOUND = 27;
    private static final int INDEX_OPTIONS_CONFLICT = 85;

    private TtlIndex() {}

    /**
     * Has MongoDB delete each document so long after the time that it has in the field. If there is such an index of the field
     * with another life, as before a setting was changed, it is dropped and made anew: to change it in place, {@code
     * collMod}, is more than the role {@code readWrite} may. No index is dropped that deletes nothing, or is unique.
     *
     * @param life in whole seconds; what is less is cut off
     * @throws MongoCommandException above all if another index of the field is in the way
     * @see <a href="https://www.mongodb.com/docs/manual/core/index-ttl/">TTL Indexes</a>
     */
    public static void create(MongoCollection<?> collection, String field, Duration life) {
        Bson key = Indexes.ascending(field);
        IndexOptions options = new IndexOptions().expireAfter(life.toSeconds(), TimeUnit.SECONDS);
        try {
            collection.createIndex(key, options);
        } catch (MongoCommandException e) {
            if (e.getErrorCode() != INDEX_OPTIONS_CONFLICT || !isThere(collection, field)) {
                throw e;
            }
            drop(collection, key);
            collection.createIndex(key, options);
            log.info("{} are deleted {} after {} from now on", collection.getNamespace(), life, field);
        }
    }

    private static boolean isThere(MongoCollection<?> collection, String field) {
        return collection.listIndexes().into(new ArrayList<>()).stream()
                .anyMatch(index -> isAscending(index.get("key", Document.class), field)
                        && index.containsKey(EXPIRE_AFTER_SECONDS)
                        && !index.getBoolean("unique", false));
    }

    private static boolean isAscending(Document key, String field) {
        return key.size() == 1 && key.get(field) instanceof Number direction && direction.intValue() > 0;
    }

    private static void drop(MongoCollection<?> collection, Bson key) {
        try {
            collection.dropIndex(key);
        } catch (MongoCommandException e) {
            if (e.getErrorCode() != INDEX_NOT_FOUND) { // else another instance was quicker
                throw e;
            }
        }
    }
}
