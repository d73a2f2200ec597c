package com.deliveryhistory.history;

import static org.assertj.core.api.Assertions.assertThat;

import com.deliveryhistory.events.GrantId;
import com.deliveryhistory.events.Topics;
import com.deliveryhistory.history.Upstream.Answer;
import com.deliveryhistory.history.Upstream.PageAsked;
import com.deliveryhistory.history.feed.FeedAnswer;
import com.deliveryhistory.history.feed.FeedPages;
import com.deliveryhistory.history.feed.FuzzedPage;
import com.deliveryhistory.services.messaging.EventPublisher;
import com.deliveryhistory.testing.TestKafka;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.json.JsonMapper;

/** Companies each of which UPS sends another broken page. {@code -Dfuzz.seed=N} begins with another seed. */
@HistoryTest
class FuzzedHistoryTests extends CollectingFixture {

    private static final long FIRST = Long.getLong("fuzz.seed", 1);
    private static final int COMPANIES = 12;
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final GrantId SOMEBODY = GrantId.parse("acme/intelligent-delivery-history");
    private static final Set<String> ALL =
            IntStream.rangeClosed(1, 10).mapToObj("1Z%02d"::formatted).collect(Collectors.toSet());

    private final TestKafka kafka;

    FuzzedHistoryTests(
            @Autowired EventPublisher publisher,
            @Autowired Callers callers,
            @Autowired TestKafka kafka,
            @LocalServerPort int port) {
        super(publisher, callers, kafka, port);
        this.kafka = kafka;
    }

    @Test
    void a_page_that_stays_broken_in_one_record_gives_all_the_others_and_the_history_goes_on() {
        Map<Company, FuzzedPage> pages = new HashMap<>();
        for (long seed = FIRST; seed < FIRST + COMPANIES; seed++) {
            FuzzedPage fuzzed = FuzzedPage.insideOneRecord("1Z", seed);
            Company broken = company.another();
            pages.put(broken, fuzzed);
            upstream.feed(broken.id(), asked -> Answer.ok(asked.bookmark() == null ? fuzzed.page() : Feeds.page(null)));
            broken.optsIn();
        }

        assertStored(pages, FuzzedPage::untouched);
    }

    @Test
    void a_page_that_cannot_be_read_whole_is_asked_for_again_and_loses_nothing() {
        Map<Company, FuzzedPage> pages = new HashMap<>();
        for (long seed = FIRST; pages.size() < COMPANIES; seed++) {
            FuzzedPage fuzzed = FuzzedPage.anywhere("1Z", seed);
            if (FeedPages.parse(SOMEBODY, fuzzed.page()) instanceof FeedAnswer.Page) {
                continue; // nobody sees that it is not what UPS has
            }
            Company broken = company.another();
            AtomicReference<@Nullable PageAsked> first = new AtomicReference<>();
            pages.put(broken, fuzzed);
            upstream.feed(broken.id(), asked -> {
                if (first.compareAndSet(null, asked)) {
                    return Answer.ok(fuzzed.page());
                }
                boolean again = asked.bookmark() == null
                        && asked.begin()
                                .equals(Objects.requireNonNull(first.get()).begin());
                return Answer.ok(again ? FuzzedPage.sound("1Z") : Feeds.page(null));
            });
            broken.optsIn();
        }

        assertStored(pages, fuzzed -> ALL);
        assertThat(pages.keySet()).extracting(Company::coverage).allSatisfy(coverage -> {
            assertThat(coverage.path("fetched")).hasSize(1);
            assertThat(coverage.path("lost")).isEmpty();
            assertThat(coverage.path("rejected")).isEmpty();
        });
    }

    private void assertStored(Map<Company, FuzzedPage> pages, Function<FuzzedPage, Set<String>> numbers) {
        pages.keySet().forEach(broken -> broken.awaitCollected(Instant.EPOCH));
        Set<String> told = kafka.records(Topics.DELIVERY_EVENTS).stream()
                .map(event -> JSON.readTree(String.valueOf(event.value()))
                                .path("companyId")
                                .asString("") + "/" + event.key())
                .collect(Collectors.toSet());
        pages.forEach((broken, fuzzed) -> {
            Set<String> stored = broken.read("/packages").path("packages").values().stream()
                    .map(parcel -> parcel.path("trackingNumber").asString(""))
                    .collect(Collectors.toSet());
            assertThat(stored).as(fuzzed.what()).containsAll(numbers.apply(fuzzed));
            assertThat(numbers.apply(fuzzed))
                    .as(fuzzed.what())
                    .allMatch(number -> told.contains(broken.id() + "/" + number));
        });
    }
}
