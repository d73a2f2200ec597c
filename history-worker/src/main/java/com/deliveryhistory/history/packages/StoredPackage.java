package com.deliveryhistory.history.packages;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.bson.codecs.pojo.annotations.BsonId;
import org.jspecify.annotations.Nullable;

/**
 * A package as its document holds it: the facts, and beside them only what is searched for. Public for the driver to
 * construct it.
 *
 * @param version number of this writing: a write is conditional on the one that was read
 * @param position place in the company's list: time of the last activity, then the tracking number
 * @param scans what Tracking added; absent until it has
 * @param enrichment absent until the package is delivered
 */
public record StoredPackage(
        @BsonId String id,
        String companyId,
        String trackingNumber,
        long version,
        String position,
        String status,
        List<Fact> facts,
        @Nullable Scans scans,
        @Nullable Enrichment enrichment) {

    /** More than any real package has; a document has to end somewhere. The newest are kept. */
    static final int MOST_FACTS = 1_000;

    static final String SEPARATOR = "~";

    private static final DateTimeFormatter SORTABLE = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss");
    private static final String UNTIMED = "0000-00-00T00:00:00";

    /**
     * The one attempt series to get a delivered package's scans.
     *
     * @param grant whose tokens to use
     * @param dueAt next attempt; absent when there is none: done or given up
     */
    public record Enrichment(
            String grant,
            int attempts,
            @Nullable Instant dueAt,
            @Nullable String gaveUpBecause) {}

    static String idOf(String companyId, String trackingNumber) {
        return companyId + "/" + trackingNumber;
    }

    static StoredPackage empty(String companyId, String trackingNumber) {
        return new StoredPackage(
                idOf(companyId, trackingNumber), companyId, trackingNumber, 0, "", "", List.of(), null, null);
    }

    boolean isNew() {
        return version == 0;
    }

    /** This package with these facts too, or itself if it knows all of them. */
    StoredPackage with(Collection<Fact> added, String grant, Instant now) {
        List<Fact> all = new ArrayList<>(facts);
        all.addAll(added);
        List<Fact> story = PackageFold.inOrder(all);
        if (story.size() > MOST_FACTS) {
            story = story.subList(story.size() - MOST_FACTS, story.size());
        }
        if (story.equals(facts)) {
            return this;
        }
        PackageStatus next = PackageFold.status(story);
        Enrichment due = enrichment == null && next == PackageStatus.DELIVERED
                ? new Enrichment(grant, 0, now, null)
                : enrichment;
        return new StoredPackage(
                id,
                companyId,
                trackingNumber,
                version + 1,
                position(story, trackingNumber),
                next.name(),
                story,
                scans,
                due);
    }

    PackageView view() {
        return PackageFold.fold(trackingNumber, facts, scans);
    }

    private static String position(List<Fact> story, String trackingNumber) {
        LocalDateTime last = PackageFold.lastActivity(story);
        return (last == null ? UNTIMED : SORTABLE.format(last)) + SEPARATOR + trackingNumber;
    }
}
