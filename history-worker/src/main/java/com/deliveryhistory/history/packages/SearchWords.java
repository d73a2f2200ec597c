package com.deliveryhistory.history.packages;

import java.text.Normalizer;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.SequencedSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a package is found by: words of its tracking number, references, and the name and city that it goes to, in a form
 * in which neither case nor accents matter. Texts that are looked for go through {@link #in} too.
 */
public final class SearchWords {

    private static final int MOST_WORDS = 60;
    private static final int LONGEST_WORD = 64;
    private static final Pattern MARKS = Pattern.compile("\\p{M}+");
    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}]+");

    private SearchWords() {}

    /** The words of a package, each once: its number first, then each text as a whole and its parts. */
    static List<String> of(PackageView parcel) {
        SequencedSet<String> words = new LinkedHashSet<>();
        add(parcel.trackingNumber(), words);
        parcel.references().forEach(reference -> add(reference, words));
        Address to = parcel.shipTo();
        if (to != null) {
            words.addAll(in(to.name()));
            words.addAll(in(to.city()));
        }
        return words.stream().limit(MOST_WORDS).toList();
    }

    /** The words in a text; none if there is none. */
    public static List<String> in(@Nullable String text) {
        return text == null
                ? List.of()
                : WORD.matcher(folded(text))
                        .results()
                        .map(word -> bounded(word.group()))
                        .toList();
    }

    /** Numbers and references are looked for with their dashes as well as in parts. */
    private static void add(String text, SequencedSet<String> words) {
        words.add(bounded(folded(text)));
        words.addAll(in(text));
    }

    private static String folded(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        return isAscii(lower)
                ? lower
                : MARKS.matcher(Normalizer.normalize(lower, Normalizer.Form.NFKD))
                        .replaceAll("");
    }

    private static boolean isAscii(String text) {
        return text.chars().allMatch(character -> character < 128);
    }

    private static String bounded(String word) {
        return word.length() > LONGEST_WORD ? word.substring(0, LONGEST_WORD) : word;
    }
}
