package com.deliveryhistory.optin.throttling;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gt;

import com.deliveryhistory.services.storage.Indexed;
import com.deliveryhistory.services.storage.TtlIndex;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import java.time.Clock;
import java.time.Duration;
import java.util.Date;
import org.bson.Document;
import org.springframework.stereotype.Repository;

/** Which browser somebody signed in to which account with. Holds neither names nor what is in the cookie. */
@Repository
class KnownDevices implements Indexed {

    private final MongoCollection<Document> devices;
    private final ThrottleSettings settings;
    private final Clock clock;

    KnownDevices(MongoDatabase database, ThrottleSettings settings, Clock clock) {
        this.devices = database.getCollection("knownDevices");
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public void createIndexes() {
        TtlIndex.create(devices, "until", Duration.ZERO);
    }

    boolean isKnown(String deviceOfAccount) {
        return devices.find(and(eq("_id", deviceOfAccount), gt("until", Date.from(clock.instant()))))
                        .first()
                != null;
    }

    void remember(String deviceOfAccount) {
        devices.updateOne(
                eq("_id", deviceOfAccount),
                Updates.set("until", Date.from(clock.instant().plus(settings.deviceKnownFor()))),
                new UpdateOptions().upsert(true));
    }
}
