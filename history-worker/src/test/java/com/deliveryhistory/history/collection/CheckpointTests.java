package com.deliveryhistory.history.collection;

import static org.assertj.core.api.Assertions.assertThat;

import com.deliveryhistory.history.collection.LostSpan.Cause;
import com.deliveryhistory.history.collection.LostSpan.Delay;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class CheckpointTests {

    private static final Instant NOW = Instant.parse("2026-07-13T12:00:00Z");
    private static final Duration DAY = Duration.ofDays(1);
    private static final Delay WHY = Delay.trouble("why");
    private static final FeedReach REACH = new FeedReach(
            Duration.ofDays(7),
            Duration.ofMinutes(10),
            Duration.ofHours(2),
            DAY,
            Duration.ofMinutes(15),
            Duration.ofHours(1));

    @Test
    void the_first_collection_begins_as_far_back_as_ups_answers() {
        Checkpoint begun = Checkpoint.NOTHING.resumed(NOW, REACH, WHY);

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

        Slice slice = Objects.requireNonNull(covered.resumed(NOW, REACH, WHY).slice());

        assertThat(slice.begin()).isEqualTo(NOW.minusSeconds(3600 + 7200));
        assertThat(slice.end()).isEqualTo(NOW);
    }

    @Test
    void a_slice_under_way_goes_on_as_it_was() {
        Checkpoint underWay = Checkpoint.NOTHING.resumed(NOW, REACH, WHY).afterPage("bookmark");

        assertThat(underWay.resumed(NOW.plusSeconds(300), REACH, WHY)).isEqualTo(underWay);
    }

    @Test
    void what_is_too_old_is_lost_and_the_rest_is_collected() {
        Instant covered = NOW.minus(Duration.ofDays(10));

        Checkpoint resumed = covered(covered).resumed(NOW, REACH, Delay.notActive("PASSWORD_CHANGED"));

        Instant horizon = NOW.minus(Duration.ofDays(7)).plusSeconds(600);
        assertThat(resumed.lost())
                .containsExactly(new LostSpan(covered, horizon, Cause.GRANT_NOT_ACTIVE, "PASSWORD_CHANGED"));
        assertThat(resumed.askedTo()).isEqualTo(horizon);
        assertThat(resumed.fetched()).containsExactly(new Span(covered.minus(DAY), covered));
        assertThat(Objects.requireNonNull(resumed.slice()).begin()).isEqualTo(horizon);
    }

    @Test
    void a_first_collection_that_was_kept_from_going_on_loses_what_it_had_not_read() {
        Checkpoint begun = Checkpoint.NOTHING.resumed(NOW, REACH, WHY).afterPage("bookmark");

        Checkpoint resumed = begun.resumed(NOW.plus(Duration.ofDays(2)), REACH, Delay.notActive("EXPIRED"));

        assertThat(resumed.lost()).hasSize(1);
        assertThat(Objects.requireNonNull(resumed.slice()).bookmark()).isNull();
    }

    @Test
    void an_endless_slice_is_cut_shorter_until_it_is_given_up() {
        Checkpoint checkpoint = Checkpoint.NOTHING.resumed(NOW, REACH, WHY);
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
            Checkpoint resumed =
                    checkpoint.resumed(NOW.plus(Duration.ofDays(30L * i)), REACH, Delay.trouble("why " + i));
            checkpoint = new Checkpoint(resumed.fetched(), resumed.askedTo(), null, List.of(), resumed.lost());
        }

        assertThat(checkpoint.lost())
                .hasSize(100)
                .last()
                .extracting(LostSpan::reason)
                .isEqualTo("why 150");
    }

    @Test
    void what_ups_rejects_is_set_aside_and_the_rest_is_read() {
        Checkpoint begun = Checkpoint.NOTHING.resumed(NOW, REACH, WHY);
        Instant begin = slice(begun).begin();

        Checkpoint read = begun.afterSlice(DAY).sliceAside(REACH, "no");
        while (!slice(read).isAgain()) {
            assertThat(read.isUpToDate()).isFalse();
            read = read.afterSlice(DAY);
        }

        assertThat(read.isUpToDate()).isTrue();
        assertThat(read.fetched())
                .containsExactly(new Span(begin, begin.plus(DAY)), new Span(begin.plus(DAY.multipliedBy(2)), NOW));
        assertThat(read.aside())
                .containsExactly(LostSpan.rejected(begin.plus(DAY), begin.plus(DAY.multipliedBy(2)), "no"));
        assertThat(slice(read).begin()).isEqualTo(begin.plus(DAY));
        Checkpoint complete = read.afterSlice(DAY);
        assertThat(complete.fetched()).containsExactly(new Span(begin, NOW));
        assertThat(complete.aside()).isEmpty();
        assertThat(complete.slice()).isNull();
    }

    @Test
    void what_is_rejected_again_is_narrowed_down_with_a_bounded_number_of_calls() {
        Instant bad = NOW.minus(Duration.ofDays(3)).plusSeconds(1);
        Checkpoint checkpoint = Checkpoint.NOTHING;
        for (int poll = 0; poll < 12; poll++) {
            checkpoint = checkpoint.resumed(NOW.plus(Duration.ofHours(poll)), REACH, WHY);
            int calls = 0;
            while (checkpoint.slice() != null) {
                Slice asked = slice(checkpoint);
                boolean rejected = !asked.begin().isAfter(bad) && asked.end().isAfter(bad);
                checkpoint = rejected ? checkpoint.sliceAside(REACH, "no") : checkpoint.afterSlice(DAY);
                calls++;
            }
            assertThat(calls).isLessThanOrEqualTo(7 + 8);
            assertThat(checkpoint.isUpToDate()).isTrue();
        }

        assertThat(checkpoint.aside()).hasSize(1);
        LostSpan left = checkpoint.aside().getFirst();
        assertThat(Duration.between(left.from(), left.to())).isLessThan(Duration.ofHours(2));
        assertThat(left.from()).isBeforeOrEqualTo(bad);
        assertThat(left.to()).isAfter(bad);
        Checkpoint muchLater = checkpoint.resumed(NOW.plus(Duration.ofDays(5)), REACH, WHY);
        assertThat(muchLater.aside()).isEmpty();
        assertThat(muchLater.lost()).containsExactly(LostSpan.rejected(left.from(), left.to(), "no"));
    }

    @Test
    void a_source_that_rejects_everything_loses_nothing_before_it_is_too_old() {
        Checkpoint checkpoint = Checkpoint.NOTHING;
        for (int poll = 0; poll < 48; poll++) {
            checkpoint = checkpoint.resumed(NOW.plus(Duration.ofHours(poll)), REACH, WHY);
            while (checkpoint.slice() != null) {
                checkpoint = checkpoint.sliceAside(REACH, "not enrolled");
            }
            assertThat(checkpoint.isUpToDate()).isFalse();
        }

        assertThat(checkpoint.aside()).hasSizeLessThan(12);
        Instant horizon =
                NOW.plus(Duration.ofHours(47)).minus(Duration.ofDays(7)).plusSeconds(600);
        assertThat(checkpoint.lost()).allSatisfy(lost -> assertThat(lost.to()).isBeforeOrEqualTo(horizon));
        Checkpoint repaired = checkpoint.resumed(NOW.plus(Duration.ofDays(2)), REACH, WHY);
        for (int calls = 0; repaired.slice() != null; calls++) {
            assertThat(calls).isLessThan(10);
            repaired = repaired.afterSlice(DAY);
        }
        assertThat(repaired.isUpToDate()).isTrue();
        Instant repairedFrom =
                NOW.plus(Duration.ofDays(2)).minus(Duration.ofDays(7)).plusSeconds(600);
        assertThat(repaired.fetched()).containsExactly(new Span(repairedFrom, NOW.plus(Duration.ofDays(2))));
    }

    @Test
    void time_whose_pages_do_not_end_is_lost_once_though_it_is_asked_for_with_each_overlap() {
        Instant endless = NOW.plus(Duration.ofMinutes(25));
        Checkpoint checkpoint = covered(NOW);
        List<List<LostSpan>> lost = new ArrayList<>();

        for (int poll = 1; poll <= 3; poll++) {
            checkpoint = checkpoint.resumed(NOW.plus(Duration.ofMinutes(61L * poll)), REACH, WHY);
            while (checkpoint.slice() != null) {
                Slice asked = slice(checkpoint);
                checkpoint = !asked.begin().isAfter(endless) && asked.end().isAfter(endless)
                        ? checkpoint.sliceEndless(REACH, "no end")
                        : checkpoint.afterSlice(DAY);
            }
            lost.add(checkpoint.lost());
        }

        assertThat(lost.getFirst()).hasSize(1).allSatisfy(span -> {
            assertThat(span.from()).isBeforeOrEqualTo(endless);
            assertThat(span.to()).isAfter(endless);
        });
        assertThat(lost).containsOnly(lost.getFirst());
    }

    private static Slice slice(Checkpoint checkpoint) {
        return Objects.requireNonNull(checkpoint.slice());
    }

    private static Checkpoint covered(Instant to) {
        return new Checkpoint(List.of(new Span(to.minus(DAY), to)), to, null, List.of(), List.of());
    }

    private static List<Slice> slices(Checkpoint begun) {
        List<Slice> slices = new ArrayList<>();
        for (Checkpoint next = begun; next.slice() != null; next = next.afterSlice(DAY)) {
            slices.add(next.slice());
        }
        return slices;
    }
}
