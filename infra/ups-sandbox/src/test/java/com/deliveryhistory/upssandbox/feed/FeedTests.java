package com.deliveryhistory.upssandbox.feed;

import static org.assertj.core.api.Assertions.assertThat;

import com.deliveryhistory.upssandbox.feed.FeedFile.Entry;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FeedTests {

    private static final Instant ANCHOR = Instant.parse("2026-07-13T12:34:56Z");
    private static final Duration WEEK = Duration.ofDays(7);

    @ParameterizedTest
    @ValueSource(strings = {"999AA10123456784", "5R89390357567127", "879E930346834440", "12345E6605272234"})
    void check_digits_are_those_of_real_numbers(String number) {
        assertThat(TrackingNumbers.checkDigit(number.substring(0, 15))).isEqualTo(number.charAt(15) - '0');
    }

    @Test
    void tracking_numbers_are_found_again_and_never_repeat() {
        Dice account = Dice.of("seed", "A1B2C3");
        var numbers = new HashSet<String>();

        LongStream.iterate(0, serial -> serial < TrackingNumbers.CAPACITY, serial -> serial + 7919)
                .forEach(serial -> {
                    String number = TrackingNumbers.encode("A1B2C3", "03", serial, account);
                    assertThat(number).matches("1ZA1B2C303\\d{8}");
                    assertThat(numbers.add(number)).isTrue();
                    assertThat(TrackingNumbers.serial(number, "A1B2C3", account))
                            .hasValue(serial);
                });
    }

    @Test
    void the_same_seed_tells_the_same_and_another_another() {
        Instant now = ANCHOR.plusSeconds(60);
        List<FeedFile> files = files(feed("one", now), now);

        assertThat(files(feed("one", now), now)).isEqualTo(files);
        assertThat(files(feed("two", now), now)).isNotEqualTo(files);
    }

    @Test
    void what_has_appeared_never_changes() {
        Instant before = ANCHOR.plusSeconds(30);
        List<FeedFile> earlier = files(feed("seed", before), before);
        Instant after = before.plus(Duration.ofHours(3));

        List<FeedFile> later =
                feed("seed", after).files(ANCHOR.minus(WEEK), after).toList();

        assertThat(later).startsWith(earlier.toArray(FeedFile[]::new)).hasSizeGreaterThan(earlier.size());
        assertThat(feed("seed", after).files(ANCHOR.minus(WEEK), before).toList())
                .isEqualTo(earlier);
    }

    @Test
    void nothing_is_in_a_file_before_it_has_happened() {
        Instant now = ANCHOR.plus(Duration.ofHours(2));

        assertThat(files(feed("seed", now), now)).isNotEmpty().allSatisfy(file -> {
            assertThat(file.time()).isBeforeOrEqualTo(now);
            assertThat(file.entries())
                    .isNotEmpty()
                    .allSatisfy(entry -> assertThat(entry.step().time()).isBefore(file.time()));
        });
    }

    @Test
    void spans_of_time_put_together_give_the_whole_and_every_file_is_found_by_its_name() {
        Instant now = ANCHOR.plus(Duration.ofMinutes(10));
        Feed feed = feed("seed", now);
        List<FeedFile> whole = files(feed, now);
        Instant middle = ANCHOR.minus(Duration.ofMinutes(90)).minusSeconds(17);

        assertThat(feed.files(ANCHOR.minus(WEEK), middle)).hasSizeGreaterThan(100);
        assertThat(Stream.concat(feed.files(ANCHOR.minus(WEEK), middle), feed.files(middle.plusSeconds(1), now)))
                .isEqualTo(whole);
        assertThat(whole).extracting(FeedFile::name).isSorted().doesNotHaveDuplicates();
        assertThat(whole).allSatisfy(file -> assertThat(feed.file(file.name())).contains(file));
    }

    @Test
    void no_story_is_longer_than_it_may_be() {
        for (long number = 0; number < 20_000; number++) {
            Storyline story = Storyline.of(Dice.of("seed", "x").member(number), 0, Storyline.Pace.REAL);
            assertThat(story.steps().getLast().epochSecond()).isLessThan(Storyline.LONGEST_MINUTES * 60L);
            assertThat(story.steps()).extracting(Step::epochSecond).isSorted().doesNotHaveDuplicates();
            assertThat(story.steps().getFirst().kind()).isEqualTo(Step.Kind.LABEL_CREATED);
        }
    }

    @Test
    void every_package_shown_is_found_by_its_number_and_strangers_are_not() {
        Instant now = ANCHOR.plus(Duration.ofMinutes(10));
        Feed feed = feed("seed", now);

        assertThat(files(feed, now).stream()
                        .flatMap(file -> file.entries().stream())
                        .map(Entry::parcel))
                .hasSizeGreaterThan(1000)
                .allSatisfy(parcel ->
                        assertThat(feed.parcel(parcel.trackingNumber())).contains(parcel));
        assertThat(feed.parcel("1ZA1B2C30399999999")).isEmpty();
        assertThat(feed.parcel("1ZZZZZZZ0312345672")).isEmpty();
        assertThat(feed.parcel("")).isEmpty();
    }

    @Test
    void packages_are_known_for_as_long_as_the_history_goes_and_not_before_they_exist() {
        Instant now = ANCHOR.plus(Duration.ofHours(1));
        Parcel fresh =
                files(feed("seed", now), now).getLast().entries().getLast().parcel();
        Instant created = fresh.steps().getFirst().time();

        assertThat(feed("seed", created.minusSeconds(1)).parcel(fresh.trackingNumber()))
                .isEmpty();
        assertThat(feed("seed", created).parcel(fresh.trackingNumber())).isPresent();
        assertThat(feed("seed", created.plus(Duration.ofDays(119))).parcel(fresh.trackingNumber()))
                .isPresent();
        assertThat(feed("seed", created.plus(Duration.ofDays(121))).parcel(fresh.trackingNumber()))
                .isEmpty();
    }

    @Test
    void the_past_is_as_dense_as_asked_and_the_live_part_grows_every_few_seconds() {
        Feed feed = feed("seed", ANCHOR.plusSeconds(600));

        long past = records(feed, ANCHOR.minus(WEEK), ANCHOR.minus(Duration.ofHours(1)));
        assertThat(past).isBetween(40 * 7 * 3L, 40 * 7 * 6L);
        long live = records(feed, ANCHOR.plusSeconds(1), ANCHOR.plusSeconds(600));
        assertThat(live).isBetween(120L, 320L);
        for (int second = 0; second < 570; second += 10) {
            assertThat(records(feed, ANCHOR.plusSeconds(second), ANCHOR.plusSeconds(second + 20)))
                    .isPositive();
        }
    }

    @Test
    void a_large_account_is_read_from_its_middle_without_making_the_rest() {
        var large = settings("seed", Map.of("A1B2C3", 4000));
        Feed feed = Feeds.feed("A1B2C3", ANCHOR, large, ANCHOR);
        Instant middle = ANCHOR.minus(Duration.ofDays(3));
        Instant start = Instant.now();

        assertThat(records(feed, middle, middle.plus(Duration.ofHours(2)))).isGreaterThan(800);
        assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(10));
        assertThat(feed.files(middle, ANCHOR).limit(3)).hasSize(3);
    }

    private static long records(Feed feed, Instant from, Instant to) {
        return feed.files(from, to).mapToLong(file -> file.entries().size()).sum();
    }

    private static List<FeedFile> files(Feed feed, Instant to) {
        return feed.files(ANCHOR.minus(WEEK), to).toList();
    }

    private static Feed feed(String seed, Instant now) {
        return Feeds.feed("A1B2C3", ANCHOR, settings(seed, Map.of()), now);
    }

    private static FeedSettings settings(String seed, Map<String, Integer> accounts) {
        return new FeedSettings(
                seed,
                ANCHOR,
                Duration.ofDays(120),
                40,
                accounts,
                Duration.ofSeconds(3),
                Duration.ofHours(1),
                Duration.ofSeconds(10),
                Duration.ofSeconds(2),
                100,
                ZoneOffset.UTC);
    }
}
