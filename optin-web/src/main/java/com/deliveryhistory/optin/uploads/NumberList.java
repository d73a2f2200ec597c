package com.deliveryhistory.optin.uploads;

import static com.deliveryhistory.optin.uploads.Encoding.startsWith;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Reader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.InputStreamSource;

/**
 * A list of tracking numbers as somebody sent it. It is read from where it lies, once more for each thing that is to be
 * found out before it is sent on.
 *
 * @param lines how many lines it has
 * @param isText false if it has characters that no text has
 */
record NumberList(InputStreamSource source, long bytes, Encoding encoding, long lines, boolean isText) {

    /** More than 50,000 of the longest numbers take; history-worker's bound. */
    static final long LARGEST = 8L << 20;

    private static final int MOST_LINES = 100_000;
    private static final int MOST_NUMBERS = 50_000;

    private static final Set<String> SPREADSHEETS = Set.of("xls", "xlsx", "xlsm", "xlsb", "ods", "numbers");

    /** Other endings of names that stand for something else than text. What follows a dot otherwise may be part of a name. */
    private static final Set<String> NO_TEXT = Set.of(
            "pdf", "doc", "docx", "docm", "odt", "rtf", "pages", "ppt", "pptx", "odp", "msg", "eml", "zip", "gz", "tgz",
            "bz2", "xz", "7z", "rar", "tar", "jar", "exe", "dll", "msi", "bat", "cmd", "com", "scr", "ps1", "vbs", "js",
            "sh", "html", "htm", "svg", "png", "jpg", "jpeg", "gif", "bmp", "webp", "heic", "tif", "tiff", "mp3", "mp4",
            "mov", "avi");

    private static final Pattern ENDING = Pattern.compile("\\.(\\p{Alnum}+)$");

    private static final byte[] PDF = {'%', 'P', 'D', 'F', '-'};
    private static final byte[] ZIP = {'P', 'K', 3, 4};

    /** Office programs' files before they were ZIP. */
    private static final byte[] OLE = {(byte) 0xd0, (byte) 0xcf, 0x11, (byte) 0xe0};

    /** What stands near the beginning of spreadsheet programs' ZIP files: a name of Excel's, a type, a name of Numbers'. */
    private static final Pattern WORKBOOK = Pattern.compile("xl/|opendocument\\.spreadsheet|Index/[^/]*\\.iwa");

    private static final int BEGINNING = 64 << 10;

    static NumberList of(InputStreamSource source, long bytes) throws IOException {
        Encoding encoding = Encoding.of(source);
        try (Reader in = encoding.open(source)) {
            long lines = 1;
            boolean isText = true;
            int last = 0;
            for (int next = in.read(); next >= 0 && lines <= MOST_LINES + 1; next = in.read()) {
                lines += next == '\r' || (next == '\n' && last != '\r') ? 1 : 0;
                isText &= isOfText((char) next);
                last = next;
            }
            return new NumberList(source, bytes, encoding, lines, isText);
        }
    }

    /** Of the control characters, those that stand for blanks and for the end of a file. */
    private static boolean isOfText(char character) {
        return switch (character) {
            case '\t', '\n', '\f', '\r', 0x1a -> true;
            default -> character >= ' ' && character != 0x7f;
        };
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

    /**
     * Why this cannot be a list of numbers, by what it is and by its name; {@code null} if it can be one.
     *
     * @param name of the file; {@code null} if it has none
     */
    @Nullable
    UploadProblem problem(@Nullable String name) throws IOException {
        byte[] start = Encoding.start(source, BEGINNING);
        String ending = ending(name);
        if (startsWith(start, PDF)) {
            return UploadProblem.PDF;
        }
        if (startsWith(start, ZIP) || startsWith(start, OLE)) {
            boolean isWorkbook = SPREADSHEETS.contains(ending)
                    || (startsWith(start, OLE) && !NO_TEXT.contains(ending))
                    || WORKBOOK.matcher(new String(start, StandardCharsets.ISO_8859_1))
                            .find();
            return isWorkbook ? UploadProblem.WORKBOOK : UploadProblem.KIND;
        }
        if (NO_TEXT.contains(ending) || SPREADSHEETS.contains(ending)) {
            return UploadProblem.KIND;
        }
        return isText ? null : UploadProblem.UNREADABLE;
    }

    private static String ending(@Nullable String name) {
        return Stream.ofNullable(name)
                .map(ENDING::matcher)
                .filter(Matcher::find)
                .map(found -> found.group(1).toLowerCase(Locale.ROOT))
                .findFirst()
                .orElse("");
    }

    /** Writes it as CSV with commas in UTF-8, and leaves the stream open. */
    void writeTo(OutputStream out) throws IOException {
        try (Reader numbers = CommaSeparated.of(encoding.open(source))) {
            Writer to = new OutputStreamWriter(out, StandardCharsets.UTF_8);
            numbers.transferTo(to);
            to.flush();
        }
    }
}
