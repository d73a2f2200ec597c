package com.deliveryhistory.history.records;

import com.deliveryhistory.events.CompanyId;
import com.deliveryhistory.events.GrantId;
import com.deliveryhistory.history.storage.CompanyKeys;
import com.deliveryhistory.history.storage.Erasable;
import com.deliveryhistory.services.storage.Deletion;
import com.deliveryhistory.services.storage.Indexed;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.Updates;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Component;

/**
 * The intakes under way. A record is listed here before it is stored and until the world has been told of it:
 * so whatever is stored has been told, or is found here by whoever comes after a process that ended in between. One
 * small document for all records of a page is what this costs, where a mark on each record would be written twice.
 */
@Component
public final class IntakeStore implements Indexed, Erasable {

    private static final int MOST_AT_ONCE = 20;

    private final MongoCollection<OpenIntake> intakes;

    public IntakeStore(MongoDatabase database) {
        this.intakes = database.getCollection("intakes", OpenIntake.class);
    }

    @Override
    public void createIndexes() {
        intakes.createIndex(Indexes.ascending("grant", "openedAt"));
    }

    @Override
    public String what() {
        return "intakes";
    }

    @Override
    public int eraseSome(CompanyId company, Instant until) {
        return Deletion.some(intakes, CompanyKeys.of(company, "grant"), MOST_AT_ONCE);
    }

    OpenIntake open(GrantId grant, List<String> records, Instant now) {
        OpenIntake opened = new OpenIntake(UUID.randomUUID().toString(), grant.toString(), now, records);
        intakes.insertOne(opened);
        return opened;
    }

    /** The world has been told of all of them. */
    void close(OpenIntake intake) {
        intakes.deleteOne(Filters.eq("_id", intake.id()));
    }

    /** The world has been told of all but these, which may yet be stored. */
    void keep(OpenIntake intake, List<String> left) {
        intakes.updateOne(Filters.eq("_id", intake.id()), Updates.set("records", left));
    }

    /** Those of a grant, oldest first. */
    List<OpenIntake> of(GrantId grant) {
        return intakes.find(Filters.eq("grant", grant.toString()))
                .sort(Sorts.ascending("openedAt"))
                .limit(MOST_AT_ONCE)
                .into(new ArrayList<>());
    }
}
