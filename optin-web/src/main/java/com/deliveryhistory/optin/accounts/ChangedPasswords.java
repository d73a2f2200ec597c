package com.deliveryhistory.optin.accounts;

import static com.mongodb.client.model.Filters.eq;

import com.deliveryhistory.optin.storage.UntoldFacts;
import com.deliveryhistory.services.storage.Indexed;
import com.deliveryhistory.services.storage.SignInNames;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Updates;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.bson.Document;
import org.springframework.stereotype.Repository;

/**
 * Sets passwords. What is to follow is noted by the same write, in the account's own document: so a process that ends right
 * after it leaves nothing open that the earlier password had opened.
 */
@Repository
public class ChangedPasswords implements Indexed {

    private static final String CHANGES = "passwordChanges";
    private static final String ID = "id";
    private static final String ENDED = "ended";

    private final MongoCollection<Document> users;
    private final UntoldFacts changes;

    ChangedPasswords(MongoDatabase database) {
        this.users = database.getCollection(Accounts.COLLECTION);
        this.changes = new UntoldFacts(users, CHANGES, ID);
    }

    @Override
    public void createIndexes() {
        changes.createIndex();
    }

    /**
     * A change of somebody's password of which something is left to do.
     *
     * @param id names the change
     * @param ended whether what the earlier password had opened is closed, and only the person is to be told
     */
    public record Change(String id, Instant at, boolean ended) {}

    /** Sets another password; a mail address that waits to be confirmed does so no longer. */
    public void set(String name, String hash, Change change) {
        users.updateOne(
                eq("_id", SignInNames.key(name)),
                Updates.combine(
                        Updates.set(Accounts.PASSWORD_HASH, hash),
                        Updates.unset(AddressChanges.PENDING),
                        changes.note(change.id(), change.at(), new Document(ENDED, change.ended()))));
    }

    /** What is left to do of the person's changes. */
    public List<Change> of(String name) {
        return changes.of(SignInNames.key(name)).stream()
                .map(fact -> new Change(changes.id(fact), UntoldFacts.at(fact), fact.getBoolean(ENDED, false)))
                .toList();
    }

    /** Notes that what the earlier password had opened is closed. */
    public void ended(String name, Change change) {
        changes.set(SignInNames.key(name), change.id(), ENDED, true);
    }

    /** Nothing is left to do; doing it again is harmless. */
    public void done(String name, Change change) {
        changes.told(SignInNames.key(name), change.id());
    }

    /**
     * Sign-in names of some whose changes of before then have something left to do.
     *
     * @param alsoToTell whether that may be no more than to tell them
     */
    public List<String> cutOff(Instant before, boolean alsoToTell) {
        return (alsoToTell ? changes.cutOff(before) : changes.cutOff(before, ENDED))
                .stream()
                        .map(user -> Objects.requireNonNull(user.getString(Accounts.NAME)))
                        .toList();
    }
}
