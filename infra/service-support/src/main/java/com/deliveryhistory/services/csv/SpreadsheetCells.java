package com.deliveryhistory.services.csv;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Values of CSV files. */
public final class SpreadsheetCells {

    private static final String BEGINS_FORMULAS = "=+-@\t\r\n＝＋－＠";

    private SpreadsheetCells() {}

    /**
     * A value that no spreadsheet takes for a formula: the apostrophe makes it a text (OWASP, CSV Injection). People fill in
     * names and references as they like. {@code null} becomes empty.
     */
    public static String harmless(@Nullable Object value) {
        String text = Objects.toString(value, "");
        return !text.isEmpty() && BEGINS_FORMULAS.indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
    }
}
