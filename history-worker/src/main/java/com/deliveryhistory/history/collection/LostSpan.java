package com.deliveryhistory.history.collection;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A span of time whose records are not there.
 *
 * @param reason for people: the grant's own term for its end, or what went wrong
 */
public record LostSpan(Instant from, Instant to, Cause cause, String reason) {

    /** Why records were not collected. */
    public enum Cause {
        /** The company's authorisation had ended, and a new one came later than UPS keeps records. */
        GRANT_NOT_ACTIVE,
        /** Collecting was held up for longer than UPS keeps records. */
        OLDER_THAN_UPS_KEEPS,
        /** UPS did not answer for just this span, though it did for others. */
        REJECTED_BY_UPS,
        /** It was collected, and deleted because it is older than it is to be kept. */
        NO_LONGER_KEPT
    }

    /** Why collecting is late. */
    public record Delay(Cause cause, String reason) {

        static final Delay UNKNOWN = new Delay(Cause.OLDER_THAN_UPS_KEEPS, "NOT_COLLECTED_IN_TIME");

        static Delay notActive(String reason) {
            return new Delay(Cause.GRANT_NOT_ACTIVE, reason);
        }

        static Delay trouble(String reason) {
            return new Delay(Cause.OLDER_THAN_UPS_KEEPS, reason);
        }

        LostSpan loses(Instant from, Instant to) {
            return new LostSpan(from, to, cause, reason);
        }
    }

    static LostSpan noLongerKept(Instant from, Retention retention) {
        String reason =
                "Packages are deleted when nothing has happened to them for %d days".formatted(retention.days());
        return new LostSpan(from, retention.before(), Cause.NO_LONGER_KEPT, reason);
    }

    static LostSpan rejected(Instant from, Instant to, String reason) {
        return new LostSpan(from, to, Cause.REJECTED_BY_UPS, reason);
    }

    /** Whether nothing of it was ever collected; otherwise it was, and is deleted by now because it is too old. */
    public boolean neverCollected() {
        return cause != Cause.NO_LONGER_KEPT;
    }

    /** What of it is older than this; {@code null} if nothing is. */
    @Nullable
    LostSpan before(Instant horizon) {
        return from.isBefore(horizon) ? new LostSpan(from, Span.earlier(to, horizon), cause, reason) : null;
    }

    /** What of it is not older than this; {@code null} if all is. */
    @Nullable
    LostSpan since(Instant horizon) {
        return to.isAfter(horizon) ? new LostSpan(Span.later(from, horizon), to, cause, reason) : null;
    }

    /** Whether another span begins where this one ends, and both together are no longer than this. */
    boolean canGrowBy(LostSpan next, Duration longest) {
        return to.equals(next.from) && Duration.between(from, next.to).compareTo(longest) <= 0;
    }

    LostSpan grownBy(LostSpan next) {
        return new LostSpan(from, next.to, cause, next.reason);
    }

    /** Its parts: itself if it would get shorter than this, else its halves. */
    List<LostSpan> parts(Duration shortest) {
        Duration half = Duration.between(from, to).dividedBy(2);
        if (half.compareTo(shortest) < 0) {
            return List.of(this);
        }
        Instant middle = from.plus(half);
        return List.of(new LostSpan(from, middle, cause, reason), new LostSpan(middle, to, cause, reason));
    }
}
