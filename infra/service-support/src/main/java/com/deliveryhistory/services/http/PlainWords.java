package com.deliveryhistory.services.http;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a log may quote of an answer that might hold a secret: a few words of prose, such as an error's message. A token, a
 * code, an address or a name with digits is none, and nothing of a text with one of them is quoted.
 */
public final class PlainWords {

    /** {@code Refresh}, {@code ClientId}, {@code URL}: longer or wilder than any of these is what nobody would say. */
    private static final String WORD = "(?:[A-Z]?[a-z]{1,14}(?:[A-Z][a-z]{1,14})?|[A-Z]{1,4})";

    private static final Pattern PROSE = Pattern.compile(WORD + "[.,:;]?(?:[ /-]" + WORD + "[.,:;]?){0,11}");

    private PlainWords() {}

    /** The text, if it is nothing but up to twelve plain words; else, or if there is none, an empty one. */
    public static String in(@Nullable String text) {
        return text != null && PROSE.matcher(text.strip()).matches() ? text.strip() : "";
    }
}
