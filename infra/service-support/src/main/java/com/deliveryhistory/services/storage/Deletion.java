package com.deliveryhistory.services.storage;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Projections;
import java.util.ArrayList;
import java.util.List;
import org.bson.Document;
import org.bson.conversions.Bson;

/** Deletes in steps of bounded size, which can be cut off anywhere and go on by being repeated. */
public final class Deletion {

    private Deletion() {}

    /**
     * Deletes some of the documents.
     *
     * @param which what still has to hold of a document when it is deleted
     * @param most how many at most
     * @return how many were found; 0: there is none
     */
    public static int some(MongoCollection<?> collection, Bson which, int most) {
        List<Object> some = collection
                .find(which, Document.class)
                .projection(Projections.include("_id"))
                .limit(most)
                .map(found -> found.get("_id"))
                .into(new ArrayList<>());
        if (!some.isEmpty()) {
            collection.deleteMany(Filters.and(Filters.in("_id", some), which));
        }
        return some.size();
    }
}
