package com.deliveryhistory.history.collection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.deliveryhistory.events.Application;
import com.deliveryhistory.events.CompanyId;
import com.deliveryhistory.events.GrantState;
import com.deliveryhistory.history.Feeds;
import com.deliveryhistory.history.feed.FeedAnswer;
import com.deliveryhistory.history.feed.FeedPages;
import com.deliveryhistory.history.feed.FeedQuery;
import com.deliveryhistory.history.pace.PaceSettings;
import com.deliveryhistory.history.pace.Work;
import com.deliveryhistory.history.packages.PackageStore;
import com.deliveryhistory.testing.TestClock;
import com.deliveryhistory.testing.TestMongo;
import com.deliveryhistory.testing.WithMongo;
import com.mongodb.client.MongoDatabase;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** {@code -Dfairness.companies} says how many are due at once. */
@WithMongo
class FairTurnsTests {

    private static final int COMPANIES = Integer.getInteger("fairness.companies", 5_000);
    private static final String LARGE = "c0";
    private static final int LARGE_PAGES = 1_000;
    private static final int RECORDS_PER_PAGE = 100;
    private static final LocalDateTime AT = LocalDateTime.parse("2026-07-13T13:52:07");
    private static final int PER_SECOND = 20;

    /** What the pace lets through in five seconds, however long a crowded machine takes for them. */
    private static final int SOON = 5 * PER_SECOND;

    private static final int PAGES_PER_TURN = 10;

    private final MongoDatabase database;
    private final TestClock clock = TestClock.running();
    private final ConcurrentLinkedQueue<String> asked = new ConcurrentLinkedQueue<>();

    FairTurnsTests(TestMongo mongo) {
        database = mongo.client().getDatabase(mongo.database());
    }

    @Test
    void while_thousands_are_due_news_are_stored_within_seconds_and_a_large_company_keeps_nobody_waiting() {
        Instant due = clock.instant().minus(Duration.ofMinutes(10));
        database.getCollection("collections", StoredCollection.class)
                .insertMany(IntStream.range(0, COMPANIES)
                        .mapToObj(i -> routine("c" + i, due.plusMillis(i)))
                        .toList());
        PaceSettings pace =
                new PaceSettings(8, PER_SECOND, Duration.ofMinutes(2), Duration.ofSeconds(1), Duration.ofMinutes(1));
        Instant start = clock.instant();
        try (RunningWorker worker =
                new RunningWorker("a", database, this::page, clock, WorkerProcess.settings(PAGES_PER_TURN, 16), pace)) {
            for (int news = 1; news <= 3; news++) {
                int before = asked.size();
                await().until(() -> asked.size() >= before + 2 * PER_SECOND);
                assertStoredSoon("new" + news);
            }
            assertThat(worker.collecting.coverages(new CompanyId("new1"))).hasSize(1);
        }

        Duration took = Duration.between(start, clock.instant());
        List<String> calls = List.copyOf(asked);
        assertThat(calls).hasSizeLessThanOrEqualTo((int) (took.toSeconds() + 1) * PER_SECOND);
        assertThat(calls.stream().filter(LARGE::equals)).hasSizeBetween(1, PAGES_PER_TURN);
        assertThat(calls.stream().distinct()).hasSizeGreaterThanOrEqualTo(5 * PER_SECOND);
    }

    /** Another instance was told of the grant: this one has to find it by itself. */
    private void assertStoredSoon(String company) {
        int before = asked.size();
        new CollectionStore(database).follow(Statuses.active(company, 1), true, clock.instant());
        PackageStore packages = new PackageStore(database);
        await().pollInterval(Duration.ofMillis(50))
                .until(() ->
                        packages.find(new CompanyId(company), numberOf(company)).isPresent());
        assertThat(asked.size() - before)
                .as("pages asked for until it was stored")
                .isLessThan(SOON);
    }

    private FeedAnswer page(FeedQuery query, String authorization) {
        String company = query.grant().company().value();
        asked.add(company);
        if (company.equals(LARGE)) {
            int page = query.bookmark() == null ? 0 : Integer.parseInt(query.bookmark());
            String next = page + 1 < LARGE_PAGES ? Integer.toString(page + 1) : null;
            return FeedPages.parse(query.grant(), Feeds.page(next, deliveries(page)));
        }
        return FeedPages.parse(
                query.grant(),
                company.startsWith("new") ? Feeds.page(null, Feeds.delivery(numberOf(company), AT)) : Feeds.page(null));
    }

    private static String deliveries(int page) {
        return Feeds.deliveries(
                AT,
                IntStream.range(0, RECORDS_PER_PAGE)
                        .mapToObj(i -> "1ZL" + (page * RECORDS_PER_PAGE + i))
                        .toList());
    }

    private static String numberOf(String company) {
        return "1Z" + company;
    }

    private StoredCollection routine(String company, Instant dueAt) {
        Instant covered = clock.instant().minus(Duration.ofHours(1));
        return new StoredCollection(
                company + "/" + Application.INTELLIGENT_DELIVERY_HISTORY,
                company,
                Application.INTELLIGENT_DELIVERY_HISTORY.value(),
                GrantState.ACTIVE,
                null,
                1,
                Work.FEED.rank(),
                dueAt,
                null,
                null,
                null,
                Instant.EPOCH,
                null,
                0,
                new Checkpoint(
                        List.of(new Span(covered.minus(Duration.ofDays(1)), covered)),
                        covered,
                        null,
                        List.of(),
                        List.of()),
                null,
                covered,
                null,
                null,
                null,
                null,
                null,
                0,
                null,
                null);
    }
}
