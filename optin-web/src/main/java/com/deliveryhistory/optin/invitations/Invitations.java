package com.deliveryhistory.optin.invitations;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.exists;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Filters.or;

import com.deliveryhistory.events.CompanyId;
import com.deliveryhistory.optin.accounts.EmailAddress;
import com.deliveryhistory.optin.accounts.Member.Role;
import com.deliveryhistory.optin.storage.Inserts;
import com.deliveryhistory.optin.storage.NamesPeople;
import com.deliveryhistory.optin.storage.OfCompanies;
import com.deliveryhistory.optin.storage.OfPeople;
import com.deliveryhistory.optin.storage.Person;
import com.deliveryhistory.services.storage.Deletion;
import com.deliveryhistory.services.storage.Indexed;
import com.deliveryhistory.services.storage.TtlIndex;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.Updates;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.springframework.stereotype.Repository;

/** The invitations that are neither accepted nor revoked. Of a link's secret only the hash is kept. */
@Repository
class Invitations implements OfCompanies, NamesPeople, OfPeople, Indexed {

    private static final int SWEPT_AT_ONCE = 50;
    private static final long DAYS_KEPT_AFTER_EXPIRY = 30;

    private static final String COMPANY = "company";
    private static final String EMAIL = "email";
    private static final String ROLE = "role";
    private static final String INVITED_BY = "invitedBy";
    private static final String LANGUAGE = "language";
    private static final String INVITED_AT = "invitedAt";
    private static final String EXPIRES_AT = "expiresAt";
    private static final String SECRET_HASH = "secretHash";
    private static final String MAIL_QUEUED = "mailQueued";
    private static final String ACCEPTED_AS = "acceptedAs";
    private static final String ACCEPTED_AT = "acceptedAt";

    private final MongoCollection<Document> invitations;

    Invitations(MongoDatabase database) {
        this.invitations = database.getCollection("invitations");
    }

    @Override
    public void createIndexes() {
        invitations.createIndex(Indexes.ascending(COMPANY, "_id"));
        invitations.createIndex(Indexes.ascending(SECRET_HASH));
        invitations.createIndex(Indexes.ascending(MAIL_QUEUED, INVITED_AT));
        invitations.createIndex(Indexes.ascending(ACCEPTED_AS), new IndexOptions().sparse(true));
        invitations.createIndex(Indexes.ascending(ACCEPTED_AT), new IndexOptions().sparse(true));
        TtlIndex.create(invitations, EXPIRES_AT, Duration.ofDays(DAYS_KEPT_AFTER_EXPIRY));
    }

    /**
     * Puts an invitation in place of the one that the address had to the company, whose link is of no use from then on;
     * false, and nothing done, if that one is being accepted.
     */
    boolean put(Invitation invitation, String secretHash) {
        Document document = new Document("_id", invitation.id())
                .append(COMPANY, invitation.company().value())
                .append(EMAIL, invitation.email().value())
                .append(ROLE, invitation.role().name())
                .append(INVITED_BY, invitation.invitedBy())
                .append(LANGUAGE, invitation.language().toLanguageTag())
                .append(INVITED_AT, Date.from(invitation.invitedAt()))
                .append(EXPIRES_AT, Date.from(invitation.expiresAt()))
                .append(SECRET_HASH, secretHash)
                .append(MAIL_QUEUED, false);
        return Inserts.insertIfAbsent(invitations, document)
                || invitations
                                .replaceOne(open(invitation.company(), invitation.email()), document)
                                .getMatchedCount()
                        == 1;
    }

    /** Notes that nothing is to be mailed any more; without effect if the link was replaced since. */
    void mailQueued(Invitation invitation, String secretHash) {
        invitations.updateOne(
                and(eq("_id", invitation.id()), eq(SECRET_HASH, secretHash)), Updates.set(MAIL_QUEUED, true));
    }

    /** Some that were made before then and whose mail was not queued, because the process ended in between. */
    List<Invitation> withoutMail(Instant before) {
        return invitations
                .find(and(eq(MAIL_QUEUED, false), lt(INVITED_AT, Date.from(before))))
                .limit(SWEPT_AT_ONCE)
                .map(Invitations::read)
                .into(new ArrayList<>());
    }

    /** The company's, by address. */
    List<Invitation> of(CompanyId company, int limit) {
        return invitations
                .find(and(eq(COMPANY, company.value()), exists(ACCEPTED_AS, false)))
                .sort(Sorts.ascending("_id"))
                .limit(limit)
                .map(Invitations::read)
                .into(new ArrayList<>());
    }

    /** The invitation of an address; empty if there is none, or it is being accepted. */
    Optional<Invitation> find(CompanyId company, EmailAddress email) {
        return Optional.ofNullable(invitations.find(open(company, email)).first())
                .map(Invitations::read);
    }

    /** Whether the invitation of an address is being accepted. */
    boolean isReserved(CompanyId company, EmailAddress email) {
        return invitations
                        .find(and(eq("_id", Invitation.id(company, email)), exists(ACCEPTED_AS)))
                        .first()
                != null;
    }

