package com.deliveryhistory.events;

import java.time.Instant;
import java.time.LocalDateTime;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The checks that every event's constructor makes, so that an event that exists is a valid one. */
final class Fields {

    private static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9000-01-01T00:00:00Z");

    private static final int LATEST_LOCAL_YEAR = 9999;

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

    /** What has no zone, in four digits of a year: so much has a form that all readers know. */
    static LocalDateTime time(String field, LocalDateTime value) {
        if (value.getYear() < 0 || value.getYear() > LATEST_LOCAL_YEAR) {
            throw new IllegalArgumentException(field + " is not between the years 0 and " + LATEST_LOCAL_YEAR);
        }
        return value;
    }

    static String text(String field, @Nullable String value) {
        String text = present(field, value);
        if (text.isBlank()) {
            throw new IllegalArgumentException(field + " is blank");
        }
        return text;
    }

    /** A text that may be absent; a blank one says nothing and counts as absent. */
    static @Nullable String optional(@Nullable String value) {
        return value == null || value.isBlank() ? null : value;
    }

    static String matching(Pattern form, String field, @Nullable String value) {
        String text = present(field, value);
        if (!form.matcher(text).matches()) {
            throw new IllegalArgumentException(field + " does not have the form " + form);
        }
        return text;
    }
}
