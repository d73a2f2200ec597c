package com.deliveryhistory.tokens.grants;

import static com.deliveryhistory.tokens.grants.GrantDocuments.ACTIVE;
import static com.deliveryhistory.tokens.grants.GrantDocuments.APPLICATION;
import static com.deliveryhistory.tokens.grants.GrantDocuments.ATTEMPT_STARTED_AT;
import static com.deliveryhistory.tokens.grants.GrantDocuments.NEXT_REFRESH_AT;
import static com.deliveryhistory.tokens.grants.GrantDocuments.STATE;
import static com.deliveryhistory.tokens.grants.GrantDocuments.UNREADABLE_SINCE;
import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.exists;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Filters.lte;

import com.deliveryhistory.events.GrantState;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Accumulators;
import com.mongodb.client.model.Aggregates;
import com.mongodb.client.model.CountOptions;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.Sorts;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.bson.Document;
import org.bson.conversions.Bson;

/** Counts grants. All but {@link #byState} cost as much as there is to count, and stop at 100,000. */
public final class GrantFigures {

    /** Nobody does anything else because of more. */
    private static final int MOST = 100_000;

    private final MongoCollection<Document> grants;

    public GrantFigures(MongoCollection<Document> grants) {
        this.grants = grants;
    }

    /** How many grants there are in each state of each application. Reads an index entry for every grant, no grant. */
    Map<StateOfApplication, Long> byState() {
        Map<StateOfApplication, Long> counts = new HashMap<>();
        grants.aggregate(List.of(
                        // by value and not by existence, so that the index alone can answer
                        Aggregates.match(in(
                                STATE,
                                Stream.of(GrantState.values())
                                        .map(GrantState::name)
                                        .toList())),
                        Aggregates.group(
                                new Document(STATE, "$" + STATE).append(APPLICATION, "$" + APPLICATION),
                                Accumulators.sum("count", 1L))))
                .forEach(group -> {
                    Document key = group.get("_id", Document.class);
                    counts.put(
                            new StateOfApplication(key.getString(STATE), key.getString(APPLICATION)),
                            group.get("count", Number.class).longValue());
                });
        return counts;
    }

    /** How many of the application's grants were due for a refresh at that time and still are. */
    long due(String application, Instant since) {
        return grants.countDocuments(dueFilter(application, since), new CountOptions().limit(MOST));
    }

    /** Since when the grant is due that is longest due; empty if none is. */
    Optional<Instant> longestDue(String application, Instant now) {
        return Optional.ofNullable(grants.find(dueFilter(application, now))
                        .sort(Sorts.ascending(NEXT_REFRESH_AT))
                        .projection(Projections.include(NEXT_REFRESH_AT))
                        .first())
                .map(grant -> GrantDocuments.instant(grant, NEXT_REFRESH_AT));
    }

    /** How many refreshes were begun before that time and have no clear end. */
    long attemptsFrom(Instant before) {
        return grants.countDocuments(lt(ATTEMPT_STARTED_AT, Date.from(before)), new CountOptions().limit(MOST));
    }

    /** How many grants' tokens cannot be opened. */
    long unreadable() {
        return grants.countDocuments(exists(UNREADABLE_SINCE), new CountOptions().limit(MOST));
    }

    private static Bson dueFilter(String application, Instant at) {
        return and(eq(STATE, ACTIVE), eq(APPLICATION, application), lte(NEXT_REFRESH_AT, Date.from(at)));
    }

    /** A state of grants of one application, as stored. */
    record StateOfApplication(String state, String application) {}
}
