package com.deliveryhistory.history.retention;

import com.deliveryhistory.events.CompanyId;
import com.deliveryhistory.services.storage.AlreadyThere;
import com.mongodb.MongoWriteException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.ReturnDocument;
import com.mongodb.client.model.Updates;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** How far the deleting of what is too old has come, and who does it: one document, for it is done by one instance. */
@Component
final class RetentionStore {

    private static final String ID = "old packages";
    private static final String NEXT_AT = "nextAt";
    private static final String LEASE_UNTIL = "leaseUntil";
    private static final String FENCE = "fence";
    private static final String AFTER = "after";
    private static final String DONE_AT = "doneAt";

    private final MongoCollection<Document> retention;

    RetentionStore(MongoDatabase database) {
        this.retention = database.getCollection("retention");
    }

    /**
     * The right to delete, for a while.
     *
     * @param after companies up to this one are done with; absent: none is
     */
    record Lease(long fence, @Nullable CompanyId after) {}

    /** Leases it, if it is due and nobody has it. */
    Optional<Lease> claim(Instant now, Duration lease) {
        begin(now);
        return Optional.ofNullable(retention.findOneAndUpdate(
                        Filters.and(Filters.eq("_id", ID), Filters.lte(NEXT_AT, now), Filters.lte(LEASE_UNTIL, now)),
                        Updates.combine(Updates.set(LEASE_UNTIL, now.plus(lease)), Updates.inc(FENCE, 1L)),
                        new FindOneAndUpdateOptions().returnDocument(ReturnDocument.AFTER)))
                .map(found -> new Lease(
                        found.get(FENCE, Number.class).longValue(),
                        Optional.ofNullable(found.getString(AFTER))
                                .map(CompanyId::new)
                                .orElse(null)));
    }

    private void begin(Instant now) {
        if (retention.find(Filters.eq("_id", ID)).first() != null) {
            return;
        }
        try {
            retention.insertOne(new Document("_id", ID)
                    .append(NEXT_AT, Date.from(now))
                    .append(LEASE_UNTIL, Date.from(Instant.EPOCH))
                    .append(FENCE, 0L));
        } catch (MongoWriteException e) {
            if (!AlreadyThere.is(e)) {
                throw e;
            }
        }
    }

    /** A sign of life; {@code false} if another instance has it now. */
    boolean prolong(Lease lease, Instant until) {
        return changed(lease, Updates.set(LEASE_UNTIL, until));
    }

    /** A company is done with. */
    boolean passed(Lease lease, CompanyId company) {
        return changed(lease, Updates.set(AFTER, company.value()));
    }

    /** All companies are done with, until then. */
    void done(Lease lease, Instant now, Instant nextAt) {
        changed(
                lease,
                Updates.combine(
                        Updates.unset(AFTER),
                        Updates.set(DONE_AT, now),
                        Updates.set(NEXT_AT, nextAt),
                        Updates.set(LEASE_UNTIL, Instant.EPOCH)));
    }

    /** Gives it back before all is done. */
    void release(Lease lease) {
        changed(lease, Updates.set(LEASE_UNTIL, Instant.EPOCH));
    }

    /**
     * How it stands.
     *
     * @param doneAt when all was done last; absent: never
     * @param dueAt from when on all is to be done
     */
    record Standing(@Nullable Instant doneAt, Instant dueAt) {}

    /** Empty before anybody looked for the first time. */
    Optional<Standing> standing() {
        return Optional.ofNullable(retention.find(Filters.eq("_id", ID)).first())
                .map(found -> {
                    Date done = found.getDate(DONE_AT);
                    return new Standing(
                            done == null ? null : done.toInstant(),
                            found.getDate(NEXT_AT).toInstant());
                });
    }

    private boolean changed(Lease lease, Bson change) {
        return retention
                        .updateOne(Filters.and(Filters.eq("_id", ID), Filters.eq(FENCE, lease.fence())), change)
                        .getMatchedCount()
                > 0;
    }
}
