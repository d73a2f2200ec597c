package com.deliveryhistory.optin.accounts;

import static com.deliveryhistory.optin.accounts.Accounts.EMAIL;
import static com.deliveryhistory.optin.accounts.Accounts.EMAIL_KEY;
import static com.deliveryhistory.optin.accounts.Accounts.NAME;
import static com.deliveryhistory.optin.accounts.Accounts.PROVED_EMAIL;
import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Filters.lte;

import com.deliveryhistory.optin.storage.UntoldFacts;
import com.deliveryhistory.services.storage.AlreadyThere;
import com.deliveryhistory.services.storage.Indexed;
import com.deliveryhistory.services.storage.SignInNames;
import com.mongodb.MongoWriteException;
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
import java.util.Optional;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Repository;

/**
 * Mail addresses that wait to be confirmed, and those that were and of which nobody has been told yet. Both lie in the
 * account's own document: so an address is confirmed, and will be told about, at once or not at all. Of a link's secret only
 * the hash is kept.
 */
@Repository
public class AddressChanges implements Indexed {

    private static final int SWEPT_AT_ONCE = 50;

    static final String PENDING = "pendingEmail";
    private static final String CONFIRMED = "confirmedEmails";
    private static final String ID = "id";
    private static final String LINK = "secretHash";
    private static final String LINK_MADE_AT = "linkMadeAt";
    private static final String EXPIRES_AT = "expiresAt";
    private static final String TOLD = "told";
    private static final String FROM = "from";

    private final MongoCollection<Document> users;
    private final UntoldFacts confirmed;

    AddressChanges(MongoDatabase database) {
        this.users = database.getCollection(Accounts.COLLECTION);
        this.confirmed = new UntoldFacts(users, CONFIRMED, ID);
    }

    @Override
    public void createIndexes() {
        IndexOptions ofFew = new IndexOptions().sparse(true);
        users.createIndex(Indexes.ascending(pending(LINK)), ofFew);
        users.createIndex(Indexes.ascending(pending(TOLD), pending(LINK_MADE_AT)), ofFew);
        users.createIndex(Indexes.ascending(pending(EXPIRES_AT)), ofFew);
        confirmed.createIndex();
    }

    /**
     * An address that counts as soon as its link is used.
     *
     * @param id names the change, whichever link it has
     * @param name sign-in name of whose it is to be
     * @param secretHash of the link that works
     * @param expiresAt when the link, and the change with it, is over
     */
    public record Pending(
            String id, String name, EmailAddress email, String secretHash, Instant linkMadeAt, Instant expiresAt) {

        /** Without the address. */
        @Override
        public String toString() {
            return "Pending[" + name + "]";
        }
    }

    /**
     * An address that was confirmed.
     *
     * @param id of what it was while it was pending
     * @param name sign-in name of whose it is
     * @param email the address
     * @param from the one that had counted; {@code null}: there was none
     */
    public record Confirmed(
            String id,
            String name,
            EmailAddress email,
            @Nullable String from,
            Instant at) {

        /** Without the addresses. */
        @Override
        public String toString() {
            return "Confirmed[" + name + "]";
        }
    }

    /** What came of a link. */
    public enum Outcome {
        CONFIRMED,
        /** The link was used or replaced, the change was cancelled, or its time is over. */
        GONE,
        /** Somebody else of the company has the address, and proved it. */
        TAKEN
    }

    /** Keeps an address that waits, in place of an earlier one, whose link is of no use from then on. */
    public void ask(Pending change) {
        users.updateOne(
                eq("_id", SignInNames.key(change.name())),
                Updates.set(
                        PENDING,
                        new Document(ID, change.id())
                                .append(EMAIL, change.email().value())
                                .append(LINK, change.secretHash())
                                .append(LINK_MADE_AT, Date.from(change.linkMadeAt()))
                                .append(EXPIRES_AT, Date.from(change.expiresAt()))
                                .append(TOLD, false)));
    }

    /** Gives the change another link; false if it has another one than this already, or is over. */
    public boolean renew(Pending change, String secretHash, Instant now, Instant expiresAt) {
        return users.updateOne(
                                open(change.name(), change.secretHash(), now),
                                Updates.combine(
                                        Updates.set(pending(LINK), secretHash),
                                        Updates.set(pending(LINK_MADE_AT), Date.from(now)),
                                        Updates.set(pending(EXPIRES_AT), Date.from(expiresAt)),
                                        Updates.set(pending(TOLD), false)))
                        .getModifiedCount()
                == 1;
    }

