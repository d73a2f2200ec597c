package com.deliveryhistory.testing;

import static java.util.stream.Collectors.toCollection;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/**
 * The configuration reference beside the settings records. What the records have is read from the metadata that Spring
 * Boot's annotation processor leaves with their classes.
 */
public final class SettingsReference {

    private static final String METADATA = "META-INF/spring-configuration-metadata.json";
    private static final Pattern NAME = Pattern.compile("`([^`]+)`");

    private final List<String> rows;

    private SettingsReference(List<String> rows) {
        this.rows = rows;
    }

    /** The rows under the given second-level headings. */
    public static SettingsReference of(Path file, String... headings) {
        try {
            String text = Files.readString(file);
            return new SettingsReference(Pattern.compile("^## ", Pattern.MULTILINE)
                    .splitAsStream(text)
                    .filter(section -> List.of(headings)
                            .contains(section.lines().findFirst().orElse("")))
                    .flatMap(String::lines)
                    .filter(line -> line.startsWith("| `"))
                    .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Settings of records in the package and below it, each with its default, if it has one. */
    public record Setting(String name, String defaultValue) {}

    public static Set<String> namesIn(String basePackage) {
        return settingsIn(basePackage).stream().map(Setting::name).collect(toCollection(TreeSet::new));
    }

    public static List<Setting> settingsIn(String basePackage) {
        try {
            return Collections.list(SettingsReference.class.getClassLoader().getResources(METADATA)).stream()
                    .flatMap(url -> {
                        try (var in = url.openStream()) {
                            return JsonMapper.shared()
                                    .readTree(in)
                                    .path("properties")
                                    .valueStream();
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    })
                    .filter(property -> property.path("sourceType").asString("").startsWith(basePackage + "."))
                    .map(property -> new Setting(
                            property.path("name").asString(),
                            property.path("defaultValue").asString("")))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Names as the rows have them; those of the settings of a map's entries, and of Spring Boot itself, left out. */
    public Set<String> names() {
        return rows.stream()
                .flatMap(SettingsReference::namesOf)
                .filter(name -> !name.contains("<") && !name.startsWith("spring."))
                .collect(toCollection(TreeSet::new));
    }

    /** Settings that have a default which their row does not show. */
    public List<Setting> withOtherDefault(List<Setting> settings) {
        return settings.stream()
                .filter(setting -> !setting.defaultValue().isEmpty())
                .filter(setting -> rows.stream()
                        .filter(row -> namesOf(row).anyMatch(setting.name()::equals))
                        .noneMatch(row -> cell(row, 2).contains("`" + setting.defaultValue() + "`")))
                .toList();
    }

    private static Stream<String> namesOf(String row) {
        var names = NAME.matcher(cell(row, 1))
                .results()
                .map(found -> found.group(1))
                .toList();
        String first = names.getFirst();
        String stem = first.substring(0, first.lastIndexOf('.'));
        return names.stream().map(name -> name.startsWith(".") ? stem + name : name);
    }

    private static String cell(String row, int number) {
        return Pattern.compile("\\|")
                .splitAsStream(row)
                .skip(number)
                .findFirst()
                .orElse("");
    }
}
