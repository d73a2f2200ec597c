package com.deliveryhistory.systemtests.observability;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The files in {@code infra/observability}. */
final class Observability {

    private static final Path FOLDER = Path.of("../observability");
    private static final YAMLMapper YAML = YAMLMapper.shared();
    private static final Pattern ENTRY = Pattern.compile("^### (\\w+)$", Pattern.MULTILINE);
    private static final Pattern ROW = Pattern.compile("(?m)^\\| ([A-Z]\\w+) \\|");

    private Observability() {}

    /** An alert as its rule has it. */
    record Alert(String name, String expression, String runbook, String severity, String summary) {}

    /** Alerts of all groups. */
    static List<Alert> alerts() {
        return yaml("alerts.yaml")
                .path("groups")
                .valueStream()
                .flatMap(group -> group.path("rules").valueStream())
                .map(rule -> new Alert(
                        rule.path("alert").asString(""),
                        rule.path("expr").asString(""),
                        rule.path("annotations").path("runbook_url").asString(""),
                        rule.path("labels").path("severity").asString(""),
                        rule.path("annotations").path("summary").asString("")))
                .toList();
    }

    /** Dashboards by their file's name. */
    static Map<String, JsonNode> dashboards() {
        Map<String, JsonNode> dashboards = new TreeMap<>();
        for (Path file : files("grafana/dashboards")) {
            dashboards.put(file.getFileName().toString(), JsonMapper.shared().readTree(text(file)));
        }
        return dashboards;
    }

    /** Every expression in a dashboard, with the names of its file and panel. */
    static Map<String, String> expressions() {
        Map<String, String> expressions = new TreeMap<>();
        dashboards()
                .forEach((file, dashboard) -> dashboard
                        .path("panels")
                        .forEach(panel -> panel.path("targets")
                                .forEach(target -> expressions.put(
                                        "%s, %s, %s".formatted(file, panel.path("title"), target.path("refId")),
                                        target.path("expr").asString("")))));
        return expressions;
    }

    static JsonNode yaml(String file) {
        return YAML.readTree(text(FOLDER.resolve(file)));
    }

    static MetricsReference reference() {
        return new MetricsReference(text(FOLDER.resolve("metrics.md")));
    }

    /** Headings of the runbook's entries, in order. */
    static List<String> runbookEntries() {
        String alerts = text(FOLDER.resolve("runbook.md")).split("(?m)^#+ Fault by fault", 2)[0];
        return ENTRY.matcher(alerts).results().map(entry -> entry.group(1)).toList();
    }

    /** Alerts that the runbook says how to cause, in order. */
    static List<String> rehearsals() {
        String table = text(FOLDER.resolve("runbook.md")).split("(?m)^#+ Rehearse", 2)[1];
        return ROW.matcher(table).results().map(row -> row.group(1)).toList();
    }

    private static List<Path> files(String folder) {
        try (Stream<Path> files = Files.list(FOLDER.resolve(folder))) {
            return new ArrayList<>(files.sorted().toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
