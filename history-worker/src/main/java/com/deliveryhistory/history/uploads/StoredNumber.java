package com.deliveryhistory.history.uploads;

import com.deliveryhistory.history.tracking.NumbersToTrack.Waiting;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.bson.codecs.pojo.annotations.BsonId;
import org.jspecify.annotations.Nullable;

/**
 * An uploaded number as its document holds it: one for each company and number, whatever uploads it is in. Public for the
 * driver to construct it.
 *
 * @param uploads the uploads that it is in; those that have ended need not be there
 * @param dueAt when UPS is to be asked (again); absent if it is not
 * @param attempts how often UPS was asked in vain
 * @param unanswered how often UPS failed to answer since the last attempt, which is none; absent if it never did
 * @param passedOver how often of those it answered for others; absent if it never did
 * @param outcome absent until there is one
 * @param reason what UPS said of a number that it does not know, or did in place of an answer
 * @param askedAt when it was last uploaded or asked for
 */
public record StoredNumber(
        @BsonId String id,
        String companyId,
        String trackingNumber,
        List<String> uploads,
        @Nullable Instant dueAt,
        int attempts,
        @Nullable Integer unanswered,
        @Nullable Integer passedOver,
        @Nullable Outcome outcome,
        @Nullable String reason,
        Instant askedAt) {

    /** What came of a number. */
    public enum Outcome {
        FOUND,
        KNOWN,
        NOT_FOUND,
        /** UPS knows it, and nothing has happened to it for longer than packages are kept. */
        TOO_OLD
    }

    Waiting waiting() {
        return new Waiting(
                trackingNumber,
                attempts,
                Objects.requireNonNullElse(unanswered, 0),
                Objects.requireNonNullElse(passedOver, 0));
    }

    static String idOf(String companyId, String trackingNumber) {
        return companyId + "/" + trackingNumber;
    }
}
