package com.deliveryhistory.history.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import com.deliveryhistory.events.GrantId;
import com.deliveryhistory.history.Feeds;
import com.deliveryhistory.history.packages.Fact;
import com.deliveryhistory.history.packages.Facts;
import com.deliveryhistory.history.packages.PackageStore;
import com.mongodb.client.MongoDatabase;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

class ExportingPackagesTests extends ReadingFixture {

    private static final int MORE_THAN_SOCKETS_TAKE = 3_000;

    @Autowired
    PackageStore packages;

    @Autowired
    MongoDatabase database;

    @Test
    void a_file_has_a_header_and_a_row_for_each_package_the_oldest_first() {
        told(
                Feeds.manifest("1Z1", AT),
                Feeds.exception("1Z1", AT.plusHours(1)),
                Feeds.delivery("1Z1", AT.plusHours(2)),
                Feeds.origin("1Z2", AT));

        HttpResponse<String> file = get("/packages.csv");

        description().holds("get", "/v1/companies/{companyId}/packages.csv", file, 200);
        assertThat(file.headers().firstValue("Content-Type")).contains("text/csv;header=present;charset=UTF-8");
        assertThat(file.headers().firstValue("Content-Disposition"))
                .contains("attachment; filename=\"deliveries-" + company + ".csv\"");
        assertThat(file.body()).isEqualTo("""
                tracking_number,status,updated_at,shipper_number,references,service,weight,\
                ship_from_name,ship_from_street,ship_from_city,ship_from_state,ship_from_postal_code,ship_from_country,\
                ship_to_name,ship_to_street,ship_to_city,ship_to_state,ship_to_postal_code,ship_to_country,\
                picked_up_at,scheduled_delivery,delivered_at,delivery_location,signed_by,exceptions,last_exception_reason
                1Z2,IN_TRANSIT,2026-07-13T10:00,A1B2C3,PO-1,,,,,WAYNE,NJ,,US,,,,,,,2026-07-13T10:00,,,,,0,
                1Z1,DELIVERED,2026-07-13T12:00,A1B2C3,PO-1; SO-1,,,ACME,,,,,,EXAMPLE BUYER,100 SAMPLE ST,ROSWELL,GA,30076,US,\
                2026-07-13T11:00,2026-07-15,2026-07-13T12:00,FRONT DOOR,BUYER,1,CUSTOMER NOT AVAILABLE
                """.replace("\n", "\r\n"));
    }

    @Test
    void what_ups_has_a_code_alone_for_is_called_that() {
        told(
                Feeds.manifest("1Z1", AT)
                        .replace(
                                "\"ScheduledDeliveryDate\"",
                                "\"Service\": {\"Code\": \"003\"}, \"ScheduledDeliveryDate\""),
                Feeds.exception("1Z1", AT.plusHours(1))
                        .replace("\"StatusDescription\": \"RECEIVER NOT AVAILABLE\",", "")
                        .replace("\"ReasonDescription\": \"CUSTOMER NOT AVAILABLE\",", ""));

        NamedCsvRecord row = rows(get("/packages.csv").body()).getFirst();

        assertThat(row.getField("service")).isEqualTo("Code 003");
        assertThat(row.getField("last_exception_reason")).isEqualTo("Code 01");
    }

    @Test
    void the_filters_of_lists_hold_for_files() {
        told(Feeds.origin("1ZMOVING", AT), Feeds.delivery("1ZTHERE", AT), Feeds.delivery("1ZLATER", AT.plusDays(2)));

        assertThat(numbersIn(get("/packages.csv?status=DELIVERED&to=2026-07-14").body()))
                .containsExactly("1ZTHERE");
        assertThat(numbersIn(get("/packages.csv?text=1zm").body())).containsExactly("1ZMOVING");
        assertThat(get("/packages.csv?status=GONE").statusCode()).isEqualTo(400);
    }

    @Test
    void what_a_shipper_wrote_is_quoted_and_never_a_formula() {
        told(Feeds.manifest("1Z1", AT)
                .replace("EXAMPLE BUYER", "=HYPERLINK(\\\"http://x\\\",\\\"y\\\")")
                .replace("ROSWELL", "A, \\\"B\\\"\\nC")
                .replace("PO-1", "@SUM(1)"));

        String file = get("/packages.csv").body();

        assertThat(file).contains("\"'=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\"", "'@SUM(1)");
        NamedCsvRecord row = rows(file).getFirst();
        assertThat(row.getField("ship_to_name")).isEqualTo("'=HYPERLINK(\"http://x\",\"y\")");
        assertThat(row.getField("ship_to_city")).startsWith("A, \"B\"");
    }

