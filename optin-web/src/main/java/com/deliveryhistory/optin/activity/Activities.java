package com.deliveryhistory.optin.activity;

import com.deliveryhistory.events.CompanyId;
import com.deliveryhistory.optin.activity.Activity.Kind;
import com.deliveryhistory.optin.activity.ActivityLog.Entry;
import com.deliveryhistory.services.csv.SpreadsheetCells;
import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The activity log as people read it. */
@Component
class Activities {

    private static final int ROWS = 50;
    private static final int MOST_ROWS_IN_A_FILE = 100_000;

    private final ActivityLog log;
    private final ActivityWords words;

    Activities(ActivityLog log, ActivityWords words) {
        this.log = log;
        this.words = words;
    }

    /** One line of the log. */
    public record Row(Instant at, String who, String what) {}

    /**
     * A page of it.
     *
     * @param next where the next older page starts; {@code null}: there is none
     */
    public record Page(List<Row> rows, @Nullable String next) {}

    /** A kind to choose from. */
    public record Choice(String kind, String words) {}

    Page page(CompanyId company, ActivityForm form, Locale language) {
        List<Entry> found = log.page(company, form.filter(), form.position().orElse(null), ROWS + 1);
        boolean more = found.size() > ROWS;
        List<Entry> shown = more ? found.subList(0, ROWS) : found;
        return new Page(
                shown.stream().map(entry -> row(entry.activity(), language)).toList(),
                more ? shown.getLast().position().toString() : null);
    }

    List<Choice> kinds(Locale language) {
        return Arrays.stream(Kind.values())
                .map(kind -> new Choice(kind.name(), words.kind(kind, language)))
                .sorted(Comparator.comparing(Choice::words))
                .toList();
    }

    /** Writes all that the form asks for as CSV (RFC 4180), row by row, the newest 100,000 at most. */
    void write(CompanyId company, ActivityForm form, Locale language, OutputStream out) throws IOException {
        CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.CRLF).build(out, StandardCharsets.UTF_8);
        csv.writeRecord("at", "who", "kind", "what");
        log.forEach(company, form.filter(), MOST_ROWS_IN_A_FILE, activity -> {
            Row row = row(activity, language);
            csv.writeRecord(
                    row.at().toString(),
                    SpreadsheetCells.harmless(row.who()),
                    activity.kind().name(),
                    SpreadsheetCells.harmless(row.what()));
        });
        csv.flush();
    }

    private Row row(Activity activity, Locale language) {
        return new Row(activity.at(), words.who(activity, language), words.what(activity, language));
    }
}
