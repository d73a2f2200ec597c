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
        /** Its numbers have not all been stored; sending it again completes it. */
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
     * @param waiting not looked up yet
     * @param found UPS knew them, and they are in the history
     * @param known were complete in the history already
     * @param notFound UPS does not know them: they are wrong, or older than the 120 days that UPS keeps
     * @param tooOld nothing has happened to them for longer than packages are kept here; absent from what was stored before
     *     there was such a thing
     */
    public record Progress(
            long waiting,
            long found,
            long known,
            long notFound,
            @Nullable Long tooOld) {

        public Progress {
            tooOld = tooOld == null ? Long.valueOf(0) : tooOld;
        }
    }
}