    @Test
    void callers_that_do_not_read_hold_up_their_company_and_then_others_until_they_go_away() throws IOException {
        ExportingPackagesTests other = another();
        addWidePackages(grant);
        addWidePackages(other.grant);

        Socket one = beginningToRead();
        try (one) {
            HttpResponse<String> tooMany = get("/packages.csv");
            description().holds("get", "/v1/companies/{companyId}/packages.csv", tooMany, 429);
            assertThat(tooMany.headers().firstValue("Retry-After")).contains("10");

            Socket another = other.beginningToRead();
            try (another) {
                HttpResponse<String> refused = another().get("/packages.csv");
                description().holds("get", "/v1/companies/{companyId}/packages.csv", refused, 503);
                assertThat(refused.headers().firstValue("Retry-After")).contains("10");
            }
        }

        await().untilAsserted(() ->
                assertThat(get("/packages.csv?text=1z000001").statusCode()).isEqualTo(200));
    }

    /** Of another company. */
    private ExportingPackagesTests another() {
        ExportingPackagesTests another = new ExportingPackagesTests();
        another.callers = callers;
        another.port = port;
        return another;
    }

    /** A caller that has seen an answer begin, and takes no more of it. Going away, it does not say goodbye. */
    private Socket beginningToRead() throws IOException {
        Socket caller = new Socket();
        caller.setReceiveBufferSize(4_096);
        caller.setSoLinger(true, 0);
        caller.connect(new InetSocketAddress("localhost", port));
        caller.getOutputStream().write(request().getBytes(StandardCharsets.US_ASCII));
        assertThat(new String(caller.getInputStream().readNBytes(12), StandardCharsets.US_ASCII))
                .isEqualTo("HTTP/1.1 200");
        return caller;
    }

    @Test
    void a_file_that_cannot_be_completed_does_not_look_complete() {
        addWidePackages(grant, 100);
        database.getCollection("packages")
                .insertOne(new Document("_id", company + "/1ZBROKEN")
                        .append("companyId", company)
                        .append("trackingNumber", "1ZBROKEN")
                        .append("version", 1L)
                        .append("position", "2027-01-01T00:00:00~1ZBROKEN")
                        .append("status", "IN_TRANSIT")
                        .append("incidents", List.of())
                        .append("words", List.of())
                        .append("facts", List.of(new Document("key", "of no kind").append("references", List.of()))));

        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> get("/packages.csv"))
                .withMessage("No whole answer")
                .withCauseInstanceOf(IOException.class);
    }

    @Test
    void rows_are_written_as_they_come_however_many_there_are() throws IOException {
        int amount = Integer.getInteger("history.export.rows", 100_000);
        CountedLines written = new CountedLines();
        told(Feeds.manifest("1Z1", AT));
        var parcel = packages.find(grant.company(), "1Z1").orElseThrow();

        CsvExport.write(
                IntStream.range(0, amount)
                        .mapToObj(number -> {
                            assertThat(number - written.lines).isLessThan(1_000);
                            return parcel;
                        })
                        .iterator(),
                written);

        assertThat(written.lines).isEqualTo(amount + 1L);
    }

    private void addWidePackages(GrantId of) {
        addWidePackages(of, MORE_THAN_SOCKETS_TAKE);
    }

    private void addWidePackages(GrantId of, int many) {
        packages.add(
                of,
                IntStream.range(0, many)
                        .boxed()
                        .collect(Collectors.toMap(i -> "1Z%06d".formatted(i), i -> List.of(wideFact(i)))),
                Instant.now());
    }

    private String request() {
        return String.join(
                "\r\n",
                "GET /v1/companies/" + company + "/packages.csv HTTP/1.1",
                "Host: localhost",
                "Authorization: Bearer " + callers.token("optin-web", company),
                "",
                "");
    }

    private static Fact wideFact(int number) {
        return Facts.originScan("fact-" + number, AT.plusSeconds(number), "x".repeat(4_000));
    }

    private static List<NamedCsvRecord> rows(String file) {
        return CsvReader.builder().ofNamedCsvRecord(file).stream().toList();
    }

    private static List<String> numbersIn(String file) {
        return rows(file).stream().map(row -> row.getField("tracking_number")).toList();
    }

    /** Takes all, keeps nothing but how many lines there were. */
    private static final class CountedLines extends OutputStream {

        private long lines;

        @Override
        public void write(int b) {
            if (b == '\n') {
                lines++;
            }
        }
    }
}
