package com.deliveryhistory.tokens.grants;

import static com.deliveryhistory.tokens.grants.GrantDocuments.ACTIVE;
import static com.deliveryhistory.tokens.grants.GrantDocuments.APPLICATION;
import static com.deliveryhistory.tokens.grants.GrantDocuments.ATTEMPT;
import static com.deliveryhistory.tokens.grants.GrantDocuments.ATTEMPT_STARTED_AT;
import static com.deliveryhistory.tokens.grants.GrantDocuments.COMPANY;
import static com.deliveryhistory.tokens.grants.GrantDocuments.ERASED_AT;
import static com.deliveryhistory.tokens.grants.GrantDocuments.ERASED_PEOPLE;
import static com.deliveryhistory.tokens.grants.GrantDocuments.FAILURES;
import static com.deliveryhistory.tokens.grants.GrantDocuments.FENCE;
import static com.deliveryhistory.tokens.grants.GrantDocuments.GENERATION;
import static com.deliveryhistory.tokens.grants.GrantDocuments.HANDED_OUT_AT;
import static com.deliveryhistory.tokens.grants.GrantDocuments.ID;
import static com.deliveryhistory.tokens.grants.GrantDocuments.LEASED_UNTIL;
import static com.deliveryhistory.tokens.grants.GrantDocuments.NAME_KEY;
import static com.deliveryhistory.tokens.grants.GrantDocuments.NEXT_NOTICE_AT;
import static com.deliveryhistory.tokens.grants.GrantDocuments.NEXT_REFRESH_AT;
import static com.deliveryhistory.tokens.grants.GrantDocuments.PASSWORD_CHANGED_AT;
import static com.deliveryhistory.tokens.grants.GrantDocuments.PSEUDONYM;
import static com.deliveryhistory.tokens.grants.GrantDocuments.STATE;
import static com.deliveryhistory.tokens.grants.GrantDocuments.TOKENS;
import static com.deliveryhistory.tokens.grants.GrantDocuments.UNREADABLE_SINCE;
import static com.deliveryhistory.tokens.grants.GrantDocuments.VERSION;
import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.exists;
import static com.mongodb.client.model.Filters.lte;
import static com.mongodb.client.model.Filters.nin;
import static com.mongodb.client.model.Filters.or;

import com.deliveryhistory.events.Application;
import com.deliveryhistory.events.CompanyId;
import com.deliveryhistory.events.GrantId;
import com.deliveryhistory.services.storage.AlreadyThere;
import com.deliveryhistory.services.storage.Indexed;
import com.deliveryhistory.services.tracing.Traces;
import com.deliveryhistory.tokens.custody.EncryptedTokens;
import com.deliveryhistory.tokens.custody.StoredTokens;
import com.deliveryhistory.tokens.grants.Grant.Active;
import com.deliveryhistory.tokens.grants.Grant.Unopened;
import com.mongodb.MongoWriteException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.bson.types.Binary;

/**
 * All grants. Every write is one update of one document and carries its guard, so that nothing that was decided on an
 * older state can overwrite a newer one.
 */
public final class Grants implements StoredTokens, Indexed {

    private final MongoCollection<Document> grants;
    private final MongoCollection<Document> companies;
    private final Consumer<StoredEvents> eventsStored;
    private final List<Consumer<GrantId>> watchers = new CopyOnWriteArrayList<>();

    /**
     * Takes the collections to work on.
     *
     * @param companies what is known of companies as a whole
     * @param eventsStored is told of grants that have events to send
     */
    public Grants(
            MongoCollection<Document> grants,
            MongoCollection<Document> companies,
            Consumer<StoredEvents> eventsStored) {
        this.grants = grants;
        this.companies = companies;
        this.eventsStored = eventsStored;
    }

    /** The same grants, many at a time. */
    public BulkGrants inBulk() {
        return new BulkGrants(grants, companies, eventsStored, this::tellWatchers);
    }

    /**
     * Has somebody told of every grant that this instance may have changed the state or the tokens of, before whoever
     * changed it goes on.
     */
    public void watch(Consumer<GrantId> watcher) {
        watchers.add(watcher);
    }

