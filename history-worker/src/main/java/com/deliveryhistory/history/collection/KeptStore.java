package com.deliveryhistory.history.collection;

import static com.deliveryhistory.history.collection.CollectionFields.COLLECTION;
import static com.deliveryhistory.history.collection.CollectionFields.COMPANY;
import static com.deliveryhistory.history.collection.CollectionFields.RETENTION;
import static com.deliveryhistory.history.collection.CollectionFields.RETENTION_BEFORE;

import com.deliveryhistory.events.CompanyId;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import java.time.Instant;
import org.springframework.stereotype.Component;

/** What is noted in companies' collections of what is no longer kept. */
@Component
public final class KeptStore {

    private final MongoCollection<StoredCollection> collections;

    public KeptStore(MongoDatabase database) {
        this.collections = database.getCollection(COLLECTION, StoredCollection.class);
    }

    /** Packages from before are about to be deleted. What was deleted earlier stays so, for however long they are kept now. */
    public void note(CompanyId company, Instant before, int days) {
        collections.updateMany(
                Filters.and(
                        Filters.eq(COMPANY, company.value()),
                        Filters.or(Filters.exists(RETENTION, false), Filters.lte(RETENTION_BEFORE, before))),
                Updates.set(RETENTION, new Retention(before, days)));
    }
}
