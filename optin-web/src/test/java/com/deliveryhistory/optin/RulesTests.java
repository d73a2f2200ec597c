package com.deliveryhistory.optin;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.util.unit.DataSize;

/** The limits in rules.md beside the code and the configuration reference. */
class RulesTests {

    private static final Pattern CONSTANT = Pattern.compile("`([a-z]+\\.[A-Z]\\w+)\\.([A-Z_]+)`");
    private static final Pattern SETTING = Pattern.compile("`[a-z-]+(\\.[a-z-]+)+`");

    private static final List<List<String>> LIMITS =
            Rules.rows().stream().filter(row -> row.size() == 4).toList();

    @Test
    void limits_that_are_constants_are_as_documented() {
        Map<String, String> wrong = new TreeMap<>();
        List<List<String>> constants = LIMITS.stream()
                .filter(row -> CONSTANT.matcher(row.get(2)).matches())
                .toList();
        for (List<String> row : constants) {
            Object real = constant(row.get(2));
            if (!isMeant(row.get(1), real)) {
                wrong.put(row.get(2), row.get(1) + " is " + real);
            }
        }

        assertThat(constants).hasSizeGreaterThan(20);
        assertThat(wrong).isEmpty();
    }

    @Test
    void limits_that_are_settings_are_as_documented() {
        Map<String, String> documented = LIMITS.stream()
                .filter(row -> SETTING.matcher(row.get(2)).matches())
                .collect(Collectors.toMap(row -> row.get(2), row -> row.get(1)));
        Map<String, String> defaults = Rules.rows(Path.of("../infra/configuration.md")).stream()
                .filter(row -> documented.containsKey(row.getFirst()))
                .collect(Collectors.toMap(List::getFirst, row -> row.get(1).replace("`", ""), (one, other) -> one));

        assertThat(documented).hasSizeGreaterThan(10).isEqualTo(defaults);
    }

    private static Object constant(String place) {
        var named = CONSTANT.matcher(place);
        if (!named.matches()) {
            throw new AssertionError(place);
        }
        try {
            Field field =
                    Class.forName("com.deliveryhistory.optin." + named.group(1)).getDeclaredField(named.group(2));
            field.setAccessible(true);
            return field.get(null);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(place + " is not there", e);
        }
    }

    /** Whether the words mean this value; a number's unit, as in {@code 15 characters}, is for the reader. */
    private static boolean isMeant(String words, Object value) {
        String first = words.split(" ", -1)[0];
        return switch (value) {
            case Duration duration -> DurationStyle.SIMPLE.parse(first).equals(duration);
            case Pattern pattern -> words.equals("`" + pattern + "`");
            case List<?> list -> List.of(words.split(", ", -1)).equals(list);
            case Number number -> number(first) == number.doubleValue();
            default -> false;
        };
    }

    private static double number(String words) {
        return words.endsWith("B") ? DataSize.parse(words).toBytes() : Double.parseDouble(words.replace(",", ""));
    }
}
