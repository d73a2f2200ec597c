package com.deliveryhistory.history.packages;

import com.deliveryhistory.history.packages.PackageView.Incident;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.bson.codecs.pojo.annotations.BsonId;
import org.jspecify.annotations.Nullable;

/**
 * A package as its document holds it: the facts and scans, and beside them only what is searched for and counted, which
 * follows from them. Public for the driver to construct it.
 *
 * @param version number of this writing: a write is conditional on the one that was read
 * @param position place in the company's list: time of the last activity, then the tracking number
 * @param pickedUpOn ISO date on which UPS had it first; absent of a package that it never had
 * @param scheduledOn ISO date of the latest plan for its delivery
 * @param deliveredOn ISO date; absent until it is delivered
 * @param incidents its exceptions, oldest first
 * @param words what it is found by, see {@link SearchWords}
 * @param scans what Tracking knows; absent until it was asked
 * @param enrichment absent until the feed says that the package is delivered
 * @param storedAt when something was added to it last; absent of a package by whose activities that shows as well
 */
public record StoredPackage(
        @BsonId String id,
        String companyId,
        String trackingNumber,
        long version,
        String position,
        String status,
        @Nullable String pickedUpOn,
        @Nullable String scheduledOn,
        @Nullable String deliveredOn,
        List<DayAndReason> incidents,
        List<String> words,
        List<Fact> facts,
        @Nullable Scans scans,
        @Nullable Enrichment enrichment,
        @Nullable Instant storedAt) {

    /** More than any real package has; a document has to end somewhere. The newest are kept. */
    static final int MOST_FACTS = 1_000;

    /** No more of the newest facts either than this, of up to three bytes each: MongoDB takes 16 MB with all the rest. */
    static final int MOST_CHARACTERS = 3_000_000;

    /** So few are never as long as that: a fact's texts are bounded, and so is their number. */
    private static final int FEW_FACTS = 50;

    /** The first day on which something can have happened: positions without a time are before it. */
    public static final String FIRST_DAY = "0001-01-01";

    /** Between the parts of {@link #position}. */
    public static final String SEPARATOR = "~";

    private static final DateTimeFormatter SORTABLE = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss");
    private static final String UNTIMED = "0000-00-00T00:00:00";
    private static final int DAY_LENGTH = 10;

    /**
     * An exception as it is counted.
     *
     * @param on ISO date; absent if UPS gave no readable one
     * @param reason UPS's words in upper case, else its code, else {@code UNKNOWN}
     */
    public record DayAndReason(@Nullable String on, String reason) {}

    /**
     * The one attempt series to get a delivered package's scans.
     *
     * @param grant whose tokens to use
     * @param unanswered how often UPS failed to answer since the last attempt, which is none; absent if it never did
     * @param passedOver how often of those it answered for others; absent if it never did
     * @param dueAt next attempt; absent when there is none: done or given up
     */
    public record Enrichment(
            String grant,
            int attempts,
            @Nullable Integer unanswered,
            @Nullable Integer passedOver,
            @Nullable Instant dueAt,
            @Nullable String gaveUpBecause) {}

    static String idOf(String companyId, String trackingNumber) {
        return companyId + "/" + trackingNumber;
    }

    static StoredPackage empty(String companyId, String trackingNumber) {
        return new StoredPackage(
                idOf(companyId, trackingNumber),
                companyId,
                trackingNumber,
                0,
                "",
                "",
                null,
                null,
                null,
                List.of(),
                List.of(),
                List.of(),
                null,
                null,
                null);
    }

    boolean isNew() {
        return version == 0;
    }

    /** This package with these facts too, or itself if it knows all of them. */
    StoredPackage with(Collection<Fact> added, String grant, Instant now) {
        List<Fact> all = new ArrayList<>(facts);
        all.addAll(added);
        List<Fact> story = PackageFold.inOrder(all);
        story = newest(story);
        if (story.equals(facts)) {
            return this;
        }
        boolean delivered = PackageFold.isDelivered(story);
        return written(
                story,
                scans,
                enrichment == null && delivered ? new Enrichment(grant, 0, null, null, now, null) : enrichment,
                now);
    }

    private static List<Fact> newest(List<Fact> story) {
        if (story.size() <= FEW_FACTS) {
            return story;
        }
        int first = story.size();
        long characters = 0;
        while (first > 0 && story.size() - first < MOST_FACTS) {
            characters += story.get(first - 1).toString().length();
            if (characters > MOST_CHARACTERS) {
                break;
            }
            first--;
        }
        return story.subList(first, story.size());
    }

    /** This package with what Tracking knows, in place of what it knew before. There is no further attempt. */
    StoredPackage with(Scans known, Instant now) {
        return written(
                facts,
                known,
                enrichment == null
                        ? null
                        : new Enrichment(
                                enrichment.grant,
                                enrichment.attempts,
                                enrichment.unanswered,
                                enrichment.passedOver,
                                null,
                                null),
                now);
    }

    AwaitingScans awaitingScans() {
        if (enrichment == null) {
            return new AwaitingScans(trackingNumber, 0, 0, 0);
        }
        return new AwaitingScans(
                trackingNumber,
                enrichment.attempts,
                Objects.requireNonNullElse(enrichment.unanswered, 0),
                Objects.requireNonNullElse(enrichment.passedOver, 0));
    }

    /** What all of it adds up to. */
    public PackageView view() {
        return PackageFold.fold(trackingNumber, facts, scans);
    }

    private StoredPackage written(List<Fact> story, @Nullable Scans known, @Nullable Enrichment due, Instant now) {
        PackageView folded = PackageFold.fold(trackingNumber, story, known);
        return new StoredPackage(
                id,
                companyId,
                trackingNumber,
                version + 1,
                position(folded),
                folded.status().name(),
                day(folded.pickedUpAt()),
                folded.scheduledDelivery() == null
                        ? null
                        : folded.scheduledDelivery().substring(0, DAY_LENGTH),
                day(folded.deliveredAt()),
                folded.exceptions().reversed().stream()
                        .map(StoredPackage::counted)
                        .toList(),
                SearchWords.of(folded),
                story,
                known,
                due,
                folded.updatedAt() == null ? now : null);
    }

    private static DayAndReason counted(Incident incident) {
        String reason = Stream.of(incident.reason(), incident.reasonCode(), incident.statusCode())
                .filter(Objects::nonNull)
                .findFirst()
                .orElse("UNKNOWN");
        return new DayAndReason(day(incident.at()), reason.toUpperCase(Locale.ROOT));
    }

    private static String position(PackageView folded) {
        LocalDateTime last = folded.updatedAt();
        return (last == null ? UNTIMED : SORTABLE.format(last)) + SEPARATOR + folded.trackingNumber();
    }

    private static @Nullable String day(@Nullable LocalDateTime time) {
        return time == null ? null : time.toLocalDate().toString();
    }
}
