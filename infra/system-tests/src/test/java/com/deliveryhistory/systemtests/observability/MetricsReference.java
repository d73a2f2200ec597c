package com.deliveryhistory.systemtests.observability;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** {@code metrics.md}: a row for each metric, which begins with its name and labels. */
final class MetricsReference {

    private static final Pattern ROW = Pattern.compile("\\| `([a-z_0-9]+)(?:\\{([a-z_,]+)})?` \\|(.*)\\|");
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");

    /** Parts of a timer or a histogram; the reference names the whole. */
    private static final Pattern PART = Pattern.compile("_(count|sum|max|bucket)$");

    /** Those of libraries: the reference has of them what alerts and dashboards use. */
    private static final Pattern OF_LIBRARIES = Pattern.compile(
            "(application|disk|executor|http|jdbc|jvm|kafka|logback|mongodb|process|spring|system|tasks|tomcat)_.*");

    private final Map<String, Row> rows = new LinkedHashMap<>();

    private record Row(List<String> labels, Set<String> words) {}

    MetricsReference(String markdown) {
        markdown.lines().forEach(line -> {
            var row = ROW.matcher(line);
            if (row.matches()) {
                Set<String> words = new HashSet<>();
                CODE.matcher(row.group(3)).results().map(code -> code.group(1)).forEach(words::add);
                List<String> labels =
                        row.group(2) == null ? List.of() : List.of(row.group(2).split(","));
                rows.put(row.group(1), new Row(labels, words));
            }
        });
    }

    int size() {
        return rows.size();
    }

    /** Whether the metric, or the one that it is a part of, has a row. */
    boolean names(String metric) {
        return rows.containsKey(metric) || rows.containsKey(whole(metric));
    }

    /** Whether a metric's row has this as code. */
    boolean says(String metric, String word) {
        return Stream.of(metric, whole(metric))
                .map(rows::get)
                .anyMatch(row -> row != null && row.words().contains(word));
    }

    /** What the reference names and no service has. */
    List<String> unknown(Metrics running) {
        List<String> problems = new ArrayList<>();
        rows.forEach((name, row) -> {
            String told = Stream.of(name, name + "_count")
                    .filter(running::has)
                    .findFirst()
                    .orElse("");
            if (told.isEmpty()) {
                problems.add(name);
            } else {
                row.labels().stream()
                        .filter(label -> !running.labels(told).containsKey(label))
                        .forEach(label -> problems.add(name + "{" + label + "}"));
            }
        });
        return problems;
    }

    /** Metrics of ours that the reference does not name. */
    List<String> missing(Metrics running) {
        return running.names().stream()
                .filter(name -> !OF_LIBRARIES.matcher(name).matches())
                .filter(name -> !names(name))
                .toList();
    }

    private static String whole(String metric) {
        return PART.matcher(metric).replaceFirst((MatchResult part) -> "");
    }
}
