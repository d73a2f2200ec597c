package com.deliveryhistory.history.uploads;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A list of tracking numbers that was sent in, and what has come of it.
 *
 * @param numbers how many different numbers were taken
 * @param repeated how many lines had a number that an earlier line had
 * @param bad how many lines had none
 * @param badLines the first of those
 */
public record Upload(
        String id,
        Instant createdAt,
        State state,
        int numbers,
        int repeated,
        int bad,
        List<BadLine> badLines,
        Progress progress) {

    /** How far it has come. */
    public enum State {
        /** Its numbers have not all been stored; sending it again within a week completes it. */
        RECEIVING,
        /** Numbers are waiting to be looked up. */
        FILLING,
        DONE
    }

    /**
     * A line without a tracking number.
     *
     * @param line of the file, or place in the list, from 1
     */
    public record BadLine(long line, String reason) {}

    /**
     * What came of the numbers so far.
     *
     * @param waiting nothing has come of them yet
     * @param found UPS knew them, and they are in the history
     * @param known were complete in the history already
     * @param notFound UPS does not know them: they are wrong, or older than the 120 days that UPS keeps; or it never answered
     *     for them, though it did for others or was asked for days
     * @param tooOld nothing has happened to them for longer than packages are kept here; absent from what was stored before
     *     there was such a thing
     * @param unknownSoFar of those that wait, the ones that UPS did not know when it was asked; absent if there are none
     */
    public record Progress(
            long waiting,
            long found,
            long known,
            long notFound,
            @Nullable Long tooOld,
            @Nullable UnknownSoFar unknownSoFar) {

        public Progress {
            tooOld = tooOld == null ? Long.valueOf(0) : tooOld;
        }
    }

    /**
     * Numbers that UPS did not know, and is asked for again.
     *
     * @param nextAt when that is due for the first of them
     * @param lastAt when it is due for the last time, unless UPS or the collecting for the company stands still meanwhile:
     *     what UPS does not know then either is not found
     */
    public record UnknownSoFar(long numbers, Instant nextAt, Instant lastAt) {

        UnknownSoFar and(UnknownSoFar others) {
            return new UnknownSoFar(
                    numbers + others.numbers,
                    nextAt.isBefore(others.nextAt) ? nextAt : others.nextAt,
                    lastAt.isAfter(others.lastAt) ? lastAt : others.lastAt);
        }
    }
}
