package com.deliveryhistory.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a reader of a topic may meet in place of any value, sent by whoever can write there. */
class WildValuesTests {

    private static final Pattern VALUE = Pattern.compile("(?<=\": )(\"[^\"]*\"|-?\\d[\\d.]*|true|false|null)");

    private static final List<String> WILD = List.of(
            "null",
            "true",
            "{}",
            "[]",
            "[[1]]",
            "\"\"",
            "\" \"",
            "\"\\u0000\"",
            "\"\\ud83d\"",
            "\"" + "x".repeat(70_000) + "\"",
            "0",
            "-1",
            "1e400",
            "1e99999999999",
            "-1.5e2147483647",
            "1e-2147483648",
            "9".repeat(900),
            "9".repeat(2_000),
            "\"9999-12-31T23:59:59.999999999Z\"",
            "\"+999999999-12-31T23:59:59Z\"",
            "\"2026-02-30\"",
            "[".repeat(900) + "]".repeat(900),
            "{\"a\":".repeat(2_000));

    @ParameterizedTest
    @MethodSource("com.deliveryhistory.events.Contracts#types")
    void a_record_with_any_value_in_place_of_another_is_read_or_corrupt(
            EventCodec<? extends Event> codec, Class<? extends Event> type) {
        String example = Contracts.example(type);
        List<MatchResult> values = VALUE.matcher(example).results().toList();
        assertThat(values).hasSizeGreaterThan(2);
        for (MatchResult value : values) {
            for (String wild : WILD) {
                String record = example.substring(0, value.start()) + wild + example.substring(value.end());
                try {
                    codec.decode(Contracts.headers(type), record.getBytes(StandardCharsets.UTF_8));
                } catch (CorruptEvent expected) {
                    // what its readers deal with
                } catch (RuntimeException | StackOverflowError e) {
                    throw new AssertionError(
                            "%s with %.40s in place of %s".formatted(type.getSimpleName(), wild, value.group()), e);
                }
            }
        }
    }
}
