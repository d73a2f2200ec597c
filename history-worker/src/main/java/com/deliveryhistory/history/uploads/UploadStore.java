package com.deliveryhistory.history.uploads;

import com.deliveryhistory.events.CompanyId;
import com.deliveryhistory.history.storage.Erasable;
import com.deliveryhistory.history.uploads.Upload.Progress;
import com.deliveryhistory.services.storage.AlreadyThere;
import com.deliveryhistory.services.storage.Deletion;
import com.deliveryhistory.services.storage.Indexed;
import com.deliveryhistory.services.storage.TtlIndex;
import com.mongodb.MongoWriteException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.Updates;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bson.conversions.Bson;
import org.springframework.stereotype.Component;

/** The uploads of all companies, for half a year. Alone knows how their documents look. */
@Component
final class UploadStore implements Indexed, Erasable {

    /** UPS keeps 120 days: after this, nothing of an upload can be asked for any more. */
    static final long KEPT_DAYS = 180;

    /** One holds up to a thousand lines. */
    private static final int MOST_AT_ONCE = 20;

    private final MongoCollection<StoredUpload> uploads;

    UploadStore(MongoDatabase database) {
        this.uploads = database.getCollection("uploads", StoredUpload.class);
    }

    @Override
    public void createIndexes() {
        uploads.createIndex(Indexes.compoundIndex(Indexes.ascending("companyId"), Indexes.descending("createdAt")));
        TtlIndex.create(uploads, "createdAt", Duration.ofDays(KEPT_DAYS));
    }

    @Override
    public String what() {
        return "uploads";
    }

    @Override
    public int eraseSome(CompanyId company, Instant until) {
        return Deletion.some(
                uploads,
                Filters.and(Filters.eq("companyId", company.value()), Filters.lte("createdAt", until)),
                MOST_AT_ONCE);
    }

    /** Stores a new one; one that is there stays. */
    void begin(StoredUpload upload) {
        try {
            uploads.insertOne(upload);
        } catch (MongoWriteException e) {
            if (!AlreadyThere.is(e)) {
                throw e;
            }
        }
    }

    /** All of its numbers are stored. */
    void received(String id, Instant now) {
        uploads.updateOne(Filters.eq("_id", id), Updates.set("receivedAt", now));
    }

    /**
     * No number waits any more. What came of it is kept once: after that its numbers may not know of it, and who counts
     * them then counts too few.
     *
     * @return what is kept
     */
    Progress ended(String id, Progress result) {
        Bson thisOne = Filters.eq("_id", id);
        boolean kept =
                uploads.updateOne(Filters.and(thisOne, Filters.eq("result", null)), Updates.set("result", result))
                                .getMatchedCount()
                        > 0;
        StoredUpload before = kept ? null : uploads.find(thisOne).first();
        return before == null || before.result() == null ? result : before.result();
    }

    Optional<StoredUpload> find(CompanyId company, String id) {
        Bson wanted = Filters.and(Filters.eq("_id", id), Filters.eq("companyId", company.value()));
        return Optional.ofNullable(uploads.find(wanted).first());
    }

    /** Those of which it is not known yet what came of them in the end. */
    Set<String> unended(Collection<String> ids) {
        return uploads.find(Filters.and(Filters.in("_id", ids), Filters.eq("result", null)))
                .map(StoredUpload::id)
                .into(new HashSet<>());
    }

    /** Those of them whose numbers were all stored, the oldest first. */
    List<StoredUpload> unended(CompanyId company, int limit) {
        return uploads.find(Filters.and(
                        Filters.eq("companyId", company.value()),
                        Filters.ne("receivedAt", null),
                        Filters.eq("result", null)))
                .sort(Sorts.ascending("createdAt"))
                .limit(limit)
                .into(new ArrayList<>());
    }

    /** One of these that was cut off before all of its numbers were stored. */
    Optional<StoredUpload> unfinished(CompanyId company, List<String> ids) {
        return Optional.ofNullable(uploads.find(Filters.and(
                        Filters.in("_id", ids),
                        Filters.eq("companyId", company.value()),
                        Filters.eq("receivedAt", null)))
                .first());
    }

    /** The newest first. */
    List<StoredUpload> latest(CompanyId company, int limit) {
        return uploads.find(Filters.eq("companyId", company.value()))
                .sort(Sorts.descending("createdAt"))
                .limit(limit)
                .into(new ArrayList<>());
    }
}