    /** The invitation that a link leads to. */
    Optional<Invitation> find(String secretHash, Instant now) {
        return Optional.ofNullable(invitations
                        .find(and(eq(SECRET_HASH, secretHash), gt(EXPIRES_AT, Date.from(now))))
                        .first())
                .map(Invitations::read);
    }

    /** As whom the invitation was accepted, which may have been cut off; empty: nobody has tried. */
    Optional<String> acceptedAs(String secretHash) {
        return Optional.ofNullable(invitations.find(eq(SECRET_HASH, secretHash)).first())
                .map(invitation -> invitation.getString(ACCEPTED_AS));
    }

    /** Reserves the invitation for one sign-in name; false if it is another's, or was replaced, revoked or expired. */
    boolean claim(String secretHash, String key, Instant now) {
        return invitations
                        .updateOne(
                                and(
                                        eq(SECRET_HASH, secretHash),
                                        gt(EXPIRES_AT, Date.from(now)),
                                        or(exists(ACCEPTED_AS, false), eq(ACCEPTED_AS, key))),
                                Updates.combine(
                                        Updates.set(ACCEPTED_AS, key), Updates.set(ACCEPTED_AT, Date.from(now))))
                        .getMatchedCount()
                == 1;
    }

    /**
     * An invitation that is reserved.
     *
     * @param key of the sign-in name that it is reserved for
     */
    record Claimed(Invitation invitation, String secretHash, String key, Instant at) {}

    /** Has the time of reservations begin now that were made by an earlier version, which noted none. */
    void timeReservations(Instant now) {
        invitations.updateMany(
                and(gt(ACCEPTED_AS, ""), exists(ACCEPTED_AT, false)), Updates.set(ACCEPTED_AT, Date.from(now)));
    }

    /** Some that were reserved before then, and neither accepted to the end nor released. */
    List<Claimed> claimedBefore(Instant before) {
        return invitations
                .find(lt(ACCEPTED_AT, Date.from(before)))
                .limit(SWEPT_AT_ONCE)
                .map(claimed -> new Claimed(
                        read(claimed),
                        claimed.getString(SECRET_HASH),
                        claimed.getString(ACCEPTED_AS),
                        Objects.requireNonNull(claimed.getDate(ACCEPTED_AT)).toInstant()))
                .into(new ArrayList<>());
    }

    /** Takes the reservation back. */
    void release(String secretHash, String key) {
        invitations.updateOne(
                and(eq(SECRET_HASH, secretHash), eq(ACCEPTED_AS, key)),
                Updates.combine(Updates.unset(ACCEPTED_AS), Updates.unset(ACCEPTED_AT)));
    }

    /** Hash of the link's secret; empty: there is no invitation, or it is being accepted. */
    Optional<String> openLink(CompanyId company, EmailAddress email) {
        return Optional.ofNullable(invitations.find(open(company, email)).first())
                .map(invitation -> invitation.getString(SECRET_HASH));
    }

    /** Ends the invitation; false if there is none, or it is being accepted. */
    boolean remove(CompanyId company, EmailAddress email) {
        return invitations.deleteOne(open(company, email)).getDeletedCount() == 1;
    }

    private static Bson open(CompanyId company, EmailAddress email) {
        return and(eq("_id", Invitation.id(company, email)), exists(ACCEPTED_AS, false));
    }

    /** Ends the invitation that the link led to, and no later one of the same address. */
    void remove(String secretHash) {
        invitations.deleteOne(eq(SECRET_HASH, secretHash));
    }

    @Override
    public String what() {
        return "invitations";
    }

    @Override
    public int eraseSome(CompanyId company) {
        return Deletion.some(invitations, eq(COMPANY, company.value()), STEP);
    }

    /** The person's own invitation, the accepting of which was cut off at its end. */
    @Override
    public void erase(Person person) {
        of(person, invitation -> {
            if (person.isNamedBy(invitation.getString(EMAIL)) || person.isNamedBy(invitation.getString(ACCEPTED_AS))) {
                invitations.deleteOne(eq("_id", invitation.getString("_id")));
            }
        });
    }

    @Override
    public void rename(Person person, String pseudonym) {
        of(person, invitation -> {
            if (person.isNamedBy(invitation.getString(INVITED_BY))) {
                invitations.updateOne(eq("_id", invitation.getString("_id")), Updates.set(INVITED_BY, pseudonym));
            }
        });
    }

    private void of(Person person, Consumer<Document> each) {
        invitations.find(eq(COMPANY, person.company().value())).forEach(each);
    }

    private static Invitation read(Document invitation) {
        return new Invitation(
                new CompanyId(invitation.getString(COMPANY)),
                new EmailAddress(invitation.getString(EMAIL)),
                Role.valueOf(invitation.getString(ROLE)),
                invitation.getString(INVITED_BY),
                Locale.forLanguageTag(invitation.getString(LANGUAGE)),
                Objects.requireNonNull(invitation.getDate(INVITED_AT)).toInstant(),
                Objects.requireNonNull(invitation.getDate(EXPIRES_AT)).toInstant());
    }
}
