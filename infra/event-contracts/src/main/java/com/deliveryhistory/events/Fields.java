package com.deliveryhistory.events;

import java.time.Instant;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The checks that every event's constructor makes, so that an event that exists is a valid one. */
final class Fields {

    private static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9000-01-01T00:00:00Z");

    private Fields() {}

    static <T> T present(String field, @Nullable T value) {
        if (value == null) {
            throw new IllegalArgumentException(field + " is missing");
        }
        return value;
    }

    /** Within what every store and every calculation can hold. */
    static Instant time(String field, @Nullable Instant value) {
        Instant time = present(field, value);
        if (time.isBefore(EARLIEST) || time.isAfter(LATEST)) {
            throw new IllegalArgumentException(field + " is not between the years 2000 and 9000");
        }
        return time;
    }

    static String text(String field, @Nullable String value) {
        String text = present(field, value);
        if (text.isBlank()) {
            throw new IllegalArgumentException(field + " is blank");
        }
        return text;
    }

    static String matching(Pattern form, String field, @Nullable String value) {
        String text = present(field, value);
        if (!form.matcher(text).matches()) {
            throw new IllegalArgumentException(field + " does not have the form " + form);
        }
        return text;
    }
}
