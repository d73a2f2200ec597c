package com.deliveryhistory.servers;

import de.bwaldvogel.mongo.MongoCollection;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.MongoServerError;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Refuses an index that differs from one of the same fields in nothing but after how long it deletes, as MongoDB does. The
 * original has two from then on.
 */
final class TtlConflict {

    private static final int INDEX_OPTIONS_CONFLICT = 85;

    private TtlConflict() {}

    /**
     * Lets any other index pass.
     *
     * @param wanted description of an index with its namespace
     * @param indexes descriptions of all that the database has; {@code null}: it has none
     */
    static void refuse(Document wanted, @Nullable MongoCollection<?> indexes) {
        Stream<Document> there = indexes == null
                ? Stream.empty()
                : indexes.handleQueryAsStream(new Document("ns", wanted.get("ns")).append("key", wanted.get("key")));
        there.filter(index -> seconds(index) != seconds(wanted)).findAny().ifPresent(index -> {
            throw new MongoServerError(
                    INDEX_OPTIONS_CONFLICT,
                    "IndexOptionsConflict",
                    "An equivalent index already exists with the same name but different options. Requested index: %s, existing index: %s"
                            .formatted(wanted, index));
        });
    }

    /** Below 0: it deletes nothing. */
    private static long seconds(Document index) {
        return index.get("expireAfterSeconds") instanceof Number seconds ? seconds.longValue() : -1;
    }
}
