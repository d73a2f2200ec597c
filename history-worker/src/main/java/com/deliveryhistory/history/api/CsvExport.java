package com.deliveryhistory.history.api;

import com.deliveryhistory.history.packages.Address;
import com.deliveryhistory.history.packages.PackageView;
import com.deliveryhistory.history.packages.Service;
import com.deliveryhistory.services.csv.SpreadsheetCells;
import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Writes packages as CSV (RFC 4180): a header row, then a row for each. */
final class CsvExport {

    private static final String BETWEEN_REFERENCES = "; ";

    private static final Map<String, Function<PackageView, @Nullable Object>> COLUMNS = columns();

    private CsvExport() {}

    private static Map<String, Function<PackageView, @Nullable Object>> columns() {
        Map<String, Function<PackageView, @Nullable Object>> columns = new LinkedHashMap<>();
        columns.put("tracking_number", PackageView::trackingNumber);
        columns.put("status", PackageView::status);
        columns.put("updated_at", PackageView::updatedAt);
        columns.put("shipper_number", PackageView::shipperNumber);
        columns.put("references", parcel -> String.join(BETWEEN_REFERENCES, parcel.references()));
        columns.put("service", parcel -> of(parcel.service(), Service::inWords));
        columns.put("weight", PackageView::weight);
        address(columns, "ship_from", PackageView::shipFrom);
        address(columns, "ship_to", PackageView::shipTo);
        columns.put("picked_up_at", PackageView::pickedUpAt);
        columns.put("scheduled_delivery", PackageView::scheduledDelivery);
        columns.put("delivered_at", PackageView::deliveredAt);
        columns.put("delivery_location", PackageView::deliveryLocation);
        columns.put("signed_by", PackageView::signedBy);
        columns.put("exceptions", parcel -> parcel.exceptions().size());
        columns.put(
                "last_exception_reason",
                parcel -> parcel.exceptions().isEmpty()
                        ? null
                        : parcel.exceptions().getFirst().inWords());
        return columns;
    }

    private static void address(
            Map<String, Function<PackageView, @Nullable Object>> columns,
            String prefix,
            Function<PackageView, @Nullable Address> whose) {
        columns.put(prefix + "_name", parcel -> of(whose.apply(parcel), Address::name));
        columns.put(prefix + "_street", parcel -> of(whose.apply(parcel), Address::street));
        columns.put(prefix + "_city", parcel -> of(whose.apply(parcel), Address::city));
        columns.put(prefix + "_state", parcel -> of(whose.apply(parcel), Address::state));
        columns.put(prefix + "_postal_code", parcel -> of(whose.apply(parcel), Address::postalCode));
        columns.put(prefix + "_country", parcel -> of(whose.apply(parcel), Address::country));
    }

    private static <T> @Nullable Object of(@Nullable T whole, Function<T, @Nullable Object> part) {
        return whole == null ? null : part.apply(whole);
    }

    /**
     * Writes all of them, a buffer at a time. Leaves the stream open, so that what ends early is not ended as if complete.
     *
     * @throws java.io.UncheckedIOException if nobody takes them
     */
    static void write(Iterator<PackageView> packages, OutputStream out) throws IOException {
        CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.CRLF).build(out, StandardCharsets.UTF_8);
        csv.writeRecord(COLUMNS.keySet());
        while (packages.hasNext()) {
            PackageView parcel = packages.next();
            csv.writeRecord(COLUMNS.values().stream()
                    .map(column -> SpreadsheetCells.harmless(column.apply(parcel)))
                    .toList());
        }
        csv.flush();
    }
}
