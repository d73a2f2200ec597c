package com.deliveryhistory.history.collection;

import static org.awaitility.Awaitility.await;

import com.deliveryhistory.events.CompanyId;
import com.deliveryhistory.history.Feeds;
import com.deliveryhistory.history.feed.FeedAnswer;
import com.deliveryhistory.history.feed.FeedPages;
import com.deliveryhistory.history.feed.FeedQuery;
import com.deliveryhistory.history.pace.PaceSettings;
import com.deliveryhistory.testing.StoreCalls;
import com.deliveryhistory.testing.TestClock;
import com.deliveryhistory.testing.TestMongo;
import com.deliveryhistory.testing.WithMongo;
import com.mongodb.MongoTimeoutException;
import com.mongodb.client.MongoDatabase;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

@WithMongo
class OutageOfTheStoreTests {

    private static final PaceSettings PACE =
            new PaceSettings(8, 100, Duration.ofMinutes(2), Duration.ofSeconds(1), Duration.ofMinutes(1));
    private static final Duration LEASE = Duration.ofHours(1); // does not run out while a test waits
    private static final int CALLS_OF_A_TURN_AND_OF_WHO_LOOKS_FOR_THE_NEXT = 8;

    private final MongoDatabase database;
    private final TestClock clock = TestClock.running();
    private final AtomicInteger refused = new AtomicInteger();
    private volatile boolean away;

    OutageOfTheStoreTests(TestMongo mongo) {
        database = mongo.client().getDatabase(mongo.database());
    }

    @Test
    void a_turn_that_an_outage_cut_off_is_repeated_soon_after_it_and_not_when_its_lease_runs_out() {
        StoreCalls store = (method, effect) -> {
            if (away) {
                refused.incrementAndGet();
                throw new MongoTimeoutException("away");
            }
            return effect.get();
        };
        new CollectionStore(database).follow(Statuses.active("acme", 1), true, clock.instant());
        try (RunningWorker worker = new RunningWorker(
                "a", store.on(database), this::page, clock, WorkerProcess.settings(10, 4, LEASE), PACE)) {
            await().until(() -> refused.get() > CALLS_OF_A_TURN_AND_OF_WHO_LOOKS_FOR_THE_NEXT);
            away = false;

            await().until(() -> !worker.collecting
                    .coverages(new CompanyId("acme"))
                    .getFirst()
                    .fetched()
                    .isEmpty());
        }
    }

    /** The store goes away while UPS answers for the first time. */
    private FeedAnswer page(FeedQuery query, String authorization) {
        away = refused.get() == 0;
        return FeedPages.parse(
                query.grant(), Feeds.page(null, Feeds.delivery("1Z1", LocalDateTime.parse("2026-07-13T13:52:07"))));
    }
}
