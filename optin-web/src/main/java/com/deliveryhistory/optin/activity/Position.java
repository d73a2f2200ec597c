package com.deliveryhistory.optin.activity;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/** A place in the log, from which one goes on to older activities. Written {@code time_id}. */
record Position(Instant at, String id) {

    private static final int LONGEST = 300;

    static Optional<Position> parse(String text) {
        int end = text.indexOf('_');
        if (end < 1 || text.length() > LONGEST) {
            return Optional.empty();
        }
        try {
            // in milliseconds as the store has it, which has none for what lies hundreds of millions of years away
            long at = Instant.parse(text.substring(0, end)).toEpochMilli();
            return Optional.of(new Position(Instant.ofEpochMilli(at), text.substring(end + 1)));
        } catch (DateTimeException | ArithmeticException e) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return at + "_" + id;
    }
}