    private void tellWatchers(GrantId grant) {
        watchers.forEach(watcher -> watcher.accept(grant));
    }

    @Override
    public void createIndexes() {
        grants.createIndex(Indexes.ascending(STATE, APPLICATION, NEXT_REFRESH_AT));
        grants.createIndex(Indexes.ascending(NEXT_NOTICE_AT), new IndexOptions().sparse(true));
        grants.createIndex(Indexes.ascending(COMPANY, APPLICATION));
        grants.createIndex(Indexes.ascending(STATE, APPLICATION, ID));
        grants.createIndex(Indexes.ascending(ATTEMPT_STARTED_AT), new IndexOptions().sparse(true));
        grants.createIndex(Indexes.ascending(UNREADABLE_SINCE), new IndexOptions().sparse(true));
        grants.createIndex(Indexes.ascending(Outbox.RELAY_AT), new IndexOptions().sparse(true));
        grants.createIndex(Indexes.ascending(Outbox.REPEAT_AT), new IndexOptions().sparse(true));
    }

    public Grant find(GrantId id) {
        Document document = grants.find(eq(ID, id.toString())).first();
        return document == null ? new Unopened(id, 0, Horizons.NONE) : GrantDocuments.read(document);
    }

    public List<Grant> ofCompany(CompanyId company) {
        return grants.find(eq(COMPANY, company.value()))
                .map(GrantDocuments::read)
                .into(new ArrayList<>());
    }

    /**
     * Saves what follows from the grant as it is stored; that is decided anew whenever someone else saves meanwhile.
     *
     * @param decision what follows from a grant; empty: nothing
     * @return what was saved; empty if nothing was to be
     */
    public Optional<Change> change(GrantId id, Function<Grant, Optional<Change>> decision) {
        while (true) {
            Grant grant = find(id);
            Optional<Change> change = decision.apply(grant);
            if (change.isEmpty() || save(grant, change.get())) {
                return change;
            }
        }
    }

    /** Saves unless someone saved since the grant was read. */
    public boolean save(Grant read, Change change) {
        return save(read, change, eq(VERSION, read.version()));
    }

    /** Saves unless someone saved since the grant was read, or took over the lease. */
    public boolean save(Lease lease, Grant read, Change change) {
        return save(read, change, and(eq(VERSION, read.version()), eq(FENCE, lease.fence())));
    }

    private boolean save(Grant read, Change change, Bson guard) {
        FieldChanges changes = GrantDocuments.changes(read, change.next());
        Outbox.add(changes, Outbox.written(change.inTrace(Traces.current()).events()));
        Bson filter = and(eq(ID, read.id().toString()), guard);
        UpdateOptions insertIfNew = new UpdateOptions().upsert(read.version() == 0);
        try {
            var result = grants.updateOne(filter, changes.update(), insertIfNew);
            boolean saved = result.getMatchedCount() > 0 || result.getUpsertedId() != null;
            if (saved && !change.events().isEmpty()) {
                eventsStored.accept(StoredEvents.of(read.id()));
            }
            return saved;
        } catch (MongoWriteException e) {
            if (AlreadyThere.is(e)) {
                return false; // someone else inserted it
            }
            throw e;
        } finally {
            tellWatchers(read.id()); // also if nobody knows what came of it
        }
    }

    /**
     * Takes the right to refresh this generation and stores the intent, in one update. The grant is due again when the
     * lease ends, so that an attempt that is cut off is found like any due one.
     *
     * @return empty if the grant has moved on or somebody else holds the lease
     */
    public Optional<Lease> lease(Active grant, Attempt attempt, Instant until) {
        Document before = grants.findOneAndUpdate(
                and(sameGeneration(grant), free(attempt.startedAt())),
                Updates.combine(
                        Updates.inc(FENCE, 1L),
                        Updates.unset(UNREADABLE_SINCE),
                        Updates.set(LEASED_UNTIL, Date.from(until)),
                        Updates.set(NEXT_REFRESH_AT, Date.from(until)),
                        Updates.set(ATTEMPT, GrantDocuments.write(attempt))));
        return Optional.ofNullable(before).map(document -> GrantDocuments.readLease(document, attempt));
    }

