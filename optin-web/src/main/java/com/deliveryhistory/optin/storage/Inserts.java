package com.deliveryhistory.optin.storage;

import com.deliveryhistory.services.storage.AlreadyThere;
import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoWriteException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.InsertManyOptions;
import java.util.List;
import org.bson.Document;

/** Inserts that may be repeated. */
public final class Inserts {

    private Inserts() {}

    /** Inserts the document unless there is one with its id, or another that a unique index holds against it; whether it did. */
    public static boolean insertIfAbsent(MongoCollection<Document> collection, Document document) {
        try {
            collection.insertOne(document);
            return true;
        } catch (MongoWriteException e) {
            if (AlreadyThere.is(e)) {
                return false;
            }
            throw e;
        }
    }

    /** Inserts those of the documents that are absent; others stay as they are. */
    public static void insertAbsent(MongoCollection<Document> collection, List<Document> documents) {
        if (documents.isEmpty()) {
            return;
        }
        try {
            collection.insertMany(documents, new InsertManyOptions().ordered(false));
        } catch (MongoBulkWriteException e) {
            if (!AlreadyThere.isAll(e)) {
                throw e;
            }
        }
    }
}
