package com.deliveryhistory.history.collection;

import com.deliveryhistory.history.feed.Feed;
import com.deliveryhistory.history.pace.PaceSettings;
import com.deliveryhistory.services.auth.ServiceIdentity;
import com.deliveryhistory.testing.KillSwitch;
import com.deliveryhistory.testing.TestClock;
import com.mongodb.client.MongoDatabase;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Map;

/** One instance of the service that gives turns by itself, without HTTP, Kafka and Spring around it. */
final class RunningWorker implements AutoCloseable {

    final Collecting collecting;
    private final CollectionScheduler scheduler;
    private final Leases leases;

    RunningWorker(
            String name,
            MongoDatabase database,
            Feed feed,
            TestClock clock,
            CollectionSettings settings,
            PaceSettings pace) {
        WorkerProcess parts =
                new WorkerProcess(database, Outside.of(feed), told -> {}, clock, KillSwitch.never(), settings, pace);
        leases = new Leases(
                parts.collections,
                new InstanceStore(database),
                parts.paces,
                settings,
                new ServiceIdentity("history-worker", name, null, Map.of()),
                clock);
        scheduler = new CollectionScheduler(
                parts.collections, parts.turns, leases, parts.paces, settings, clock, new SimpleMeterRegistry());
        collecting = new Collecting(parts.collections, scheduler, settings, clock);
        leases.start();
        scheduler.start();
    }

    @Override
    public void close() {
        scheduler.stop();
        leases.stop();
    }
}
