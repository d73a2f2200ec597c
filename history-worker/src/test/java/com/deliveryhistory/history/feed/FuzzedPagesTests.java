package com.deliveryhistory.history.feed;

import static org.assertj.core.api.Assertions.assertThat;

import com.deliveryhistory.events.GrantId;
import com.deliveryhistory.history.feed.FeedAnswer.CutShort;
import com.deliveryhistory.history.feed.FeedAnswer.Page;
import com.deliveryhistory.history.packages.Fact;
import com.deliveryhistory.history.ups.UpsAnswer;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code -Dfuzz.seed=N} begins with the seed of a failure. */
class FuzzedPagesTests {

    private static final GrantId GRANT = GrantId.parse("acme/intelligent-delivery-history");
    private static final long FIRST = Long.getLong("fuzz.seed", 1);
    private static final int MUTATIONS = Integer.getInteger("fuzz.mutations", 3_000);
    private static final String PREFIX = "1ZFUZZ";
    private static final Map<String, Fact> SOUND = facts((Page) FeedPages.parse(GRANT, FuzzedPage.sound(PREFIX)));

    @Test
    void whatever_is_wrong_with_one_record_costs_none_of_the_others() {
        assertThat(SOUND).hasSize(10);
        for (long seed = FIRST; seed < FIRST + MUTATIONS; seed++) {
            FuzzedPage fuzzed = FuzzedPage.insideOneRecord(PREFIX, seed);

            FeedAnswer answer = read(fuzzed, seed);

            assertThat(answer).as(seed(seed, fuzzed)).isInstanceOf(Page.class);
            Page page = (Page) answer;
            assertThat(page.bookmark()).as(seed(seed, fuzzed)).isEqualTo(FuzzedPage.BOOKMARK);
            Map<String, Fact> good = new HashMap<>(SOUND);
            good.keySet().retainAll(fuzzed.untouched());
            assertThat(facts(page)).as(seed(seed, fuzzed)).containsAllEntriesOf(good);
            assertThat(page.records().size() + page.unreadable().size())
                    .as(seed(seed, fuzzed) + ": the record itself is read or kept")
                    .isGreaterThanOrEqualTo(SOUND.size());
        }
    }

    @Test
    void whatever_is_wrong_anywhere_costs_no_record_that_it_does_not_touch() {
        int read = 0;
        for (long seed = FIRST; seed < FIRST + MUTATIONS; seed++) {
            FuzzedPage fuzzed = FuzzedPage.anywhere(PREFIX, seed);

            FeedAnswer answer = read(fuzzed, seed);

            if (answer instanceof CutShort cut) {
                assertThat(ofTheirKind(facts(cut.readable()), fuzzed.untouched()))
                        .as(seed(seed, fuzzed) + ": nothing half read")
                        .allSatisfy((number, fact) -> assertThat(fact).isEqualTo(SOUND.get(number)));
            } else if (answer instanceof Page page) {
                read++;
                Map<String, Fact> facts = facts(page);
                assertThat(ofTheirKind(facts, fuzzed.untouched()))
                        .as(seed(seed, fuzzed))
                        .allSatisfy((number, fact) -> assertThat(fact).isEqualTo(SOUND.get(number)));
                String raw = Stream.concat(
                                page.unreadable().stream().map(UnreadableRecord::content),
                                page.records().stream().map(FeedRecord::content))
                        .collect(Collectors.joining());
                assertThat(fuzzed.untouched())
                        .as(seed(seed, fuzzed) + ": read or kept")
                        .allMatch(raw::contains);
            }
        }
        assertThat(read).as("pages that were still JSON").isGreaterThan(MUTATIONS / 10);
    }

    /** Without those that came into the list of another kind, as the name of theirs is gone. */
    private static Map<String, Fact> ofTheirKind(Map<String, Fact> facts, Set<String> untouched) {
        return facts.entrySet().stream()
                .filter(entry -> untouched.contains(entry.getKey()))
                .filter(entry -> entry.getValue().kind()
                        == SOUND.getOrDefault(entry.getKey(), entry.getValue()).kind())
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private static FeedAnswer read(FuzzedPage fuzzed, long seed) {
        try {
            return QuantumView.read(GRANT, UpsAnswer.read(fuzzed.bytes()));
        } catch (RuntimeException | StackOverflowError e) {
            throw new AssertionError(seed(seed, fuzzed), e);
        }
    }

    private static String seed(long seed, FuzzedPage fuzzed) {
        return "-Dfuzz.seed=%d (%s)".formatted(seed, fuzzed.what());
    }

    /** The facts by tracking number, without their keys: a file of another name makes another key. */
    private static Map<String, Fact> facts(Page page) {
        return page.records().stream()
                .collect(Collectors.toMap(
                        FeedRecord::trackingNumber, record -> withoutKey(record.fact()), (one, other) -> one));
    }

    private static Fact withoutKey(Fact fact) {
        return new Fact(
                "",
                fact.kind(),
                fact.type(),
                fact.at(),
                fact.shipperNumber(),
                fact.references(),
                fact.description(),
                fact.city(),
                fact.state(),
                fact.country(),
                fact.shipFrom(),
                fact.shipTo(),
                fact.service(),
                fact.weight(),
                fact.scheduledDelivery(),
                fact.trouble(),
                fact.handover());
    }
}
