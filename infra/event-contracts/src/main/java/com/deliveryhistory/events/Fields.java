package com.deliveryhistory.events;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The checks that every event's constructor makes, so that an event that exists is a valid one. */
final class Fields {

    private Fields() {}

    static <T> T present(String field, @Nullable T value) {
        if (value == null) {
            throw new IllegalArgumentException(field + " is missing");
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

    static String matching(Pattern form, String field, @Nullable String value) {
        String text = present(field, value);
        if (!form.matcher(text).matches()) {
            throw new IllegalArgumentException(field + " does not have the form " + form);
        }
        return text;
    }
}
