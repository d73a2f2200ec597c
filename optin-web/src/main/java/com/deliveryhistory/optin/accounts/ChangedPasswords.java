package com.deliveryhistory.optin.accounts;

import static com.mongodb.client.model.Filters.eq;

import com.deliveryhistory.optin.storage.UnfinishedActs;
import com.deliveryhistory.optin.storage.UnfinishedActs.Unfinished;
import com.deliveryhistory.services.storage.Indexed;
import com.deliveryhistory.services.storage.SignInNames;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Updates;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.bson.Document;
import org.springframework.stereotype.Repository;

/**
 * Sets passwords. What is to follow is noted by the same write, in the account's own document: so a process that ends right
 * after it leaves nothing open that the earlier password had opened.
 */
@Repository
public class ChangedPasswords implements Indexed {

    private static final String CHANGES = "passwordChanges";

    private final MongoCollection<Document> users;
    private final UnfinishedActs changes;

    ChangedPasswords(MongoDatabase database) {
        this.users = database.getCollection(Accounts.COLLECTION);
        this.changes = new UnfinishedActs(users, CHANGES);
    }

    @Override
    public void createIndexes() {
        changes.createIndex();
    }

    /** Sets another password; a mail address that waits to be confirmed does so no longer. */
    public void set(String name, String hash, Unfinished change) {
        users.updateOne(
                eq("_id", SignInNames.key(name)),
                Updates.combine(
                        Updates.set(Accounts.PASSWORD_HASH, hash),
                        Updates.unset(AddressChanges.PENDING),
                        changes.note(change)));
    }

    /**
     * What is left to do of the person's changes.
     *
     * @param alsoToTell whether that may be no more than to tell them
     */
    public List<Unfinished> of(String name, boolean alsoToTell) {
        return changes.unfinished(SignInNames.key(name), alsoToTell);
    }

    /**
     * Does what is left of a change.
     *
     * @param end closes what the earlier password had opened
     * @param tell tells the person; false if that has to wait
     */
    public void finish(String name, Unfinished change, Runnable end, BooleanSupplier tell) {
        changes.finish(SignInNames.key(name), change, end, tell);
    }

    /**
     * Sign-in names of some whose changes of before then have something left to do.
     *
     * @param alsoToTell whether that may be no more than to tell them
     */
    public List<String> cutOff(Instant before, boolean alsoToTell) {
        return changes.cutOff(before, alsoToTell).stream()
                .map(user -> Objects.requireNonNull(user.getString(Accounts.NAME)))
                .toList();
    }
}
