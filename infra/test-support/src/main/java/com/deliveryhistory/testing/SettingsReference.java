package com.deliveryhistory.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/**
 * The configuration reference beside the settings records. What the records have is read from the metadata that Spring
 * Boot's annotation processor leaves with their classes.
 */
final class SettingsReference {

    private static final String METADATA = "META-INF/spring-configuration-metadata.json";
    private static final Pattern NAME = Pattern.compile("`([^`]+)`");

    private final List<String> rows;

    private SettingsReference(List<String> rows) {
        this.rows = rows;
    }

    /** The rows under a second-level heading. */
    static SettingsReference of(Path file, String heading) {
        try {
            String text = Files.readString(file);
            return new SettingsReference(Pattern.compile("^## ", Pattern.MULTILINE)
                    .splitAsStream(text)
                    .filter(section -> section.lines().findFirst().orElse("").equals(heading))
                    .flatMap(String::lines)
                    .filter(line -> line.startsWith("| `"))
                    .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Settings of records in the package and below it. */
    static List<Setting> settingsIn(String basePackage) {
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
                            property.path("type").asString(""),
                            property.path("defaultValue").asString(""),
                            property.path("sourceType").asString("")))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Settings of which there is neither a row nor one of something below them. */
    List<String> missing(List<Setting> settings) {
        List<String> rowNames = names();
        return settings.stream()
                .flatMap(setting -> setting.parts().stream())
                .filter(part -> rowNames.stream().noneMatch(part::isOrIsAbove))
                .map(Setting::name)
                .toList();
    }

    /** Rows of something that is no setting, and has none below it. Spring Boot's own are not looked at. */
    List<String> unknown(List<Setting> settings) {
        List<Setting> parts =
                settings.stream().flatMap(setting -> setting.parts().stream()).toList();
        return names().stream()
                .filter(name -> parts.stream().noneMatch(part -> part.isOrIsBelow(name)))
                .filter(name -> parts.stream().filter(Setting::isOpen).noneMatch(part -> part.isOrIsAbove(name)))
                .toList();
    }

    /** Names as the rows have them, with {@code <>} for any entry of a map. */
    private List<String> names() {
        return rows.stream()
                .flatMap(SettingsReference::namesOf)
                .filter(name -> !name.startsWith("spring."))
                .map(name -> name.replaceAll("<[^>]*>", "<>"))
                .toList();
    }

    /** Settings that have a default which their row does not show. */
    List<Setting> withOtherDefault(List<Setting> settings) {
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
        String stem = first.substring(0, Math.max(first.lastIndexOf('.'), 0));
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
