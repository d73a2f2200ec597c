package com.deliveryhistory.optin.uploads;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A list of tracking numbers as history-worker tells of it. Public for the templates.
 *
 * @param numbers how many different numbers were taken
 * @param repeated how many lines had a number that an earlier line had
 * @param bad how many lines had none
 */
public record Upload(
        String id,
        Instant createdAt,
        State state,
        long numbers,
        long repeated,
        long bad,
        @Nullable List<BadLine> badLines,
        Progress progress) {

    private static final int MOST_SHOWN = 100;

    public Upload {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(createdAt, "createdAt");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(progress, "progress");
        badLines = badLines == null ? List.of() : List.copyOf(badLines);
    }

    /** How far it has come. */
    public enum State {
        RECEIVING,
        FILLING,
        DONE
    }

    /** A line without a tracking number, and why. */
    public record BadLine(long line, String reason) {

        private static final Map<String, String> KNOWN = Map.of(
                "there is no number", "EMPTY",
                "a tracking number has", "LENGTH",
                "a number that begins with 1Z", "PARCEL",
                "a number that begins with 1R", "RETURN",
                "the check digit is wrong", "CHECK_DIGIT");

        /** The reason as {@code numbers.bad.<this>} words it; empty if it is one that is not known here. */
        public String known() {
            return KNOWN.entrySet().stream()
                    .filter(each -> reason.startsWith(each.getKey()))
                    .map(Map.Entry::getValue)
                    .findFirst()
                    .orElse("");
        }
    }

    /**
     * What came of the numbers so far.
     *
     * @param tooOld nothing has happened to them for longer than packages are kept; absent: none is known to be such
     * @param unknownSoFar of those that wait, the ones that UPS did not know when it was asked; absent if there are none
     */
    public record Progress(
            long waiting,
            long found,
            long known,
            long notFound,
            @Nullable Long tooOld,
            @Nullable UnknownSoFar unknownSoFar) {

        public boolean hasTooOld() {
            return tooOld != null && tooOld > 0;
        }
    }

    /** Numbers that UPS did not know, when it is asked for the first of them again, and when for the last time. */
    public record UnknownSoFar(long numbers, Instant nextAt, Instant lastAt) {

        public UnknownSoFar {
            Objects.requireNonNull(nextAt, "nextAt");
            Objects.requireNonNull(lastAt, "lastAt");
        }

        /** Whether there is one time to be told for all of them. */
        public boolean isOnce() {
            return lastAt.isBefore(nextAt.plus(1, ChronoUnit.MINUTES));
        }
    }

    public boolean isDone() {
        return state == State.DONE;
    }

    /**
     * How far it has come, as {@code numbers.state.<this>} words it.
     *
     * @param parked whether nothing is looked up, for want of an opt-in
     */
    public String stateWhile(boolean parked) {
        return parked && state == State.FILLING ? "PARKED" : state.name();
    }

    /** How many numbers have been looked up. */
    public long lookedUp() {
        return Math.max(0, numbers - progress.waiting());
    }

    public List<BadLine> firstBadLines() {
        return badLines == null
                ? List.of()
                : badLines.stream().limit(MOST_SHOWN).toList();
    }

    /** How many bad lines are not among the first. */
    public long notShown() {
        return bad - firstBadLines().size();
    }
}
