package com.deliveryhistory.services.settings;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The names of the settings of all services: one may be given what is for another, as in a file for the whole site. They are
 * read from the configuration reference, which tests hold to the settings records.
 */
final class KnownNames {

    private static final Pattern NAME = Pattern.compile("`([^`]+)`");
    private static final Set<String> OF_SPRING_BOOT = Set.of("spring", "management", "logging", "server");

    /** A mistake leaves most letters as they are. */
    private static final int LETTERS_PER_MISTAKE = 4;

    private final List<SettingName> names;

    private KnownNames(List<SettingName> names) {
        this.names = names;
    }

    static KnownNames ofReference() {
        try (InputStream reference = Objects.requireNonNull(KnownNames.class.getResourceAsStream("configuration.md"))) {
            return new KnownNames(new String(reference.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> line.startsWith("| `"))
                    .flatMap(KnownNames::inRow)
                    .filter(name -> !OF_SPRING_BOOT.contains(name.first()))
                    .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A name that begins with a dot goes on where the row's first one ends with its last element. */
    private static Stream<SettingName> inRow(String row) {
        List<String> names = NAME.matcher(row.substring(0, row.indexOf(" | ")))
                .results()
                .map(found -> found.group(1))
                .toList();
        String stem = names.getFirst().replaceFirst("\\.[^.]*$", "");
        return names.stream().map(name -> SettingName.of(name.startsWith(".") ? stem + name : name));
    }

    /** Whether it is meant for a service, and no setting of any has that name. */
    boolean isMisspelt(SettingName given) {
        boolean ours = names.stream().anyMatch(name -> name.first().equals(given.first()));
        return ours
                ? names.stream().noneMatch(name -> name.matches(given))
                : names.stream().anyMatch(name -> name.matchesButForItsFirstElement(given));
    }

    /** What was meant, as far as can be told. */
    Optional<SettingName> nearest(SettingName given) {
        return names.stream()
                .map(name -> name.filledFrom(given))
                .min(Comparator.comparingInt(given::changesTo))
                .filter(name -> given.changesTo(name) <= name.toString().length() / LETTERS_PER_MISTAKE);
    }
}