    /**
     * Gives the lease back without a result.
     *
     * @param tokenUntouched whether UPS certainly has not used up the token, so that the intent can be forgotten
     * @return false if the lease was lost
     */
    public boolean giveBack(Lease lease, Instant nextRefreshAt, boolean tokenUntouched) {
        List<Bson> updates = new ArrayList<>(List.of(
                Updates.unset(LEASED_UNTIL),
                Updates.set(NEXT_REFRESH_AT, Date.from(nextRefreshAt)),
                Updates.inc(FAILURES, 1),
                Updates.inc(VERSION, 1L)));
        if (tokenUntouched && !lease.triedBefore()) {
            updates.add(Updates.unset(ATTEMPT));
        }
        return grants.updateOne(and(sameGeneration(lease.grant()), eq(FENCE, lease.fence())), Updates.combine(updates))
                        .getMatchedCount()
                > 0;
    }

    /** Puts off a refresh that could not even be tried. Does nothing if the grant has moved on. */
    public void putOff(Active grant, Instant nextRefreshAt) {
        grants.updateOne(
                and(sameGeneration(grant), eq(VERSION, grant.version())),
                Updates.combine(
                        Updates.set(NEXT_REFRESH_AT, Date.from(nextRefreshAt)),
                        Updates.inc(FAILURES, 1),
                        Updates.inc(VERSION, 1L)));
    }

    /**
     * Notes that the grant's tokens cannot be opened, and tries again later. Nothing else about it changes; the note
     * goes when a refresh can open them. Does nothing if the grant has moved on.
     */
    public void unreadable(Active grant, Instant now, Instant nextRefreshAt) {
        grants.updateOne(
                and(sameGeneration(grant), eq(VERSION, grant.version())),
                Updates.combine(
                        Updates.min(UNREADABLE_SINCE, Date.from(now)),
                        Updates.set(NEXT_REFRESH_AT, Date.from(nextRefreshAt)),
                        Updates.inc(FAILURES, 1),
                        Updates.inc(VERSION, 1L)));
    }

    /**
     * Notes that the grant's tokens cannot be opened, if nobody did before, and makes it due: the refresh goes on from
     * here, and takes the note back when it can open them. Does nothing if the grant has moved on or is leased.
     */
    public void foundUnreadable(Active grant, Instant now) {
        grants.updateOne(
                and(sameGeneration(grant), exists(UNREADABLE_SINCE, false), free(now)),
                Updates.combine(
                        Updates.set(UNREADABLE_SINCE, Date.from(now)),
                        Updates.min(NEXT_REFRESH_AT, Date.from(now)),
                        Updates.inc(VERSION, 1L)));
    }

    /**
     * Notes that a token was handed out, and that it is to be refreshed by then; whoever is refreshing it sees to that.
     * Does nothing if the grant moved on.
     */
    public void handedOut(Active grant, Instant at, Instant refreshBy) {
        Bson noted = Updates.combine(Updates.set(HANDED_OUT_AT, Date.from(at)), Updates.inc(VERSION, 1L));
        boolean free = grants.updateOne(
                                and(sameGeneration(grant), free(at)),
                                Updates.combine(noted, Updates.min(NEXT_REFRESH_AT, Date.from(refreshBy))))
                        .getMatchedCount()
                > 0;
        if (!free) {
            grants.updateOne(sameGeneration(grant), noted);
        }
    }

    private static Bson free(Instant at) {
        return or(exists(LEASED_UNTIL, false), lte(LEASED_UNTIL, Date.from(at)));
    }

    /** The application's grants whose refresh is due, longest due first. */
    public List<Active> due(Application application, Instant now, int limit) {
        return active(and(eq(STATE, ACTIVE), eq(APPLICATION, application.value()), dueAt(now)), NEXT_REFRESH_AT, limit);
    }

    /** The same for grants of all applications but these. */
    public List<Active> dueExcept(Set<Application> applications, Instant now, int limit) {
        List<String> names = applications.stream().map(Application::value).toList();
        return active(and(eq(STATE, ACTIVE), nin(APPLICATION, names), dueAt(now)), NEXT_REFRESH_AT, limit);
    }

