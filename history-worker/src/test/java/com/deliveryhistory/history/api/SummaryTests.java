package com.deliveryhistory.history.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.deliveryhistory.history.Feeds;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class SummaryTests extends ReadingFixture {

    @Test
    void packages_count_on_the_day_that_matters() {
        told(
                Feeds.exception("1Z1", AT),
                Feeds.delivery("1Z1", AT.plusDays(1)),
                Feeds.generic("IR", "1Z1", AT.plusDays(3)),
                Feeds.delivery("1Z2", AT.plusDays(1)),
                Feeds.exception("1Z3", AT.plusDays(2)),
                Feeds.origin("1Z4", AT.plusDays(2)),
                Feeds.generic("OD", "1Z5", AT.plusDays(2)),
                Feeds.manifest("1Z6", AT.plusDays(2)));

        JsonNode summary = read("/summary?from=2026-07-12&to=2026-07-16");

        assertThat(days(summary))
                .containsExactly(
                        "2026-07-12 0 0 0",
                        "2026-07-13 0 1 0",
                        "2026-07-14 2 0 0",
                        "2026-07-15 0 1 2",
                        "2026-07-16 0 0 0");
    }

    @Test
    void exceptions_are_counted_by_reason_the_most_frequent_first() {
        String weather = "WEATHER";
        told(
                Feeds.exception("1Z1", AT),
                Feeds.exception("1Z2", AT).replace("CUSTOMER NOT AVAILABLE", weather),
                Feeds.exception("1Z3", AT.plusDays(1)).replace("CUSTOMER NOT AVAILABLE", weather),
                Feeds.exception("1Z3", AT.plusDays(2)).replace("CUSTOMER NOT AVAILABLE", weather),
                Feeds.exception("1Z4", AT.plusDays(9)));

        JsonNode summary = read("/summary?from=2026-07-13&to=2026-07-15");

        assertThat(summary.path("exceptionReasons")).hasToString("""
                [{"reason":"WEATHER","exceptions":3},{"reason":"CUSTOMER NOT AVAILABLE","exceptions":1}]""");
        assertThat(days(summary)).containsExactly("2026-07-13 0 2 0", "2026-07-14 0 1 0", "2026-07-15 0 1 0");
    }

    @Test
    void without_dates_it_is_about_the_last_thirty_days() {
        assertThat(read("/summary").path("days").size()).isEqualTo(30);
        assertThat(read("/summary?to=2026-07-15").path("from").asString()).isEqualTo("2026-06-16");
    }

    /** Each day with what was delivered, what went wrong, and what was in transit. */
    private static List<String> days(JsonNode summary) {
        return summary.path("days").values().stream()
                .map(day -> day.values().stream().map(JsonNode::asString).collect(Collectors.joining(" ")))
                .toList();
    }
}
