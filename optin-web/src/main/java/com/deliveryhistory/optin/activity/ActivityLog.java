package com.deliveryhistory.optin.activity;

import com.deliveryhistory.optin.storage.Inserts;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Indexes;
import java.util.Date;
import org.bson.Document;
import org.springframework.stereotype.Repository;

/** The activities of all companies, each company's for itself. Nothing in it is ever changed or removed. */
@Repository
public class ActivityLog {

    private final MongoCollection<Document> activities;

    ActivityLog(MongoDatabase database) {
        this.activities = database.getCollection("activities");
        activities.createIndex(Indexes.descending("company", "at", "_id"));
    }

    /**
     * Adds an activity.
     *
     * @param id identifies what happened; adding it again changes nothing
     */
    public void add(String id, Activity activity) {
        Inserts.insertIfAbsent(
                activities,
                new Document("_id", id)
                        .append("company", activity.company().value())
                        .append("at", Date.from(activity.at()))
                        .append("kind", activity.kind().name())
                        .append("by", activity.by())
                        .append("details", new Document(activity.details())));
    }
}
