package com.deliveryhistory.testing;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Puts what nobody would send on purpose in place of any value of a JSON text: other types, ends of ranges, large things. */
public final class WildValues {

    private static final Pattern VALUE = Pattern.compile("(?<=\": ?)(\"[^\"]*\"|-?\\d[\\d.]*|true|false|null)");

    /** Each is well-formed, so that a reader has to look at the value and not only at the text. */
    private static final List<String> WILD = List.of(
            "null",
            "true",
            "{}",
            "[]",
            "[[1]]",
            "[null, [], \"\"]",
            "{\"a\": {\"b\": [1]}}",
            "\"\"",
            "\" \"",
            "\"\\u0000\"",
            "\"\\ud83d\"",
            "\"::\"",
            "\"" + "x".repeat(5_000) + "\"",
            "\"" + "x".repeat(70_000) + "\"",
            "0",
            "-1",
            "1.5",
            "1e400",
            "1e99999999999",
            "-1.5e2147483647",
            "1e-2147483648",
            "9".repeat(19),
            "9".repeat(900),
            "9".repeat(2_000),
            "\"20260231\"",
            "\"00000000\"",
            "\"99999999\"",
            "\"2026-02-30\"",
            "\"9999-12-31T23:59:59.999999999Z\"",
            "\"+999999999-12-31T23:59:59Z\"");

    /** More than what readers of JSON take: nested too deeply, and never closed. */
    public static final List<String> TOO_DEEP = List.of("[".repeat(900) + "]".repeat(900), "{\"a\":".repeat(2_000));

    private WildValues() {}

    /**
     * A JSON text of which one value is another.
     *
     * @param what says which, for messages
     */
    public record Changed(String json, String what) {

        @Override
        public String toString() {
            return what;
        }
    }

    /** Each value of the text replaced by each wild one. */
    public static List<Changed> in(String json) {
        return in(json, List.of());
    }

    /** Each value of the text replaced by each wild one and each of {@code more}. */
    public static List<Changed> in(String json, List<String> more) {
        return VALUE.matcher(json)
                .results()
                .flatMap(value -> Stream.concat(WILD.stream(), more.stream())
                        .map(wild -> new Changed(
                                json.substring(0, value.start()) + wild + json.substring(value.end()),
                                "%.40s in place of %s".formatted(wild, value.group()))))
                .toList();
    }
}
