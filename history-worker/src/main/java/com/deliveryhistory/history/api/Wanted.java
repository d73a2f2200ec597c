package com.deliveryhistory.history.api;

import com.deliveryhistory.history.listing.PackageFilter;
import com.deliveryhistory.history.packages.PackageStatus;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The request parameters that say which packages are wanted; all of them may be left away. */
record Wanted(
        @Nullable LocalDate from,
        @Nullable LocalDate to,
        @Nullable Set<PackageStatus> status,
        @Nullable String text) {

    private static final int SHORTEST_TEXT = 2;
    private static final int LONGEST_TEXT = 100;
    private static final int MOST_WORDS = 8;

    /**
     * The filter.
     *
     * @throws InvalidParameter if one of them, or two together, make no sense
     */
    PackageFilter filter() {
        requireOrder(from, to);
        if (status != null && status.stream().anyMatch(Objects::isNull)) { // Spring's reading of a blank
            throw InvalidParameter.form("status");
        }
        return new PackageFilter(from, to, Objects.requireNonNullElse(status, Set.of()), words());
    }

    private List<String> words() {
        if (text == null || text.isBlank()) {
            return List.of();
        }
        List<String> words = text.length() > LONGEST_TEXT ? List.of() : PackageFilter.words(text);
        int characters = words.stream().mapToInt(String::length).sum();
        if (characters < SHORTEST_TEXT || words.size() > MOST_WORDS) {
            throw InvalidParameter.text(SHORTEST_TEXT, LONGEST_TEXT, MOST_WORDS);
        }
        return words;
    }

    static void requireOrder(@Nullable LocalDate from, @Nullable LocalDate to) {
        requireFourDigits("from", from);
        requireFourDigits("to", to);
        if (from != null && to != null && to.isBefore(from)) {
            throw InvalidParameter.reversed();
        }
    }

    private static void requireFourDigits(String parameter, @Nullable LocalDate day) {
        if (day != null && (day.getYear() < 1 || day.getYear() > 9999)) {
            throw InvalidParameter.form(parameter);
        }
    }
}
