package com.deliveryhistory.history.collection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.deliveryhistory.events.CompanyId;
import com.deliveryhistory.history.Feeds;
import com.deliveryhistory.history.feed.Feed;
import com.deliveryhistory.history.feed.FeedPages;
import com.deliveryhistory.history.pace.PaceSettings;
import com.deliveryhistory.testing.TestClock;
import com.deliveryhistory.testing.TestMongo;
import com.deliveryhistory.testing.WithMongo;
import com.mongodb.client.MongoDatabase;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@WithMongo
class DeadGrantsTests {

    private static final LocalDateTime AT = LocalDateTime.parse("2026-07-13T13:52:07");
    private static final String WITNESS = "witness";
    private static final List<String> COMPANIES =
            IntStream.range(0, 6).mapToObj(i -> "c" + i).toList();
    private static final CollectionSettings SETTINGS = WorkerProcess.settings(5, 8);
    private static final PaceSettings PACE =
            new PaceSettings(16, 500, Duration.ofSeconds(10), Duration.ofSeconds(1), Duration.ofMinutes(1));

    private final MongoDatabase database;
    private final TestClock clock = TestClock.running();
    private final ConcurrentLinkedQueue<Call> calls = new ConcurrentLinkedQueue<>();

    DeadGrantsTests(TestMongo mongo) {
        database = mongo.client().getDatabase(mongo.database());
    }

    private record Call(String instance, String company, Instant begin, int page, long nanos) {}

    @BeforeEach
    void nothing_has_happened() {
        database.drop();
        calls.clear();
    }

    @Test
    void once_an_end_is_noted_no_instance_calls_ups_with_that_grant_until_a_new_one_goes_on_from_the_checkpoint() {
        try (RunningWorker a = new RunningWorker("a", database, endless("a"), clock, SETTINGS, PACE);
                RunningWorker b = new RunningWorker("b", database, endless("b"), clock, SETTINGS, PACE)) {
            COMPANIES.forEach(company -> a.collecting.begin(Statuses.active(company, 1)));
            b.collecting.begin(Statuses.active(WITNESS, 1));
            COMPANIES.forEach(company -> awaitPages(company, 3));

            Map<String, Long> ends = new HashMap<>();
            for (int i = 0; i < COMPANIES.size(); i++) {
                (i % 2 == 0 ? a : b).collecting.note(Statuses.invalidated(COMPANIES.get(i), 3));
                ends.put(COMPANIES.get(i), System.nanoTime());
            }
            COMPANIES.forEach(company -> b.collecting.begin(Statuses.active(company, 2))); // late, and too old
            awaitPages(WITNESS, of(WITNESS).size() + 20);

            ends.forEach((company, end) -> assertThat(of(company))
                    .allSatisfy(call -> assertThat(call.nanos() - end).isNegative()));
            assertThat(COMPANIES).allSatisfy(company -> {
                Coverage coverage =
                        a.collecting.coverages(new CompanyId(company)).getFirst();
                assertThat(coverage.state()).isEqualTo(Coverage.State.PARKED);
                assertThat(coverage.reason()).isEqualTo("PASSWORD_CHANGED");
                assertThat(coverage.nextDueAt()).isNull();
            });
            Map<String, Call> last = new HashMap<>();
            COMPANIES.forEach(company -> last.put(company, of(company).getLast()));

            COMPANIES.forEach(company -> a.collecting.begin(Statuses.active(company, 4)));
            COMPANIES.forEach(company -> awaitPages(
                    company, Objects.requireNonNull(last.get(company)).page() + 3));
            last.forEach((company, before) -> {
                Call next = of(company).stream()
                        .filter(call -> call.nanos() > before.nanos())
                        .findFirst()
                        .orElseThrow();
                assertThat(next.begin()).isEqualTo(before.begin());
                assertThat(next.page()).isBetween(before.page(), before.page() + 1);
            });
        }

        assertThat(calls).extracting(Call::instance).contains("a", "b");
        for (String company : COMPANIES) {
            List<Call> made = of(company);
            for (int i = 1; i < made.size(); i++) {
                assertThat(made.get(i).page() - made.get(i - 1).page()).isBetween(0, 1);
            }
        }
    }

    private Feed endless(String instance) {
        return (query, authorization) -> {
            String company = query.grant().company().value();
            int page = query.bookmark() == null ? 0 : Integer.parseInt(query.bookmark());
            calls.add(new Call(instance, company, query.begin(), page, System.nanoTime()));
            return FeedPages.parse(
                    query.grant(), Feeds.page(Integer.toString(page + 1), Feeds.delivery("1Z" + company + page, AT)));
        };
    }

    private List<Call> of(String company) {
        return calls.stream().filter(call -> call.company().equals(company)).toList();
    }

    private void awaitPages(String company, int count) {
        await().until(() -> of(company).stream().mapToInt(Call::page).distinct().count() >= count);
    }
}
