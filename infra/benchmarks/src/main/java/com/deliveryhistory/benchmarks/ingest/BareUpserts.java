package com.deliveryhistory.benchmarks.ingest;

import com.deliveryhistory.benchmarks.stage.Stopwatch;
import com.mongodb.WriteConcern;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.ReplaceOneModel;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.WriteModel;
import java.util.ArrayList;
import java.util.List;
import org.bson.Document;

/** Writes the documents that ingest ends with as quickly as the driver and the store can: each once, 500 at a time. */
final class BareUpserts {

    private static final int BATCH = 500;
    private static final ReplaceOptions UPSERT = new ReplaceOptions().upsert(true);
    private static final BulkWriteOptions UNORDERED = new BulkWriteOptions().ordered(false);

    private final MongoDatabase database;
    private final Documents documents;
    private int round;

    BareUpserts(MongoDatabase database, Documents documents) {
        this.database = database;
        this.documents = documents;
    }

    /** Seconds that the documents of so many companies take. */
    double seconds(int companies) {
        String prefix = "bare-" + round++ + "-";
        Stopwatch watch = Stopwatch.start();
        documents.byCollection().keySet().forEach(name -> {
            MongoCollection<Document> collection = database.getCollection(name).withWriteConcern(WriteConcern.MAJORITY);
            List<WriteModel<Document>> batch = new ArrayList<>(BATCH);
            documents.copies(name, companies, prefix).forEach(document -> {
                batch.add(new ReplaceOneModel<>(Filters.eq("_id", document.get("_id")), document, UPSERT));
                if (batch.size() == BATCH) {
                    collection.bulkWrite(batch, UNORDERED);
                    batch.clear();
                }
            });
            if (!batch.isEmpty()) {
                collection.bulkWrite(batch, UNORDERED);
            }
        });
        return watch.seconds();
    }
}
