package com.deliveryhistory.optin.credentials;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.lte;
import static com.mongodb.client.model.Sorts.ascending;

import com.deliveryhistory.optin.storage.Hashes;
import com.deliveryhistory.services.storage.Indexed;
import com.deliveryhistory.services.storage.TtlIndex;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.Updates;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import org.bson.Document;
import org.springframework.stereotype.Repository;

/**
 * What people typed who have forgotten their password, whether there is such an account or not, until it was seen to. Who
 * takes one has a while for it; after that, somebody else may.
 */
@Repository
class ForgottenRequests implements Indexed {

    private static final Duration LIFE = Duration.ofHours(1);
    private static final Duration LEASE = Duration.ofMinutes(1);

    private static final String TYPED = "typed";
    private static final String DUE_AT = "dueAt";
    private static final String EXPIRES_AT = "expiresAt";

    private final MongoCollection<Document> requests;
    private final Clock clock;

    ForgottenRequests(MongoDatabase database, Clock clock) {
        this.requests = database.getCollection("forgottenPasswords");
        this.clock = clock;
    }

    @Override
    public void createIndexes() {
        requests.createIndex(Indexes.ascending(DUE_AT));
        TtlIndex.create(requests, EXPIRES_AT, Duration.ZERO);
    }

    /** One of them. */
    record Request(String id, String typed) {

        /** Without what was typed. */
        @Override
        public String toString() {
            return "Request[" + id + "]";
        }
    }

    /** Stores what was typed; it is taken already. */
    Request add(String typed) {
        Instant now = clock.instant();
        Request request = new Request(Hashes.newSecret(), typed);
        requests.insertOne(new Document("_id", request.id())
                .append(TYPED, typed)
                .append(DUE_AT, Date.from(now.plus(LEASE)))
                .append(EXPIRES_AT, Date.from(now.plus(LIFE))));
        return request;
    }

    /** Takes one that nobody sees to: the process has ended, or it did not work; empty: there is none. */
    Optional<Request> take() {
        Instant now = clock.instant();
        return Optional.ofNullable(requests.findOneAndUpdate(
                        and(lte(DUE_AT, Date.from(now)), gt(EXPIRES_AT, Date.from(now))),
                        Updates.set(DUE_AT, Date.from(now.plus(LEASE))),
                        new FindOneAndUpdateOptions().sort(ascending(DUE_AT))))
                .map(request -> new Request(request.getString("_id"), request.getString(TYPED)));
    }

    /** It was seen to. */
    void remove(Request request) {
        requests.deleteOne(eq("_id", request.id()));
    }
}
