package com.deliveryhistory.history.collection;

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
        this.collections = database.getCollection("collections", StoredCollection.class);
    }

    /** Packages from before are about to be deleted. What was deleted earlier stays so, for however long they are kept now. */
    public void note(CompanyId company, Instant before, int days) {
        collections.updateMany(
                Filters.and(
                        Filters.eq("companyId", company.value()),
                        Filters.or(Filters.exists("retention", false), Filters.lte("retention.before", before))),
                Updates.set("retention", new Retention(before, days)));
    }
}