    /** Grants of which there is something to tell as time passes, see {@link Active#nextNotice}. */
    public List<Active> toBeTold(Instant now, int limit) {
        return active(lte(NEXT_NOTICE_AT, Date.from(now)), NEXT_NOTICE_AT, limit);
    }

    private static Bson dueAt(Instant now) {
        return lte(NEXT_REFRESH_AT, Date.from(now));
    }

    private List<Active> active(Bson filter, String order, int limit) {
        List<Active> found = new ArrayList<>();
        grants.find(filter)
                .sort(Sorts.ascending(order))
                .limit(limit)
                .map(GrantDocuments::read)
                .forEach(grant -> {
                    if (grant instanceof Active active) {
                        found.add(active);
                    }
                });
        return found;
    }

    public boolean holdsTokens(CompanyId company) {
        return grants.find(and(eq(COMPANY, company.value()), exists(TOKENS)))
                        .projection(Projections.include(ID))
                        .first()
                != null;
    }

    @Override
    public List<Stored> tokensOf(CompanyId company) {
        return grants.find(and(eq(COMPANY, company.value()), exists(TOKENS)))
                .projection(Projections.include(VERSION, GENERATION, TOKENS))
                .map(GrantDocuments::readTokens)
                .into(new ArrayList<>());
    }

    @Override
    public boolean replace(Stored read, EncryptedTokens next) {
        return grants.updateOne(
                                and(eq(ID, read.grant().toString()), eq(VERSION, read.version()), exists(TOKENS)),
                                Updates.combine(
                                        Updates.set(TOKENS, new Binary(next.ciphertext())), Updates.inc(VERSION, 1L)))
                        .getMatchedCount()
                > 0;
    }

    public Remembered remembered(CompanyId company) {
        Document document = companies.find(is(company)).first();
        return document == null ? Remembered.NOTHING : GrantDocuments.readRemembered(document);
    }

    public void rememberPasswordChange(CompanyId company, Instant at) {
        remember(company, Updates.max(PASSWORD_CHANGED_AT, Date.from(at)));
    }

    /** Remembers that the company was erased, and forgets whom of it: what was authorised before names nobody from now on. */
    public void rememberErasure(CompanyId company, Instant at) {
        remember(
                company,
                Updates.combine(
                        Updates.max(ERASED_AT, Date.from(at)), Updates.unset(ERASED_PEOPLE), Updates.unset(NAME_KEY)));
    }

    private void remember(CompanyId company, Bson news) {
        companies.updateOne(is(company), news, new UpdateOptions().upsert(true));
    }

    /**
     * Remembers that somebody of the company was erased.
     *
     * @param pseudonym stands in place of the name from now on, in all that was authorised before
     */
    public void rememberErasure(CompanyId company, String signInName, String pseudonym, Instant at) {
        boolean remembered = false;
        while (!remembered) {
            String key = nameKey(company);
            String person = ERASED_PEOPLE + "." + ErasedPeople.code(key, signInName) + ".";
            remembered = companies
                            .updateOne(
                                    and(is(company), eq(NAME_KEY, key)), // it goes when the company is erased
                                    Updates.combine(
                                            Updates.set(person + PSEUDONYM, pseudonym),
                                            Updates.max(person + ERASED_AT, Date.from(at))))
                            .getMatchedCount()
                    > 0;
        }
    }

    /** The company's key of names, which is made if there is none. */
    private String nameKey(CompanyId company) {
        String known = remembered(company).people().key();
        while (known.isEmpty()) {
            try {
                companies.updateOne(
                        and(is(company), exists(NAME_KEY, false)),
                        Updates.set(NAME_KEY, ErasedPeople.newKey()),
                        new UpdateOptions().upsert(true));
            } catch (MongoWriteException e) {
                if (!AlreadyThere.is(e)) {
                    throw e;
                } // somebody else was quicker
            }
            known = remembered(company).people().key();
        }
        return known;
    }

    private static Bson is(CompanyId company) {
        return eq(ID, company.value());
    }

    private static Bson sameGeneration(Active grant) {
        return and(eq(ID, grant.id().toString()), eq(STATE, ACTIVE), eq(GENERATION, grant.generation()));
    }
}
