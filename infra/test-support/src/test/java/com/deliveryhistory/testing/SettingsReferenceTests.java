package com.deliveryhistory.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsReferenceTests {

    private static final String DURATION = "java.time.Duration";
    private static final String HOUSE = "com.example.House";

    @TempDir
    Path folder;

    /** A settings record as the metadata does not look into it. */
    record Door(String colour, Knob frontKnob) {}

    record Knob(String material, int size) {}

    @Test
    void a_setting_without_a_row_is_missing() throws IOException {
        var settings = List.of(setting("tea.time"), setting("tea.temperature"));

        assertThat(reference("tea.time").missing(settings)).containsExactly("tea.temperature");
    }

    @Test
    void a_row_without_a_setting_is_unknown() throws IOException {
        assertThat(reference("tea.time", "coffee.time").unknown(List.of(setting("tea.time"))))
                .containsExactly("coffee.time");
    }

    @Test
    void every_part_of_a_record_needs_a_row() throws IOException {
        var door = List.of(new Setting("door", Door.class.getName(), "", HOUSE));
        var complete = reference("door.colour", "door.front-knob.material", "door.front-knob.size");

        assertThat(complete.missing(door)).isEmpty();
        assertThat(complete.unknown(door)).isEmpty();
        assertThat(reference("door.colour", "door.front-knob.size").missing(door))
                .containsExactly("door.front-knob.material");
        assertThat(reference("door.colour", "door.knob.size").unknown(door)).containsExactly("door.knob.size");
    }

    @Test
    void every_part_of_a_maps_entries_needs_a_row_under_whatever_name() throws IOException {
        var knobs = List.of(
                new Setting("knobs", "java.util.Map<java.lang.String," + Knob.class.getName() + ">", "", HOUSE));

        assertThat(reference("knobs", "knobs.<room>.material", "knobs.<room>.size")
                        .missing(knobs))
                .isEmpty();
        assertThat(reference("knobs", "knobs.<room>.material", "knobs.<room>.size")
                        .unknown(knobs))
                .isEmpty();
        assertThat(reference("knobs", "knobs.<room>.size").missing(knobs)).containsExactly("knobs.<>.material");
        assertThat(reference("knobs.<room>.shine").unknown(knobs)).containsExactly("knobs.<>.shine");
    }

    @Test
    void rows_may_say_more_of_a_map_of_texts() throws IOException {
        var options = List.of(new Setting("options", "java.util.Map<java.lang.String,java.lang.String>", "", HOUSE));

        assertThat(reference("options.<option>").missing(options)).isEmpty();
        assertThat(reference("options.<option>", "options.region").unknown(options))
                .isEmpty();
    }

    @Test
    void a_default_that_the_row_does_not_show_is_found() throws IOException {
        var time = new Setting("tea.time", DURATION, "5m", HOUSE);

        assertThat(reference("tea.time").withOtherDefault(List.of(time))).containsExactly(time);
        assertThat(reference("tea.time` | `5m").withOtherDefault(List.of(time))).isEmpty();
    }

    private static Setting setting(String name) {
        return new Setting(name, DURATION, "", HOUSE);
    }

    private SettingsReference reference(String... rows) throws IOException {
        StringBuilder text = new StringBuilder("# Reference\n\n## kitchen\n\n| setting | default |\n|---|---|\n");
        for (String row : rows) {
            text.append("| `").append(row).append("` | |\n");
        }
        text.append("\n## hall\n\n| `hall.light` | |\n");
        return SettingsReference.of(Files.writeString(folder.resolve("configuration.md"), text), "kitchen");
    }
}
