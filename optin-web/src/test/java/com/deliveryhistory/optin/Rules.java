package com.deliveryhistory.optin;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The tables of the documents that tests hold to the code. */
final class Rules {

    private Rules() {}

    /** The rows of all tables in rules.md, cell by cell. */
    static List<List<String>> rows() {
        return rows(Path.of("rules.md"));
    }

    /** The rows of all tables in a document, cell by cell; no cell may have a {@code |} in it. */
    static List<List<String>> rows(Path document) {
        try (Stream<String> lines = Files.lines(document)) {
            return lines.filter(line -> line.startsWith("| "))
                    .map(line -> Stream.of(line.substring(1).split("\\|", -1))
                            .map(String::strip)
                            .toList())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
