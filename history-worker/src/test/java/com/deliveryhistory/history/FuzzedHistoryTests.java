package com.deliveryhistory.history;

import static org.assertj.core.api.Assertions.assertThat;

import com.deliveryhistory.events.Topics;
import com.deliveryhistory.history.Upstream.Answer;
import com.deliveryhistory.history.feed.FuzzedPage;
import com.deliveryhistory.services.messaging.EventPublisher;
import com.deliveryhistory.testing.TestKafka;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
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

        assertStored(pages);
    }

    @Test
    void a_page_that_was_broken_anywhere_is_read_in_the_end() {
        Map<Company, FuzzedPage> pages = new HashMap<>();
        for (long seed = FIRST; seed < FIRST + COMPANIES; seed++) {
            FuzzedPage fuzzed = FuzzedPage.anywhere("1Z", seed);
            Company broken = company.another();
            AtomicInteger calls = new AtomicInteger();
            pages.put(broken, fuzzed);
            upstream.feed(broken.id(), asked -> {
                String first = calls.getAndIncrement() == 0 ? fuzzed.page() : FuzzedPage.sound("1Z");
                return Answer.ok(asked.bookmark() == null ? first : Feeds.page(null));
            });
            broken.optsIn();
        }

        assertStored(pages);
    }

    private void assertStored(Map<Company, FuzzedPage> pages) {
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
            assertThat(stored).as(fuzzed.what()).containsAll(fuzzed.untouched());
            assertThat(fuzzed.untouched())
                    .as(fuzzed.what())
                    .allMatch(number -> told.contains(broken.id() + "/" + number));
        });
    }
}
