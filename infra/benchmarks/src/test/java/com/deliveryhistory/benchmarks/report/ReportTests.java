package com.deliveryhistory.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ReportTests {

    private static final Report REPORT = Report.of("brew")
            .figure("cups", 900, "a second")
            .figure("bare cups", 1_000, "a second")
            .figure("heap", 41.26, "MiB")
            .ratio("cups", "bare cups", 0.95)
            .ratio("bare cups", "cups", null)
            .build();

    @Test
    void a_table_shows_what_was_measured_and_which_aim_was_missed() {
        assertThat(Table.of(REPORT)).isEqualTo("""
                brew
                  cups                       900  a second
                  bare cups                1,000  a second
                  heap                      41.3  MiB
                  cups : bare cups          0.90  aim 0.95, missed
                  bare cups : cups          1.11
                """);
    }

    @Test
    void a_file_holds_the_same_for_programs(@TempDir Path folder) throws Exception {
        Path file = ReportFile.write(REPORT, folder.resolve("new"));

        assertThat(file).hasFileName("brew.json");
        JsonNode json = JsonMapper.shared().readTree(Files.readString(file));
        assertThat(json.path("name").asString()).isEqualTo("brew");
        assertThat(json.path("figures").get(0)).isEqualTo(JsonMapper.shared().readTree("""
                {"what": "cups", "value": 900.0, "unit": "a second"}
                """));
        assertThat(json.path("ratios").get(0)).isEqualTo(JsonMapper.shared().readTree("""
                {"of": "cups", "to": "bare cups", "value": 0.9, "aim": 0.95}
                """));
        assertThat(json.path("ratios").get(1).has("aim")).isFalse();
    }

    @Test
    void a_ratio_is_of_figures_that_there_are() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Report.of("brew").figure("cups", 1, "").ratio("cups", "mugs", null))
                .withMessageContaining("mugs");
    }
}
