package com.deliveryhistory.optin.accounts;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.lt;

import com.deliveryhistory.services.storage.Indexed;
import com.deliveryhistory.services.storage.SignInNames;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.Updates;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.springframework.stereotype.Repository;

/**
 * Sets passwords. What is to follow is noted by the same write, in the account's own document: so a process that ends right
 * after it leaves nothing open that the earlier password had opened.
 */
@Repository
public class ChangedPasswords implements Indexed {

    private static final int SWEPT_AT_ONCE = 50;

    private static final String CHANGES = "passwordChanges";
    private static final String ID = "id";
    private static final String AT = "at";
    private static final String ENDED = "ended";

    private final MongoCollection<Document> users;

    ChangedPasswords(MongoDatabase database) {
        this.users = database.getCollection(Accounts.COLLECTION);
    }

    @Override
    public void createIndexes() {
        users.createIndex(Indexes.ascending(CHANGES + "." + AT), new IndexOptions().sparse(true));
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
                account(name),
                Updates.combine(
                        Updates.set(Accounts.PASSWORD_HASH, hash),
                        Updates.unset(AddressChanges.PENDING),
                        Updates.push(
                                CHANGES,
                                new Document(ID, change.id())
                                        .append(AT, Date.from(change.at()))
                                        .append(ENDED, change.ended()))));
    }

    /** What is left to do of the person's changes. */
    public List<Change> of(String name) {
        return users
                .find(account(name))
                .map(user -> user.getList(CHANGES, Document.class, List.of()))
                .into(new ArrayList<>())
                .stream()
                .flatMap(List::stream)
                .map(change -> new Change(
                        Objects.requireNonNull(change.getString(ID)),
                        Objects.requireNonNull(change.getDate(AT)).toInstant(),
                        change.getBoolean(ENDED, false)))
                .toList();
    }

    /** Notes that what the earlier password had opened is closed. */
    public void ended(String name, Change change) {
        users.updateOne(
                and(account(name), eq(CHANGES + "." + ID, change.id())), Updates.set(CHANGES + ".$." + ENDED, true));
    }

    /** Nothing is left to do; doing it again is harmless. */
    public void done(String name, Change change) {
        users.updateOne(account(name), Updates.pull(CHANGES, new Document(ID, change.id())));
    }

    /** Sign-in names of some whose changes of before then have something left to do. */
    public List<String> cutOff(Instant before) {
        return users.find(lt(CHANGES + "." + AT, Date.from(before)))
                .limit(SWEPT_AT_ONCE)
                .map(user -> Objects.requireNonNull(user.getString(Accounts.NAME)))
                .into(new ArrayList<>());
    }

    private static Bson account(String name) {
        return eq("_id", SignInNames.key(name));
    }
}
