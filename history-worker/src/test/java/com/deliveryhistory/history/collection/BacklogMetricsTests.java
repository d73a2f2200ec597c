package com.deliveryhistory.history.collection;

import static org.assertj.core.api.Assertions.assertThat;

import com.deliveryhistory.events.GrantState;
import com.deliveryhistory.testing.TestClock;
import com.deliveryhistory.testing.TestMongo;
import com.deliveryhistory.testing.WithMongo;
import com.mongodb.client.MongoDatabase;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

@WithMongo
class BacklogMetricsTests {

    private static final Instant NOW = Instant.parse("2026-07-13T12:00:00Z");

    private final TestClock clock = TestClock.standingAt(NOW);
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final CollectionStore collections;
    private final BacklogMetrics metrics;

    BacklogMetricsTests(TestMongo mongo) {
        MongoDatabase database = mongo.client().getDatabase(mongo.database());
        database.drop();
        collections = new CollectionStore(database);
        metrics = new BacklogMetrics(new BacklogStore(database), WorkerProcess.settings(1, 1), clock);
    }

    @Test
    void what_is_due_and_since_when_is_told_as_long_as_the_service_runs() {
        Instant earlier = NOW.minus(Duration.ofSeconds(90));
        collections.follow(Statuses.active("acme", 1), true, earlier);
        collections.follow(Statuses.active("globex", 1), true, NOW);
        collections.follow(Statuses.status("initech", 1, GrantState.INVALIDATED), false, NOW);
        metrics.bindTo(registry);

        System.gc(); // nothing but the registry holds on to the figures

        assertThat(gauge("history.due", "news")).isEqualTo(2);
        assertThat(gauge("history.due.age", "news")).isEqualTo(90);
        assertThat(gauge("history.due", "parking")).isEqualTo(1);
        assertThat(gauge("history.due", "scans")).isZero();
        assertThat(registry.get("history.behind").gauge().value()).isEqualTo(2);
    }

    @Test
    void until_the_next_count_nobody_seems_to_wait_for_longer_than_when_it_was_counted() {
        collections.follow(Statuses.active("acme", 1), true, NOW.minus(Duration.ofSeconds(30)));
        metrics.bindTo(registry);
        assertThat(gauge("history.due.age", "news")).isEqualTo(30);

        collections.follow(Statuses.status("acme", 2, GrantState.INVALIDATED), false, NOW);
        clock.advance(Duration.ofHours(1));

        assertThat(gauge("history.due.age", "news")).isLessThanOrEqualTo(30);
        assertThat(registry.get("history.behind.age").gauge().value()).isLessThanOrEqualTo(30);
    }

    private double gauge(String name, String work) {
        return registry.get(name).tag("work", work).gauge().value();
    }
}
