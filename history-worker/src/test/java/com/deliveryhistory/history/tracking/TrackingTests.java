package com.deliveryhistory.history.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import com.deliveryhistory.history.Feeds;
import com.deliveryhistory.history.packages.Scans;
import com.deliveryhistory.history.packages.Scans.Scan;
import com.deliveryhistory.history.ups.UpsAnswer;
import com.deliveryhistory.history.ups.UpsJson;
import com.deliveryhistory.testing.WildValues;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.List;
import org.junit.jupiter.api.Test;

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

    private static TrackingAnswer read(String json) {
        return UpsTracking.read(NUMBER, UpsJson.MAPPER.readTree(json));
    }
}
