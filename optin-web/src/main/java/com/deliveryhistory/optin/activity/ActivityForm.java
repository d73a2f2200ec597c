package com.deliveryhistory.optin.activity;

import com.deliveryhistory.optin.activity.Activity.Kind;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What stands in the address of the activity page, as it was typed.
 *
 * @param from first day, in UTC
 * @param to last day, in UTC
 * @param after the page goes on behind this {@link Position}
 */
record ActivityForm(
        @Nullable String kind,
        @Nullable String person,
        @Nullable String from,
        @Nullable String to,
        @Nullable String after) {

    private static final int LONGEST_NAME = 200;

    /** What is wrong, by field: {@code activity.problem.<field>} in {@code messages.properties}. */
    Map<String, String> problems() {
        Map<String, String> problems = new LinkedHashMap<>();
        if (given(kind).isPresent() && knownKind().isEmpty()) {
            problems.put("kind", "kind");
        }
        if (given(person).filter(name -> name.length() > LONGEST_NAME).isPresent()) {
            problems.put("person", "person");
        }
        if (given(from).isPresent() && day(from).isEmpty()) {
            problems.put("from", "from");
        }
        if (given(to).isPresent() && day(to).isEmpty()) {
            problems.put("to", "to");
        }
        if (day(from).isPresent()
                && day(to).isPresent()
                && day(to).get().isBefore(day(from).get())) {
            problems.put("to", "reversed");
        }
        if (given(after).isPresent() && position().isEmpty()) {
            problems.put("after", "after");
        }
        return problems;
    }

    /** Only if there are no problems. */
    ActivityFilter filter() {
        return new ActivityFilter(
                knownKind().orElse(null),
                given(person).orElse(null),
                day(from).map(ActivityForm::start).orElse(null),
                day(to).map(day -> start(day.plusDays(1))).orElse(null));
    }

    Optional<Position> position() {
        return given(after).flatMap(Position::parse);
    }

    /** Whether anything but the page is chosen. Called by templates. */
    public boolean isFiltered() {
        return given(kind).isPresent()
                || given(person).isPresent()
                || given(from).isPresent()
                || given(to).isPresent();
    }

    private Optional<Kind> knownKind() {
        return given(kind)
                .flatMap(name -> Arrays.stream(Kind.values())
                        .filter(known -> known.name().equals(name))
                        .findFirst());
    }

    private static Optional<String> given(@Nullable String text) {
        return Optional.ofNullable(text).map(String::strip).filter(some -> !some.isEmpty());
    }

    private static Optional<LocalDate> day(@Nullable String text) {
        try {
            return given(text).map(LocalDate::parse).filter(day -> day.getYear() >= 1970 && day.getYear() <= 9999);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Instant start(LocalDate day) {
        return day.atStartOfDay(ZoneOffset.UTC).toInstant();
    }
}
