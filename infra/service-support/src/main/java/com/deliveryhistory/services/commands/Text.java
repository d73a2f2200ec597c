package com.deliveryhistory.services.commands;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Aligned text for terminals. */
public final class Text {

    private static final String GAP = "  ";
    private static final String NOTHING = "-";

    private Text() {}

    /** Columns as wide as their widest cell; the first row is the heading. */
    public static List<String> table(List<List<String>> rows) {
        int columns = rows.getFirst().size();
        int[] widths = new int[columns];
        for (List<String> row : rows) {
            for (int column = 0; column < columns; column++) {
                widths[column] = Math.max(widths[column], row.get(column).length());
            }
        }
        List<String> lines = new ArrayList<>();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < columns; column++) {
                String cell = row.get(column);
                line.append(cell);
                if (column < columns - 1) {
                    line.append(" ".repeat(widths[column] - cell.length())).append(GAP);
                }
            }
            lines.add(line.toString().stripTrailing());
        }
        return lines;
    }

    /** Names and values; what has several lines goes on under its first. */
    public static List<String> fields(Map<String, List<String>> fields) {
        int width = fields.keySet().stream().mapToInt(String::length).max().orElse(0);
        List<String> lines = new ArrayList<>();
        fields.forEach((name, values) -> {
            String heading = name + " ".repeat(width - name.length()) + GAP;
            for (String value : values) {
                lines.add(heading + value);
                heading = " ".repeat(heading.length());
            }
        });
        return lines;
    }

    /** To the second. */
    public static String time(@Nullable Instant time) {
        return time == null ? NOTHING : time.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** With how far away it is. */
    public static String time(@Nullable Instant time, Instant now) {
        if (time == null) {
            return NOTHING;
        }
        return time.isAfter(now)
                ? time(time) + " (in " + duration(Duration.between(now, time)) + ")"
                : time(time) + " (" + duration(Duration.between(time, now)) + " ago)";
    }

    /** In its two largest units. */
    public static String duration(Duration duration) {
        if (duration.toDays() > 0) {
            return duration.toDays() + " d " + duration.toHoursPart() + " h";
        }
        if (duration.toHours() > 0) {
            return duration.toHours() + " h " + duration.toMinutesPart() + " min";
        }
        if (duration.toMinutes() > 0) {
            return duration.toMinutes() + " min " + duration.toSecondsPart() + " s";
        }
        return duration.toSeconds() + " s";
    }

    /** As text, or what stands for nothing. */
    public static String orNothing(@Nullable Object value) {
        return value == null ? NOTHING : value.toString();
    }
}
