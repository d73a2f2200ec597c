package com.deliveryhistory.benchmarks.ingest;

import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bson.Document;

/**
 * What a company's history comes to, as history-worker has stored it, by collection. Copies of it are the work of those
 * that it is compared with.
 */
record Documents(Map<String, List<Document>> byCollection) {

    static Documents of(MongoDatabase database, String company) {
        return new Documents(Map.of(
                "records",
                database.getCollection("records")
                        .find(Filters.regex("grant", "^" + company + "/"))
                        .into(new ArrayList<>()),
                "packages",
                database.getCollection("packages")
                        .find(Filters.eq("companyId", company))
                        .into(new ArrayList<>())));
    }

    int count() {
        return byCollection.values().stream().mapToInt(List::size).sum();
    }

    /** The documents of so many companies, with ids of their own, in the order of the companies. */
    Stream<Document> copies(String collection, int companies, String prefix) {
        return IntStream.range(0, companies)
                .boxed()
                .flatMap(company -> byCollection.getOrDefault(collection, List.of()).stream()
                        .map(document -> {
                            Document copy = new Document(document);
                            copy.put("_id", prefix + company + "-" + document.get("_id"));
                            return copy;
                        }));
    }
}
