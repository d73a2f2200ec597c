package com.deliveryhistory.optin.passwords;

import com.nulabinc.zxcvbn.Pattern;
import com.nulabinc.zxcvbn.Zxcvbn;
import com.nulabinc.zxcvbn.matchers.Match;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.core.io.ClassPathResource;
import org.springframework.stereotype.Component;

/**
 * Which passwords are taken: long ones of any characters that are not among the first ones to be tried by somebody who
 * knows the usual lists and whose password it is. No rules on kinds of characters (NIST SP 800-63B-4, section 3.1.1.2).
 */
@Component
public class PasswordRules {

    public static final int SHORTEST = 15;
    public static final int LONGEST = 256;

    /** Guesses that a password must withstand, as a power of ten; below, it stands on a list or is made of a few entries. */
    private static final double GUESSES = 10;

    /** What is estimated of a long password: more costs seconds, and a beginning that is strong enough is enough. */
    private static final int ESTIMATED = 64;

    /** Shorter words are part of too much to say anything. */
    private static final int SHORTEST_WORD = 3;

    private static final List<String> PRODUCT = List.of("delivery", "deliveries", "history", "ups.com");

    private final Set<String> phrases = phrases();
    private final Zxcvbn estimator = new Zxcvbn();

    PasswordRules() {}

    /** Why a password is not taken. The words are in {@code messages.properties}, {@code password.<weakness>}. */
    public enum Weakness {
        TOO_SHORT,
        TOO_LONG,
        /** Contains little but names of the person, the company or this product. */
        PERSONAL,
        /** The same again and again. */
        REPEATED,
        /** In the order of the alphabet, of numbers or of the keyboard. */
        SEQUENCE,
        /** On a list of common passwords, or made of a few entries of one. */
        COMMON
    }

    /**
     * Judges a password that was typed twice.
     *
     * @return the message that says why it is not taken; empty if it is
     */
    public Optional<String> problemOf(String password, String again, Collection<String> personal) {
        Optional<String> weakness = weaknessOf(password, personal).map(found -> "password." + found);
        return weakness.isPresent() || password.equals(again) ? weakness : Optional.of("password.different");
    }

    /**
     * Judges a password.
     *
     * @param personal what somebody would try first who knows the person: names, the company's name
     * @return why it is not taken; empty if it is
     */
    public Optional<Weakness> weaknessOf(String password, Collection<String> personal) {
        String text = Passwords.normalized(password);
        int length = text.codePointCount(0, text.length());
        if (length < SHORTEST) {
            return Optional.of(Weakness.TOO_SHORT);
        }
        if (length > LONGEST) {
            return Optional.of(Weakness.TOO_LONG);
        }
        Set<String> names = words(personal);
        List<String> known = new ArrayList<>(names);
        known.addAll(phrases);
        Weakness worst = null;
        double fewest = GUESSES;
        for (String form : new LinkedHashSet<>(List.of(text, withoutSeparators(text)))) {
            var estimate = estimator.measure(form.substring(0, Math.min(form.length(), ESTIMATED)), known);
            if (estimate.getGuessesLog10() < fewest) {
                fewest = estimate.getGuessesLog10();
                worst = weakness(estimate.getSequence(), names);
            }
        }
        return Optional.ofNullable(worst);
    }

    /** What the longest part of it is. */
    private static Weakness weakness(List<Match> parts, Set<String> names) {
        if (parts.stream().anyMatch(part -> names.contains(part.token.toString().toLowerCase(Locale.ROOT)))) {
            return Weakness.PERSONAL;
        }
        return parts.stream()
                .max((one, other) -> Integer.compare(one.tokenLength(), other.tokenLength()))
                .map(longest -> switch (longest.pattern) {
                    case Pattern.Repeat -> Weakness.REPEATED;
                    case Pattern.Sequence, Pattern.Spatial -> Weakness.SEQUENCE;
                    default -> Weakness.COMMON;
                })
                .orElse(Weakness.COMMON);
    }

    private static Set<String> words(Collection<String> personal) {
        return Stream.concat(personal.stream(), PRODUCT.stream())
                .map(text -> text.toLowerCase(Locale.ROOT))
                .flatMap(text -> Stream.concat(Stream.of(text), Arrays.stream(text.split("[^\\p{L}\\p{N}]+", -1))))
                .filter(word -> word.length() >= SHORTEST_WORD)
                .collect(Collectors.toSet());
    }

    /** Blanks and the like between well-known words make nothing harder to guess. */
    private static String withoutSeparators(String text) {
        return text.replaceAll("[\\s\\p{Punct}]+", "");
    }

    private static Set<String> phrases() {
        try {
            return new ClassPathResource("passwords/famous-phrases.txt")
                    .getContentAsString(StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(PasswordRules::withoutSeparators)
                    .collect(Collectors.toSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
