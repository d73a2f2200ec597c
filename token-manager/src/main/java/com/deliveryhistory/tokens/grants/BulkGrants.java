package com.deliveryhistory.tokens.grants;

import static com.deliveryhistory.tokens.grants.GrantDocuments.ID;
import static com.deliveryhistory.tokens.grants.GrantDocuments.VERSION;
import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.in;

import com.deliveryhistory.events.CompanyId;
import com.deliveryhistory.events.GrantId;
import com.deliveryhistory.services.storage.AlreadyThere;
import com.deliveryhistory.tokens.grants.Grant.Unopened;
import com.mongodb.MongoBulkWriteException;
import com.mongodb.bulk.BulkWriteResult;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.InsertOneModel;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.WriteModel;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.bson.Document;

/** Many grants at a time: one round trip for all of them, each guarded as if it were alone. */
public final class BulkGrants {

    private final MongoCollection<Document> grants;
    private final MongoCollection<Document> companies;
    private final Consumer<StoredEvents> eventsStored;
    private final Consumer<GrantId> changed;

    BulkGrants(
            MongoCollection<Document> grants,
            MongoCollection<Document> companies,
            Consumer<StoredEvents> eventsStored,
            Consumer<GrantId> changed) {
        this.grants = grants;
        this.companies = companies;
        this.eventsStored = eventsStored;
        this.changed = changed;
    }

    /** A grant as it was read, and what is to become of it. */
    public record Saving(Grant read, Change change) {}

    /** Those of the grants that are stored. */
    public Map<GrantId, Grant> find(Collection<GrantId> ids) {
        Map<GrantId, Grant> found = new HashMap<>();
        grants.find(in(ID, ids.stream().map(GrantId::toString).toList()))
                .map(GrantDocuments::read)
                .forEach(grant -> found.put(grant.id(), grant));
        return found;
    }

    /** A grant of those that were found; nobody opted in if it is not among them. */
    public static Grant of(Map<GrantId, Grant> found, GrantId id) {
        Grant grant = found.get(id);
        return grant == null ? new Unopened(id, 0, Horizons.NONE) : grant;
    }

    /** What is remembered of companies as a whole, of those where anything is. */
    public Map<CompanyId, Remembered> remembered(Collection<CompanyId> ids) {
        Map<CompanyId, Remembered> found = new HashMap<>();
        companies
                .find(in(ID, ids.stream().map(CompanyId::value).toList()))
                .forEach(document ->
                        found.put(new CompanyId(document.getString(ID)), GrantDocuments.readRemembered(document)));
        return found;
    }

    /**
     * Saves each unless someone saved since it was read. The grants are all different.
     *
     * @return those that were saved for certain; any other may have been saved or not
     */
    public Set<GrantId> save(List<Saving> savings) {
        if (savings.isEmpty()) {
            return Set.of();
        }
        List<Write> writes = savings.stream().map(Write::of).toList();
        BulkWriteResult result = write(writes);
        Set<GrantId> saved = new HashSet<>();
        // which ones were is not told
        addIfAll(saved, writes.stream().filter(Write::isNew).toList(), result.getInsertedCount());
        addIfAll(saved, writes.stream().filter(write -> !write.isNew()).toList(), result.getMatchedCount());
        tellOfEvents(writes, saved);
        return saved;
    }

    private void tellOfEvents(List<Write> writes, Set<GrantId> saved) {
        List<GrantId> toTell = new ArrayList<>();
        Map<GrantId, List<StoredEvent>> first = new HashMap<>();
        for (Write write : writes) {
            if (!write.events().isEmpty()) {
                toTell.add(write.grant());
                if (write.isNew() && saved.contains(write.grant())) {
                    first.put(write.grant(), write.events());
                }
            }
        }
        if (!toTell.isEmpty()) {
            eventsStored.accept(new StoredEvents(toTell, first));
        }
    }

    private static void addIfAll(Set<GrantId> saved, List<Write> some, int number) {
        if (some.size() == number) {
            some.forEach(write -> saved.add(write.grant()));
        }
    }

    private BulkWriteResult write(List<Write> writes) {
        try {
            return grants.bulkWrite(writes.stream().map(Write::model).toList(), new BulkWriteOptions().ordered(false));
        } catch (MongoBulkWriteException e) {
            if (AlreadyThere.isAll(e)) { // inserted by others
                return e.getWriteResult();
            }
            throw e;
        } finally {
            writes.forEach(write -> changed.accept(write.grant()));
        }
    }

    /** A saving as the store gets it. */
    private record Write(Grant read, FieldChanges changes, List<StoredEvent> events) {

        static Write of(Saving saving) {
            FieldChanges changes =
                    GrantDocuments.changes(saving.read(), saving.change().next());
            List<StoredEvent> events = Outbox.written(saving.change().events());
            Outbox.add(changes, events);
            return new Write(saving.read(), changes, events);
        }

        GrantId grant() {
            return read.id();
        }

        boolean isNew() {
            return read.version() == 0;
        }

        WriteModel<Document> model() {
            String id = grant().toString();
            return isNew()
                    ? new InsertOneModel<>(changes.insert(id))
                    : new UpdateOneModel<>(and(eq(ID, id), eq(VERSION, read.version())), changes.update());
        }
    }
}
