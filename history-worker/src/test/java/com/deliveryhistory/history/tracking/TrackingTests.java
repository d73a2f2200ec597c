package com.deliveryhistory.history.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import com.deliveryhistory.history.Feeds;
import com.deliveryhistory.history.packages.Scans;
import com.deliveryhistory.history.packages.Scans.Scan;
import com.deliveryhistory.history.ups.UpsAnswer;
import com.deliveryhistory.history.ups.UpsJson;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class TrackingTests {

    private static final Pattern VALUE = Pattern.compile("(?<=\": ?)(\"[^\"]*\"|-?\\d[\\d.]*|true|false|null)");
    private static final List<String> WILD = List.of(
            "null",
            "true",
            "{}",
            "[]",
            "[null, [], \"\"]",
            "{\"a\": [1]}",
            "\"\"",
            "\"\\ud83d\"",
            "0",
            "-1",
            "1e99999999999",
            "9".repeat(2_000),
            "\"20260231\"",
            "\"00000000\"",
            "\"99999999\"",
            "\"" + "x".repeat(70_000) + "\"");

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
        String sound = Feeds.tracked(NUMBER);
        List<MatchResult> values = VALUE.matcher(sound).results().toList();
        assertThat(values).hasSizeGreaterThan(10);
        for (MatchResult value : values) {
            for (String wild : WILD) {
                String json = sound.substring(0, value.start()) + wild + sound.substring(value.end());
                assertThat(UpsAnswer.read(json.getBytes(StandardCharsets.UTF_8)))
                        .as("%.40s in place of %s", wild, value.group())
                        .isInstanceOfSatisfying(
                                UpsAnswer.Content.class, content -> UpsTracking.read(NUMBER, content.body()));
            }
        }
    }

    private static TrackingAnswer read(String json) {
        return UpsTracking.read(NUMBER, UpsJson.MAPPER.readTree(json));
    }
}
