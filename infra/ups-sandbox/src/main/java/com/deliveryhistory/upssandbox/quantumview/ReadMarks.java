package com.deliveryhistory.upssandbox.quantumview;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import org.bson.Document;
import org.springframework.stereotype.Component;

/** Up to which file each account's subscription was read as unread, in MongoDB. Reading by range or name changes nothing. */
@Component
class ReadMarks {

    private final MongoCollection<Document> marks;

    ReadMarks(MongoDatabase database) {
        this.marks = database.getCollection("read-marks");
    }

    /** The name of the last file read; empty text, which sorts before all names, if none was. */
    String lastRead(String shipperNumber) {
        Document mark = marks.find(Filters.eq("_id", shipperNumber)).first();
        return mark == null ? "" : mark.getString("lastFile");
    }

    void read(String shipperNumber, String lastFile) {
        marks.updateOne(
                Filters.eq("_id", shipperNumber), Updates.max("lastFile", lastFile), new UpdateOptions().upsert(true));
    }
}
