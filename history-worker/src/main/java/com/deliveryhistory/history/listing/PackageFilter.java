package com.deliveryhistory.history.listing;

import com.deliveryhistory.history.packages.PackageStatus;
import com.deliveryhistory.history.packages.SearchWords;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which packages of a company are wanted. Dates are those of a package's latest activity, local to where it happened.
 *
 * @param from first day; {@code null}: from the beginning
 * @param to last day; {@code null}: up to now
 * @param statuses any of these; empty: all
 * @param words beginnings of words that a package must all have; empty: no matter which
 */
public record PackageFilter(
        @Nullable LocalDate from, @Nullable LocalDate to, Set<PackageStatus> statuses, List<String> words) {

    public static final PackageFilter ALL = new PackageFilter(null, null, Set.of(), List.of());

    private static final String UPS_NUMBER = "1z";
    private static final Pattern GROUPS = Pattern.compile("1z[a-z0-9]{4,16}");

    public PackageFilter {
        statuses = Set.copyOf(statuses);
        words = List.copyOf(words);
    }

    /**
     * The beginnings of words that a text asks for; none if there is neither a letter nor a digit in it. A UPS number may be
     * in groups, as UPS prints it.
     */
    public static List<String> words(String text) {
        List<String> words = SearchWords.in(text);
        String joined = String.join("", words);
        return words.size() > 1
                        && words.getFirst().equals(UPS_NUMBER)
                        && GROUPS.matcher(joined).matches()
                ? List.of(joined)
                : words.stream().distinct().toList();
    }
}
