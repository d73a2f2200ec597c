package com.deliveryhistory.history.uploads;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.json.JsonMapper;

/** Reads the forms in which lists of tracking numbers come, a line at a time. */
public final class NumberSources {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String LIST = "trackingNumbers";
    private static final Pattern NO_LETTERS = Pattern.compile("[^a-z]");

    /** What a column of tracking numbers is called, in the languages of the pages, by its letters alone. */
    private static final Set<String> HEADERS =
            Set.of("trackingnumber", "trackingnummer", "sendungsnummer", "numerodeseguimiento");

    private static final int LONGEST_FIELD = 1 << 16;

    private NumberSources() {}

    /**
     * A CSV file (RFC 4180) in UTF-8: the column that its header calls tracking number, Sendungsnummer or número de
     * seguimiento, or else the first one of a file without a header.
     */
    public static NumberSource csv(InputStream body) {
        return lines -> {
            int column = 0;
            boolean first = true;
            try (CsvReader<CsvRecord> rows = CsvReader.builder()
                    .detectBomHeader(true)
                    .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                    .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                    .maxBufferSize(LONGEST_FIELD)
                    .ofCsvRecord(body)) {
                for (CsvRecord row : rows) {
                    int named = first ? columnOf(row.getFields()) : -1;
                    if (named >= 0) {
                        column = named;
                    } else {
                        lines.take(
                                row.getStartingLineNumber(), column < row.getFieldCount() ? row.getField(column) : "");
                    }
                    first = false;
                }
            } catch (CsvParseException | IOException | UncheckedIOException e) {
                throw e.getCause() instanceof UnusableUpload tooLarge
                        ? tooLarge
                        : UnusableUpload.unreadable("The body is not CSV in UTF-8");
            }
        };
    }

    private static int columnOf(List<String> header) {
        return IntStream.range(0, header.size())
                .filter(column -> HEADERS.contains(letters(header.get(column))))
                .findFirst()
                .orElse(-1);
    }

    private static String letters(String name) {
        String plain = Normalizer.normalize(name.toLowerCase(Locale.ROOT), Normalizer.Form.NFD);
        return NO_LETTERS.matcher(plain).replaceAll("");
    }

    /** A JSON object whose {@code trackingNumbers} is a list of texts. */
    public static NumberSource json(InputStream body) {
        return lines -> {
            try (JsonParser parser = JSON.createParser(body)) {
                if (parser.nextToken() != JsonToken.START_OBJECT) {
                    throw notTheList();
                }
                boolean found = false;
                while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                    boolean isList = parser.currentName().equals(LIST);
                    if (isList && !found && parser.nextToken() == JsonToken.START_ARRAY) {
                        found = true;
                        take(parser, lines);
                    } else if (isList) {
                        throw notTheList();
                    } else {
                        parser.nextToken();
                        parser.skipChildren();
                    }
                }
                if (!found || parser.nextToken() != null) {
                    throw notTheList();
                }
            } catch (JacksonException e) {
                throw notTheList();
            }
        };
    }

    private static void take(JsonParser parser, NumberSource.Lines lines) {
        long place = 0;
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            place++;
            boolean isText = token == JsonToken.VALUE_STRING || token == JsonToken.VALUE_NUMBER_INT;
            lines.take(place, isText ? parser.getString() : "");
            parser.skipChildren();
        }
    }

    private static UnusableUpload notTheList() {
        return UnusableUpload.unreadable("The body is not a JSON object with a list of texts called " + LIST);
    }
}
