package com.deliveryhistory.history.collection;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class CheckpointTests {

    private static final Instant NOW = Instant.parse("2026-07-13T12:00:00Z");
    private static final Duration DAY = Duration.ofDays(1);
    private static final FeedReach REACH =
            new FeedReach(Duration.ofDays(7), Duration.ofMinutes(10), Duration.ofHours(2), DAY, Duration.ofMinutes(15));

    @Test
    void the_first_collection_begins_as_far_back_as_ups_answers() {
        Checkpoint begun = Checkpoint.NOTHING.resumed(NOW, REACH, "why");

        List<Slice> slices = slices(begun);
        assertThat(slices).hasSize(7);
        assertThat(slices.getFirst().begin())
                .isEqualTo(NOW.minus(Duration.ofDays(7)).plusSeconds(600));
        assertThat(slices.getLast().end()).isEqualTo(NOW);
        assertThat(begun.lost()).isEmpty();
    }

    @Test
    void later_collections_begin_a_little_before_the_end_of_the_one_before() {
        Checkpoint covered = covered(NOW.minusSeconds(3600));

        Slice slice = Objects.requireNonNull(covered.resumed(NOW, REACH, "why").slice());

        assertThat(slice.begin()).isEqualTo(NOW.minusSeconds(3600 + 7200));
        assertThat(slice.end()).isEqualTo(NOW);
    }

    @Test
    void a_slice_under_way_goes_on_as_it_was() {
        Checkpoint underWay = Checkpoint.NOTHING.resumed(NOW, REACH, "why").afterPage("bookmark");

        assertThat(underWay.resumed(NOW.plusSeconds(300), REACH, "why")).isEqualTo(underWay);
    }

    @Test
    void what_is_too_old_is_lost_and_the_rest_is_collected() {
        Instant covered = NOW.minus(Duration.ofDays(10));

        Checkpoint resumed = covered(covered).resumed(NOW, REACH, "PASSWORD_CHANGED");

        Instant horizon = NOW.minus(Duration.ofDays(7)).plusSeconds(600);
        assertThat(resumed.lost()).containsExactly(new LostSpan(covered, horizon, "PASSWORD_CHANGED"));
        assertThat(resumed.coveredFrom()).isEqualTo(horizon);
        assertThat(Objects.requireNonNull(resumed.slice()).begin()).isEqualTo(horizon);
    }

    @Test
    void a_first_collection_that_was_kept_from_going_on_loses_what_it_had_not_read() {
        Checkpoint begun = Checkpoint.NOTHING.resumed(NOW, REACH, "why").afterPage("bookmark");

        Checkpoint resumed = begun.resumed(NOW.plus(Duration.ofDays(2)), REACH, "EXPIRED");

        assertThat(resumed.lost()).hasSize(1);
        assertThat(Objects.requireNonNull(resumed.slice()).bookmark()).isNull();
    }

    @Test
    void an_endless_slice_is_cut_shorter_until_it_is_given_up() {
        Checkpoint checkpoint = Checkpoint.NOTHING.resumed(NOW, REACH, "why");
        int cuts = 0;
        while (checkpoint.lost().isEmpty()) {
            checkpoint = checkpoint.sliceEndless(REACH, "endless");
            cuts++;
            assertThat(cuts).isLessThan(20);
        }

        assertThat(checkpoint.lost().getFirst().reason()).isEqualTo("endless");
        assertThat(Objects.requireNonNull(checkpoint.slice()).begin())
                .isEqualTo(checkpoint.lost().getFirst().to());
    }

    @Test
    void losses_are_not_listed_without_end() {
        Checkpoint checkpoint = covered(NOW);
        for (int i = 1; i <= 150; i++) {
            Checkpoint resumed = checkpoint.resumed(NOW.plus(Duration.ofDays(30L * i)), REACH, "why " + i);
            checkpoint = new Checkpoint(resumed.coveredFrom(), resumed.coveredTo(), null, resumed.lost());
        }

        assertThat(checkpoint.lost())
                .hasSize(100)
                .last()
                .extracting(LostSpan::reason)
                .isEqualTo("why 150");
    }

    private static Checkpoint covered(Instant to) {
        return new Checkpoint(to.minus(DAY), to, null, List.of());
    }

    private static List<Slice> slices(Checkpoint begun) {
        List<Slice> slices = new ArrayList<>();
        for (Checkpoint next = begun; next.slice() != null; next = next.afterSlice(DAY)) {
            slices.add(next.slice());
        }
        return slices;
    }
}
