package com.deliveryhistory.benchmarks.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** A report for programs. */
public final class ReportFile {

    private static final JsonMapper JSON = JsonMapper.builder()
            .changeDefaultPropertyInclusion(inclusion -> inclusion.withValueInclusion(JsonInclude.Include.NON_NULL))
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build();

    private ReportFile() {}

    /** Writes {@code NAME.json} into a folder, which is made if it is not there, and returns its path. */
    public static Path write(Report report, Path folder) {
        try {
            Files.createDirectories(folder);
            Path file = folder.resolve(report.name() + ".json");
            Files.writeString(file, JSON.writeValueAsString(report) + "\n");
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException("The report cannot be written", e);
        }
    }
}
