package com.deliveryhistory.benchmarks.apply;

import com.deliveryhistory.benchmarks.stage.Stopwatch;
import com.mongodb.WriteConcern;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.WriteModel;
import java.util.ArrayList;
import java.util.List;
import org.bson.Document;

/** Writes documents equal to grants as quickly as the driver and the store can: new ones, 500 at a time. */
final class BareUpserts {

    private static final int BATCH = 500;

    private final MongoCollection<Document> documents;
    private final List<Document> samples;
    private long next;

    BareUpserts(MongoDatabase database, List<Document> samples) {
        this.documents = database.getCollection("documents").withWriteConcern(WriteConcern.MAJORITY.withJournal(true));
        this.samples = samples;
        documents.createIndex(Indexes.ascending("nextRefreshAt"), new IndexOptions().sparse(true));
        documents.createIndex(Indexes.ascending("company", "application"));
        documents.createIndex(Indexes.ascending("state", "application"));
        documents.createIndex(Indexes.ascending("relayAt"), new IndexOptions().sparse(true));
    }

    double perSecond(int amount) {
        Stopwatch watch = Stopwatch.start();
        for (int done = 0; done < amount; done += BATCH) {
            List<WriteModel<Document>> batch = new ArrayList<>();
            for (int i = done; i < Math.min(done + BATCH, amount); i++) {
                Document fields = new Document(samples.get(i % samples.size()));
                fields.remove("_id");
                batch.add(new UpdateOneModel<>(
                        Filters.eq("_id", "document-" + next++),
                        new Document("$set", fields),
                        new UpdateOptions().upsert(true)));
            }
            documents.bulkWrite(batch, new BulkWriteOptions().ordered(false));
        }
        return amount / watch.seconds();
    }
}
