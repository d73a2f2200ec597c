package com.deliveryhistory.benchmarks.report;

import java.util.Locale;

/** A report for people. */
public final class Table {

    private Table() {}

    public static String of(Report report) {
        int width = Math.max(
                report.figures().stream()
                        .mapToInt(figure -> figure.what().length())
                        .max()
                        .orElse(0),
                report.ratios().stream()
                        .mapToInt(ratio -> title(ratio).length())
                        .max()
                        .orElse(0));
        StringBuilder table = new StringBuilder().append(report.name()).append('\n');
        for (Figure figure : report.figures()) {
            line(table, width, figure.what(), number(figure.value()), figure.unit());
        }
        for (Ratio ratio : report.ratios()) {
            line(table, width, title(ratio), String.format(Locale.ROOT, "%.2f", ratio.value()), judged(ratio));
        }
        return table.toString();
    }

    private static void line(StringBuilder table, int width, String what, String value, String note) {
        table.append(String.format(Locale.ROOT, "  %-" + width + "s  %12s  %s", what, value, note)
                        .stripTrailing())
                .append('\n');
    }

    private static String title(Ratio ratio) {
        return ratio.of() + " : " + ratio.to();
    }

    private static String judged(Ratio ratio) {
        if (ratio.aim() == null) {
            return "";
        }
        return String.format(Locale.ROOT, "aim %.2f%s", ratio.aim(), ratio.reached() ? "" : ", missed");
    }

    /** Three digits that say something. */
    private static String number(double value) {
        double size = Math.abs(value);
        int decimals = size >= 100 || size == 0 ? 0 : size >= 10 ? 1 : 2;
        return String.format(Locale.ROOT, "%,." + decimals + "f", value);
    }
}
