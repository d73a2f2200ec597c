package com.deliveryhistory.optin.uploads;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.InputStreamSource;

/**
 * A list of tracking numbers as somebody sent it. It is read from where it lies, twice: to see whether it can be sent on,
 * and to send it on.
 *
 * @param lines how many lines it has
 * @param isText false if it has what no text has (the byte 0)
 */
record NumberList(InputStreamSource source, long bytes, long lines, boolean isText) {

    /** More than 50,000 of the longest numbers take; history-worker's bound. */
    static final long LARGEST = 8L << 20;

    private static final int MOST_LINES = 100_000;
    private static final int MOST_NUMBERS = 50_000;

    /** Endings of names that stand for something else than text. What follows a dot otherwise may be part of a name. */
    private static final Set<String> NO_TEXT = Set.of(
            "pdf", "doc", "docx", "docm", "odt", "rtf", "pages", "xls", "xlsx", "xlsm", "xlsb", "ods", "numbers", "ppt",
            "pptx", "odp", "msg", "eml", "zip", "gz", "tgz", "bz2", "xz", "7z", "rar", "tar", "jar", "exe", "dll",
            "msi", "bat", "cmd", "com", "scr", "ps1", "vbs", "js", "sh", "html", "htm", "svg", "png", "jpg", "jpeg",
            "gif", "bmp", "webp", "heic", "tif", "tiff", "mp3", "mp4", "mov", "avi");

    private static final Pattern ENDING = Pattern.compile("\\.(\\p{Alnum}+)$");

    private static final byte[] WORKBOOK = {'P', 'K', 3, 4};
    private static final byte[] OLD_WORKBOOK = {(byte) 0xd0, (byte) 0xcf, 0x11, (byte) 0xe0};

    static NumberList of(InputStreamSource source, long bytes) throws IOException {
        try (InputStream in = new BufferedInputStream(source.getInputStream())) {
            long lines = 1;
            boolean isText = true;
            for (int next = in.read(); next >= 0 && lines <= MOST_LINES + 1; next = in.read()) {
                lines += next == '\n' ? 1 : 0;
                isText &= next != 0;
            }
            return new NumberList(source, bytes, lines, isText);
        }
    }

    /** Numbers that were typed or pasted, in lines or between commas, semicolons or tabs. */
    static NumberList pasted(String text) throws IOException {
        byte[] lines = text.replace("\"", "").replaceAll("[,;\t]", "\n").getBytes(StandardCharsets.UTF_8);
        return of(() -> new ByteArrayInputStream(lines), lines.length);
    }

    boolean isTooLarge() {
        return bytes > LARGEST || lines > MOST_LINES + 1;
    }

    /** Whether it may have more numbers than are taken at once. */
    boolean mayHaveTooManyNumbers() {
        return lines > MOST_NUMBERS;
    }

    /** Whether the name of a file can be that of a text. */
    static boolean isNamedAsText(@Nullable String name) {
        Matcher ending = ENDING.matcher(name == null ? "" : name);
        return !ending.find() || !NO_TEXT.contains(ending.group(1).toLowerCase(Locale.ROOT));
    }

    boolean isWorkbook() throws IOException {
        try (InputStream in = source.getInputStream()) {
            byte[] start = in.readNBytes(WORKBOOK.length);
            return Arrays.equals(start, WORKBOOK) || Arrays.equals(start, OLD_WORKBOOK);
        }
    }

    /** As CSV with commas. To be closed. */
    InputStream open() throws IOException {
        return CommaSeparated.of(source.getInputStream());
    }
}
