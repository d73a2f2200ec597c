package com.deliveryhistory.history.ups;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads UPS's JSON as it comes: one element where a list is meant, {@code ""} where an object is meant, numbers for texts,
 * dates without a zone, times without leading zeros.
 */
public final class UpsJson {

    private static final int DEEPEST = 100;
    private static final int LONGEST_TEXT = 300;
    private static final Pattern LONE_SURROGATE = Pattern.compile("\\p{Cs}");
    private static final Pattern NUMBER = Pattern.compile("[+-]?\\d{1,12}(\\.\\d{1,6})?");
    private static final Pattern NO_DIGITS = Pattern.compile("[^0-9]+");
    private static final int EARLIEST_YEAR = 1990;
    private static final int LATEST_YEAR = 2200;

    /**
     * Reads what is sound. What is not, be it just an element that is there twice, is left to {@link SalvagedJson}. So is a
     * number with an exponent that no {@link BigDecimal} has: of it Jackson makes a {@link NumberFormatException}.
     */
    public static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEEPEST)
                            .build())
                    .build())
            .enable(
                    DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY,
                    DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private UpsJson() {}

    /**
     * Reads what was read before and stored.
     *
     * @throws tools.jackson.core.JacksonException if it is no JSON
     */
    public static JsonNode reread(String stored) {
        try {
            return MAPPER.readTree(stored);
        } catch (NumberFormatException e) {
            return SalvagedJson.read(stored.getBytes(StandardCharsets.UTF_8)).tree();
        }
    }

    /** The elements of a list, or the one element that stands for a list. Nothing and {@code ""} have none. */
    public static List<JsonNode> many(JsonNode node) {
        if (node.isArray()) {
            return node.values().stream().filter(element -> !isNothing(element)).toList();
        }
        return isNothing(node) ? List.of() : List.of(node);
    }

    /** The first element of what may be a list. */
    public static JsonNode one(JsonNode node) {
        for (JsonNode element : node.isArray() ? node.values() : List.of(node)) {
            if (!isNothing(element)) {
                return element;
            }
        }
        return MAPPER.missingNode();
    }

    private static boolean isNothing(JsonNode node) {
        return node.isMissingNode()
                || node.isNull()
                || (node.isString() && node.stringValue().isBlank());
    }

    /** A text, stripped and of bounded length; {@code null} if there is none. */
    public static @Nullable String text(JsonNode node) {
        if (!node.isValueNode() || isNothing(node)) {
            return null;
        }
        String text = node.asString().strip();
        if (text.isEmpty()) {
            return null;
        }
        return wellFormed(text.length() > LONGEST_TEXT ? text.substring(0, LONGEST_TEXT) : text);
    }

    /** The text with a mark in place of each half of a character that lacks its other half: those cannot be stored. */
    public static String wellFormed(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                return LONE_SURROGATE.matcher(text).replaceAll("\uFFFD");
            }
        }
        return text;
    }

    /** A number as UPS pads and signs it, e.g. {@code +0012.50}, in plain form; {@code null} if it is none. */
    public static @Nullable String number(JsonNode node) {
        String text = text(node);
        return text == null || !NUMBER.matcher(text).matches()
                ? null
                : new BigDecimal(text).stripTrailingZeros().toPlainString();
    }

    /** What the texts make together, those that are there with a blank between; {@code null} if none is. */
    public static @Nullable String joined(JsonNode... nodes) {
        List<String> texts = new ArrayList<>();
        for (JsonNode node : nodes) {
            String text = text(node);
            if (text != null) {
                texts.add(text);
            }
        }
        return texts.isEmpty() ? null : String.join(" ", texts);
    }

    /**
     * {@code YYYYMMDD} and {@code HHMMSS}; midnight if the time is missing or unreadable, {@code null} if the date is.
     */
    public static @Nullable LocalDateTime time(JsonNode date, JsonNode time) {
        String day = digits(date);
        if (day.length() < 8) {
            return null;
        }
        try {
            LocalDate on = LocalDate.of(number(day, 0, 4), number(day, 4, 6), number(day, 6, 8));
            if (on.getYear() < EARLIEST_YEAR || on.getYear() > LATEST_YEAR) {
                return null;
            }
            return on.atTime(timeOfDay(digits(time)));
        } catch (DateTimeException e) {
            return null;
        }
    }

    /** The same as an ISO text: of the date alone if UPS names no time, {@code null} if the date is unreadable. */
    public static @Nullable String dayOrTime(JsonNode date, JsonNode time) {
        LocalDateTime at = time(date, time);
        if (at == null) {
            return null;
        }
        return text(time) == null ? at.toLocalDate().toString() : DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(at);
    }

    private static LocalTime timeOfDay(String digits) {
        if (digits.isEmpty() || digits.length() > 6) {
            return LocalTime.MIDNIGHT;
        }
        String padded = "0".repeat(6 - digits.length()) + digits;
        try {
            return LocalTime.of(number(padded, 0, 2), number(padded, 2, 4), number(padded, 4, 6));
        } catch (DateTimeException e) {
            return LocalTime.MIDNIGHT;
        }
    }

    private static int number(String digits, int from, int to) {
        return Integer.parseInt(digits, from, to, 10);
    }

    private static String digits(JsonNode node) {
        String text = text(node);
        return text == null ? "" : NO_DIGITS.matcher(text).replaceAll("");
    }
}
