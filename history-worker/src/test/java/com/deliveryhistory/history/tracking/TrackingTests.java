package com.deliveryhistory.history.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import com.deliveryhistory.history.Feeds;
import com.deliveryhistory.history.packages.PackageStatus;
import com.deliveryhistory.history.packages.Scans;
import com.deliveryhistory.history.packages.Scans.Scan;
import com.deliveryhistory.history.ups.UpsAnswer;
import com.deliveryhistory.history.ups.UpsJson;
import com.deliveryhistory.testing.WildValues;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrackingTests {

    private static final String NUMBER = "1ZA1B2C30312345672";

    @Test
    void scans_are_read_with_their_quirks() {
        TrackingAnswer answer = read(Feeds.tracked(NUMBER));

        assertThat(answer).isInstanceOf(TrackingAnswer.Found.class);
        Scans scans = ((TrackingAnswer.Found) answer).scans();

        assertThat(scans.scans())
                .containsExactly(
                        new Scan(LocalDateTime.parse("2026-07-13T13:52:07"), "D", "DELIVERED", "ROSWELL", "GA"),
                        new Scan(
                                LocalDateTime.parse("2026-07-13T07:47:00"),
                                "I",
                                "Arrived at Facility",
                                "ATLANTA",
                                "GA"));
        assertThat(scans.deliveredAt()).isEqualTo("2026-07-13T13:52:07");
        assertThat(scans.receivedBy()).isEqualTo("J BUYER");
    }

    @Test
    void an_unknown_number_is_an_answer_without_scans() {
        assertThat(read(Feeds.notTracked(NUMBER))).isEqualTo(new TrackingAnswer.Nothing("TW0001"));
    }

    @Test
    void a_package_that_is_still_on_its_way_is_found_as_not_delivered() {
        assertThat(read(Feeds.tracked(NUMBER).replace("\"type\": \"D\"", "\"type\": \"I\"")))
                .isInstanceOfSatisfying(
                        TrackingAnswer.Found.class,
                        found -> assertThat(found.delivered()).isFalse());
    }

    @ParameterizedTest
    @CsvSource({"403, 10403", "400, 10400", "400, 10007", "400, ''", "404, 404", "405, 405"})
    void what_ups_refuses_to_the_application_is_no_word_on_the_number(int status, String code) {
        assertThat(UpsTracking.read(NUMBER, new UpsAnswer.Refused(status, code, "no")))
                .isInstanceOf(TrackingAnswer.TryLater.class);
    }

    @ParameterizedTest
    @CsvSource({"400, TV1002, true", "404, TW0001, false", "404, 151044, false"})
    void what_tracking_says_of_a_number_is_the_answer_for_it(int status, String code, boolean lasting) {
        assertThat(UpsTracking.read(NUMBER, new UpsAnswer.Refused(status, code, "no")))
                .isInstanceOfSatisfying(
                        TrackingAnswer.Nothing.class,
                        nothing -> assertThat(nothing.lasting()).isEqualTo(lasting));
    }

    @Test
    void of_the_packages_of_a_shipment_the_one_that_was_asked_for_is_read() {
        String own = parcel(Feeds.tracked(NUMBER));
        String other = parcel(Feeds.tracked("1ZOTHER")).replace("J BUYER", "SOMEBODY ELSE");

        assertThat(receivedBy(shipments(other + "," + own))).isEqualTo("J BUYER");
        assertThat(receivedBy(shipments(other, own))).isEqualTo("J BUYER");
        assertThat(receivedBy(shipments(other
                        + ","
                        + own.replace(
                                "\"trackingNumber\":\"" + NUMBER + "\"",
                                "\"trackingNumber\": \"92419900000033499522966220\", \"alternateTrackingNumber\": [{\"number\": \""
                                        + NUMBER
                                        + "\", \"type\": \"UPS\"}]"))))
                .isEqualTo("J BUYER");
    }

    @Test
    void the_scans_of_another_package_are_not_taken_for_those_of_the_one_that_was_asked_for() {
        String others = parcel(Feeds.tracked("1ZOTHER")) + "," + parcel(Feeds.tracked("1ZANOTHER"));

        assertThat(read(shipments(others))).isInstanceOf(TrackingAnswer.Nothing.class);
        assertThat(receivedBy(Feeds.tracked("1ZOTHER")))
                .as("the only package goes by a number of its own")
                .isEqualTo("J BUYER");
    }

    @Test
    void a_time_at_which_ups_meant_to_deliver_is_not_when_it_did() {
        String planned = Feeds.tracked(NUMBER)
                .replace(
                        "{\"type\": \"DEL\", \"endTime\": \"135207\"}", "{\"type\": \"CMT\", \"endTime\": \"230000\"}");

        assertThat(scans(planned).deliveredAt()).isEqualTo("2026-07-13T13:52:07");
    }

    @Test
    void what_ups_leaves_out_of_a_delivery_is_taken_from_its_scan() {
        String untimed =
                Feeds.tracked(NUMBER).replace(", \"deliveryTime\": {\"type\": \"DEL\", \"endTime\": \"135207\"}", "");
        assertThat(scans(untimed).deliveredAt()).isEqualTo("2026-07-13T13:52:07");

        String undated = untimed.replace("\"deliveryDate\": [{\"type\": \"DEL\", \"date\": \"20260713\"}],", "")
                .replace("\"code\": \"FS\"", "\"code\": \"FS\", \"statusCode\": \"011\"");
        assertThat(scans(undated).deliveredAt()).isEqualTo("2026-07-13T13:52:07");
        assertThat(scans(undated).status()).isEqualTo(PackageStatus.DELIVERED);
    }

    @Test
    void a_package_that_is_loaded_for_delivery_is_not_delivered() {
        String loaded = Feeds.tracked(NUMBER)
                .replace("{\"type\": \"DEL\", \"date\": \"20260713\"}", "{\"type\": \"SDD\", \"date\": \"20260713\"}")
                .replace("\"code\": \"FS\"", "\"code\": \"OF\", \"statusCode\": \"021\"");

        assertThat(scans(loaded).deliveredAt()).isNull();
        assertThat(scans(loaded).status()).isEqualTo(PackageStatus.OUT_FOR_DELIVERY);
    }

    @Test
    void another_shape_is_no_answer() {
        assertThat(read("{\"response\": {}}")).isInstanceOf(TrackingAnswer.TryLater.class);
    }

    @Test
    void any_value_in_place_of_another_is_read_or_tried_later() {
        List<WildValues.Changed> answers = WildValues.in(Feeds.tracked(NUMBER));
        assertThat(answers).hasSizeGreaterThan(300);
        for (WildValues.Changed answer : answers) {
            assertThat(UpsAnswer.read(answer.json().getBytes(StandardCharsets.UTF_8)))
                    .as(answer.what())
                    .isInstanceOfSatisfying(
                            UpsAnswer.Content.class, content -> UpsTracking.read(NUMBER, content.body()));
        }
    }

    private static Scans scans(String json) {
        return ((TrackingAnswer.Found) read(json)).scans();
    }

    private static String receivedBy(String json) {
        return String.valueOf(scans(json).receivedBy());
    }

    /** The one package of an answer. */
    private static String parcel(String answer) {
        return UpsJson.MAPPER
                .readTree(answer)
                .at("/trackResponse/shipment/0/package/0")
                .toString();
    }

    private static String shipments(String... packages) {
        return Stream.of(packages)
                .map("{\"inquiryNumber\": \"%s\", \"package\": [%%s]}".formatted(NUMBER)::formatted)
                .collect(Collectors.joining(",", "{\"trackResponse\": {\"shipment\": [", "]}}"));
    }

    private static TrackingAnswer read(String json) {
        return UpsTracking.read(NUMBER, UpsJson.MAPPER.readTree(json));
    }
}
