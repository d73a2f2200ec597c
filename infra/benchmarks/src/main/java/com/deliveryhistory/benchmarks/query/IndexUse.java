package com.deliveryhistory.benchmarks.query;

import com.mongodb.MongoException;
import com.mongodb.client.MongoCollection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.bson.Document;

/** Which indexes the server used for what a service asked it, by the server's own count. */
final class IndexUse {

    private final MongoCollection<Document> collection;

    IndexUse(MongoCollection<Document> collection) {
        this.collection = collection;
    }

    /** Names of the indexes used meanwhile; empty if none was, or if the server does not count. */
    List<String> of(Runnable question) {
        Map<String, Long> before = counts();
        question.run();
        return counts().entrySet().stream()
                .filter(index -> index.getValue() > before.getOrDefault(index.getKey(), 0L))
                .map(Map.Entry::getKey)
                .toList();
    }

    private Map<String, Long> counts() {
        try {
            return collection
                    .aggregate(List.of(new Document("$indexStats", new Document())))
                    .into(new ArrayList<>())
                    .stream()
                    .collect(Collectors.toMap(
                            index -> index.getString("name"), IndexUse::operations, Long::sum, TreeMap::new));
        } catch (MongoException e) {
            return Map.of(); // the embedded store
        }
    }

    private static long operations(Document index) {
        Object accesses = index.get("accesses");
        return accesses instanceof Document counted && counted.get("ops") instanceof Number operations
                ? operations.longValue()
                : 0;
    }
}