    /** Notes that its mails are queued; without effect if it has another link by now. */
    public void told(Pending change) {
        users.updateOne(
                and(eq("_id", SignInNames.key(change.name())), eq(pending(LINK), change.secretHash())),
                Updates.set(pending(TOLD), true));
    }

    /** What the person waits for. */
    public Optional<Pending> of(String name, Instant now) {
        return Optional.ofNullable(
                        users.find(and(eq("_id", SignInNames.key(name)), gt(pending(EXPIRES_AT), Date.from(now))))
                                .first())
                .map(AddressChanges::readPending);
    }

    /** Whether a link leads to a change that waits. */
    public boolean isOpen(String secretHash, Instant now) {
        return users.find(and(eq(pending(LINK), secretHash), gt(pending(EXPIRES_AT), Date.from(now))))
                        .first()
                != null;
    }

    /** Has this change wait no longer; false if it does not any more. */
    public boolean cancel(Pending change) {
        return users.updateOne(
                                and(eq("_id", SignInNames.key(change.name())), eq(pending(ID), change.id())),
                                Updates.unset(PENDING))
                        .getModifiedCount()
                == 1;
    }

    /** Makes the address the one that counts, if the link is the one that works. */
    public Outcome confirm(Account account, Pending change, Instant now) {
        Document addresses = new Document(EMAIL, change.email().value()).append(FROM, account.email());
        try {
            boolean done = users.updateOne(
                                    open(change.name(), change.secretHash(), now),
                                    Updates.combine(
                                            Updates.set(EMAIL, change.email().value()),
                                            Updates.set(
                                                    EMAIL_KEY, change.email().key()),
                                            Updates.set(
                                                    PROVED_EMAIL,
                                                    Accounts.proved(
                                                            account.member().companyId(),
                                                            change.email().key())),
                                            confirmed.note(change.id(), now, addresses),
                                            Updates.unset(PENDING)))
                            .getModifiedCount()
                    == 1;
            return done ? Outcome.CONFIRMED : Outcome.GONE;
        } catch (MongoWriteException e) {
            if (AlreadyThere.is(e)) {
                return Outcome.TAKEN;
            }
            throw e;
        }
    }

    /** Everybody was told; telling it again is harmless. */
    public void told(Confirmed change) {
        confirmed.told(SignInNames.key(change.name()), change.id());
    }

    /** What of the person's was confirmed, and perhaps not told. */
    public List<Confirmed> confirmedOf(String name) {
        return confirmed.of(SignInNames.key(name)).stream()
                .map(fact -> readConfirmed(name, fact))
                .toList();
    }

    /** Some whose links were made before then and not mailed, because the process ended, or too many mails waited. */
    public List<Pending> cutOff(Instant before, Instant now) {
        return users.find(and(
                        eq(pending(TOLD), false),
                        lt(pending(LINK_MADE_AT), Date.from(before)),
                        gt(pending(EXPIRES_AT), Date.from(now))))
                .limit(SWEPT_AT_ONCE)
                .map(AddressChanges::readPending)
                .into(new ArrayList<>());
    }

    /** Sign-in names of some whose addresses were confirmed before then without all being told. */
    public List<String> withUntold(Instant before) {
        return confirmed.cutOff(before).stream()
                .map(user -> Objects.requireNonNull(user.getString(NAME)))
                .toList();
    }

    /** Forgets what waits for too long. */
    public void forgetExpired(Instant now) {
        users.updateMany(lte(pending(EXPIRES_AT), Date.from(now)), Updates.unset(PENDING));
    }

    private static Bson open(String name, String secretHash, Instant now) {
        return and(
                eq("_id", SignInNames.key(name)),
                eq(pending(LINK), secretHash),
                gt(pending(EXPIRES_AT), Date.from(now)));
    }

    private static Pending readPending(Document user) {
        Document pending = user.get(PENDING, Document.class);
        return new Pending(
                pending.getString(ID),
                user.getString(NAME),
                new EmailAddress(pending.getString(EMAIL)),
                pending.getString(LINK),
                Objects.requireNonNull(pending.getDate(LINK_MADE_AT)).toInstant(),
                Objects.requireNonNull(pending.getDate(EXPIRES_AT)).toInstant());
    }

    private Confirmed readConfirmed(String name, Document fact) {
        return new Confirmed(
                confirmed.id(fact),
                name,
                new EmailAddress(fact.getString(EMAIL)),
                fact.getString(FROM),
                UntoldFacts.at(fact));
    }

    private static String pending(String field) {
        return PENDING + "." + field;
    }
}
