package com.deliveryhistory.optin.mail;

import com.deliveryhistory.optin.storage.Inserts;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import java.time.Clock;
import java.util.Date;
import org.bson.Document;
import org.springframework.stereotype.Repository;

/** Mails that wait to be sent. */
@Repository
public class MailQueue {

    private final MongoCollection<Document> mails;
    private final Clock clock;

    MailQueue(MongoDatabase database, Clock clock) {
        this.mails = database.getCollection("mails");
        this.clock = clock;
    }

    /** Queues a mail, unless one with the same id ever was. */
    public void put(Mail mail) {
        Inserts.insertIfAbsent(
                mails,
                new Document("_id", mail.id())
                        .append("to", mail.to())
                        .append("language", mail.language().toLanguageTag())
                        .append("kind", mail.kind().name())
                        .append("facts", new Document(mail.facts()))
                        .append("queuedAt", Date.from(clock.instant())));
    }
}
