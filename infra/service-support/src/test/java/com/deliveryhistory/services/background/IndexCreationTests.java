package com.deliveryhistory.services.background;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.deliveryhistory.services.storage.Indexed;
import com.deliveryhistory.testing.TestClock;
import com.deliveryhistory.testing.TestMongo;
import com.deliveryhistory.testing.WithMongo;
import com.mongodb.MongoInterruptedException;
import com.mongodb.MongoTimeoutException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@WithMongo
@ExtendWith(OutputCaptureExtension.class)
class IndexCreationTests {

    private static final Duration PAUSE = Duration.ofMillis(10);

    private final MongoCollection<Document> things;
    private final MeterRegistry metrics = new SimpleMeterRegistry();
    private final TestClock clock = TestClock.standingAt(Instant.parse("2027-01-11T08:30:00Z"));
    private final AtomicInteger attempts = new AtomicInteger();
    private final AtomicInteger others = new AtomicInteger();

    IndexCreationTests(TestMongo mongo) {
        things = mongo.client().getDatabase(mongo.database()).getCollection("things");
    }

    @AfterEach
    void nothing_is_there() {
        things.drop();
    }

    @Test
    void an_index_that_is_refused_is_told_until_the_way_is_clear_for_it(CapturedOutput output) {
        things.createIndex(Indexes.ascending("name"), unique());
        IndexCreation indexes = creation(this::createSparse);
        indexes.start();
        await().untilAsserted(() -> assertThat(refused()).isOne());
        assertThat(output).contains("MongoDB refuses indexes of ").contains("name_1");

        things.dropIndex("name_1");
        clock.advance(IndexCreation.AFTER_REFUSAL);

        await().until(indexes::isDone);
        assertThat(refused()).isZero();
        assertThat(things.listIndexes())
                .anySatisfy(index ->
                        assertThat(index).containsEntry("name", "name_1").containsEntry("sparse", true));
    }

    @Test
    void what_is_refused_again_for_the_same_reason_is_logged_once(CapturedOutput output) {
        things.createIndex(Indexes.ascending("name"), unique());
        IndexCreation indexes = creation(this::createSparse);

        indexes.start();
        await().until(() -> {
            clock.advance(IndexCreation.AFTER_REFUSAL);
            return attempts.get() >= 3;
        });

        indexes.stop();
        assertThat(output).containsOnlyOnce("MongoDB refuses indexes of ");
    }

    @Test
    void it_is_left_alone_meanwhile_and_the_others_are_not() {
        things.createIndex(Indexes.ascending("name"), unique());
        IndexCreation indexes = creation(this::createSparse, this::failTwice);

        indexes.start();

        await().until(() -> others.get() == 3);
        indexes.stop();
        assertThat(attempts).hasValue(1);
        assertThat(refused()).isOne();
    }

    @Test
    void an_outage_is_no_refusal(CapturedOutput output) {
        IndexCreation indexes = creation(this::failTwice);

        indexes.start();

        await().until(indexes::isDone);
        assertThat(others).hasValue(3);
        assertThat(output).doesNotContain("refuses");
        assertThat(refused()).isZero();
    }

    @Test
    void the_end_of_the_service_is_no_refusal(CapturedOutput output) throws Exception {
        BlockingQueue<Thread> working = new ArrayBlockingQueue<>(1);
        IndexCreation indexes = creation(() -> {
            working.add(Thread.currentThread());
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                throw new MongoInterruptedException("Interrupted", e);
            }
        });
        indexes.start();
        Thread work = working.take();

        indexes.stop();

        work.join();
        assertThat(output).doesNotContain("refuses");
        assertThat(refused()).isZero();
    }

    private IndexCreation creation(Indexed... stores) {
        return new IndexCreation(List.of(stores), PAUSE, metrics, clock);
    }

    private double refused() {
        return metrics.get("indexes.refused").gauge().value();
    }

    /** What MongoDB refuses where the same index is there and is not sparse. */
    private void createSparse() {
        attempts.incrementAndGet();
        things.createIndex(Indexes.ascending("name"), unique().sparse(true));
    }

    /** The embedded store has no others in memory. */
    private static IndexOptions unique() {
        return new IndexOptions().unique(true);
    }

    private void failTwice() {
        if (others.incrementAndGet() <= 2) {
            throw new MongoTimeoutException("nobody answers");
        }
    }
}
