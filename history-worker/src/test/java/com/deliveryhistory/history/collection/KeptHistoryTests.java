package com.deliveryhistory.history.collection;

import static org.assertj.core.api.Assertions.assertThat;

import com.deliveryhistory.history.collection.LostSpan.Cause;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What readers are told of a history whose beginning is deleted, as it is too old. */
class KeptHistoryTests {

    private static final Retention OLD = new Retention(day(10), 400);

    @Test
    void what_was_collected_before_is_said_to_be_no_longer_kept() {
        Checkpoint collected = new Checkpoint(
                List.of(new Span(day(1), day(4)), new Span(day(6), day(12)), new Span(day(14), day(20))),
                day(20),
                null,
                List.of(),
                List.of(new LostSpan(day(4), day(6), Cause.GRANT_NOT_ACTIVE, "EXPIRED"), lost(12, 14)));

        Checkpoint kept = collected.without(OLD);

        assertThat(kept.fetched()).containsExactly(new Span(day(10), day(12)), new Span(day(14), day(20)));
        assertThat(kept.lost())
                .containsExactly(
                        new LostSpan(
                                day(1),
                                day(10),
                                Cause.NO_LONGER_KEPT,
                                "Packages are deleted when nothing has happened to them for 400 days"),
                        lost(12, 14));
        assertThat(kept.askedTo()).isEqualTo(day(20));
    }

    @Test
    void a_younger_history_is_told_as_it_is() {
        Checkpoint collected =
                new Checkpoint(List.of(new Span(day(10), day(12))), day(12), null, List.of(), List.of(lost(12, 14)));

        assertThat(collected.without(OLD)).isEqualTo(collected);
        assertThat(Checkpoint.NOTHING.without(OLD)).isEqualTo(Checkpoint.NOTHING);
    }

    @Test
    void of_a_history_that_ended_long_ago_nothing_is_left() {
        Checkpoint kept =
                new Checkpoint(List.of(new Span(day(1), day(4))), day(4), null, List.of(), List.of()).without(OLD);

        assertThat(kept.fetched()).isEmpty();
        assertThat(kept.coveredTo()).isNull();
        assertThat(kept.lost()).extracting(LostSpan::to).containsExactly(day(10));
    }

    private static LostSpan lost(int from, int to) {
        return new LostSpan(day(from), day(to), Cause.OLDER_THAN_UPS_KEEPS, "x");
    }

    private static Instant day(int day) {
        return Instant.parse("2026-07-%02dT00:00:00Z".formatted(day));
    }
}
