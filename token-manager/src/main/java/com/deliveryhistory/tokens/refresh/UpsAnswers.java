package com.deliveryhistory.tokens.refresh;

import com.deliveryhistory.services.http.PlainWords;
import com.deliveryhistory.tokens.refresh.Outcome.Refused;
import com.deliveryhistory.tokens.refresh.Outcome.Renewed;
import com.deliveryhistory.tokens.refresh.Outcome.TryLater;
import com.deliveryhistory.tokens.refresh.Outcome.Unclear;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads UPS's answers to a refresh: twelve fields, all strings, numbers included, none of them promised; errors in an
 * envelope of UPS's own, {@code response.errors[].code} and {@code .message}, instead of RFC 6749 section 5.2.
 */
final class UpsAnswers {

    private static final String BAD_REQUEST_CODE = "10400";
    private static final String REFUSAL = "Invalid Refresh Token";
    private static final String APPROVED = "approved";
    private static final Duration LONGEST_LIFE = Duration.ofDays(3_650);
    private static final Set<String> KNOWN_CODES =
            Set.of(BAD_REQUEST_CODE, "10401", "10403", "10429", "250002", "251004");
    private static final int LONGEST_ERRORS = 100;
    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,5}");
    private static final Pattern CODE = Pattern.compile("[A-Za-z0-9]{1,12}");
    private static final JsonMapper JSON = JsonMapper.shared();

    private UpsAnswers() {}

    /**
     * Reads an answer.
     *
     * @param retryAfter the header of that name, in seconds; {@code null} if there is none
     */
    static Outcome read(int status, @Nullable String retryAfter, byte[] body) {
        JsonNode json = parse(body);
        if (status == 200) {
            return renewed(json);
        }
        if (status == 400 && refuses(json)) {
            return new Refused();
        }
        String why = "UPS answered " + status + errors(json);
        if (status == 429) {
            return new TryLater(why, Strain.THROTTLED, seconds(retryAfter));
        }
        if (status == 401 || status == 403) {
            return new TryLater(why, Strain.CLIENT_REFUSED, null);
        }
        // an error of the server may hide that it did its work, and what is not UPS's envelope is not from its API
        boolean unclear = status >= 500 || status == 408 || !fromUps(json);
        return unclear ? new Unclear(why, Strain.DOWN) : new TryLater(why, Strain.NONE, null);
    }

    private static boolean fromUps(@Nullable JsonNode json) {
        return json != null && json.path("response").path("errors").isArray();
    }

    /** The first code of UPS's error envelope if it is one that is known, so that metrics have no endless variety. */
    static String knownCode(int status, byte[] body) {
        JsonNode json = status == 200 ? null : parse(body);
        if (json == null) {
            return "none";
        }
        String code = text(json.path("response").path("errors").path(0), "code");
        return code == null ? "none" : KNOWN_CODES.contains(code) ? code : "other";
    }

    private static @Nullable Duration seconds(@Nullable String retryAfter) {
        return retryAfter != null && SECONDS.matcher(retryAfter).matches()
                ? Duration.ofSeconds(Long.parseLong(retryAfter))
                : null;
    }

    private static Outcome renewed(@Nullable JsonNode json) {
        String accessToken = json == null ? null : text(json, "access_token");
        if (json == null || accessToken == null) {
            // a page of a proxy or of maintenance: the next grant's answer would be lost in the same way
            return new Unclear("UPS answered 200 without an access token", Strain.DOWN);
        }
        String status = text(json, "status");
        if (status != null && !status.equalsIgnoreCase(APPROVED)) {
            return new Unclear("UPS answered 200 with tokens that are not approved", Strain.NONE);
        }
        return new Renewed(
                accessToken,
                text(json, "refresh_token"),
                life(json, "expires_in"),
                life(json, "refresh_token_expires_in"));
    }

    private static boolean refuses(@Nullable JsonNode json) {
        if (json == null) {
            return false;
        }
        for (JsonNode error : json.path("response").path("errors")) {
            String message = text(error, "message");
            if (BAD_REQUEST_CODE.equals(text(error, "code")) && REFUSAL.equalsIgnoreCase(message)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Codes and plain words, which alone tell UPS's many 10400 apart, and only what looks like them: the rest of an answer
     * has no place in a log.
     */
    private static String errors(@Nullable JsonNode json) {
        StringBuilder errors = new StringBuilder();
        if (json != null) {
            for (JsonNode error : json.path("response").path("errors")) {
                String code = text(error, "code");
                if (code != null && CODE.matcher(code).matches() && errors.length() < LONGEST_ERRORS) {
                    errors.append(", code ").append(code);
                    String words = PlainWords.in(text(error, "message"));
                    errors.append(words.isEmpty() ? "" : " (" + words + ")");
                }
            }
        }
        return errors.toString();
    }

    private static @Nullable JsonNode parse(byte[] body) {
        try {
            return JSON.readTree(body);
        } catch (JacksonException e) {
            return null;
        }
    }

    /** A string or a number as text; {@code null} if it is missing, blank or something else. */
    private static @Nullable String text(JsonNode node, String field) {
        JsonNode value = node.path(field);
        if (!value.isString() && !value.isNumber()) {
            return null;
        }
        String text = value.asString().trim();
        return text.isEmpty() ? null : text;
    }

    private static @Nullable Duration life(JsonNode node, String field) {
        String text = text(node, field);
        if (text == null || text.length() > 20) {
            return null;
        }
        try {
            BigDecimal seconds = new BigDecimal(text);
            boolean sensible =
                    seconds.signum() > 0 && seconds.compareTo(BigDecimal.valueOf(LONGEST_LIFE.toSeconds())) <= 0;
            return sensible ? Duration.ofMillis(seconds.movePointRight(3).longValue()) : null;
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
