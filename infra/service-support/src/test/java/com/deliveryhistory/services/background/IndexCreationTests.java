package com.deliveryhistory.services.background;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.deliveryhistory.services.storage.Indexed;
import com.deliveryhistory.testing.TestClock;
import com.deliveryhistory.testing.TestMongo;
import com.deliveryhistory.testing.WithMongo;
import com.mongodb.MongoException;
import com.mongodb.MongoInterruptedException;
import com.mongodb.MongoSocketReadTimeoutException;
import com.mongodb.MongoTimeoutException;
import com.mongodb.ServerAddress;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.SocketTimeoutException;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
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
    void an_index_that_is_being_built_is_asked_for_less_and_less_often(CapturedOutput output) {
        IndexCreation indexes = creation(this::isBeingBuilt, this::isAway);
        indexes.start();
        rounds();
        assertThat(attempts).hasValue(1);

        for (int pauses : List.of(1, 2, 4)) {
            int before = attempts.get();
            clock.advance(PAUSE.multipliedBy(pauses).minusMillis(1));
            rounds();
            assertThat(attempts).hasValue(before);
            clock.advance(Duration.ofMillis(1));
            rounds();
            assertThat(attempts).hasValue(before + 1);
        }
        for (int i = 0; i < 20; i++) {
            int before = attempts.get();
            clock.advance(Duration.ofMinutes(10));
            rounds();
            assertThat(attempts).hasValue(before + 1);
        }

        indexes.stop();
        assertThat(output).contains("is being built").doesNotContain("refuses");
        assertThat(refused()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {13, 20, 67, 85, 86, 115, 171, 8000, 11000, 14031})
    void what_stays_until_somebody_sees_to_it_is_a_refusal(int code) {
        IndexCreation indexes = creation(() -> {
            throw new MongoException(code, "refused");
        });

        indexes.start();

        await().untilAsserted(() -> assertThat(refused()).isOne());
        indexes.stop();
    }

    /** Conflicts with other operations, and a build that was aborted, above all: they are no outages. */
    @ParameterizedTest
    @ValueSource(ints = {27, 46, 112, 117, 276, 11601})
    void what_passes_is_tried_again_soon(int code, CapturedOutput output) {
        IndexCreation indexes = creation(() -> {
            if (attempts.incrementAndGet() <= 2) {
                throw new MongoException(code, "passes");
            }
        });

        indexes.start();

        await().until(indexes::isDone);
        assertThat(attempts).hasValue(3);
        assertThat(output).doesNotContain("refuses");
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

    private void isBeingBuilt() {
        attempts.incrementAndGet();
        throw new MongoSocketReadTimeoutException(
                "Timeout while receiving message", new ServerAddress(), new SocketTimeoutException("Read timed out"));
    }

    private void isAway() {
        others.incrementAndGet();
        throw new MongoTimeoutException("nobody answers");
    }

    /** Waits until a store that is in every round has been in two: the second began after this was called. */
    private void rounds() {
        int before = others.get();
        await().until(() -> others.get() >= before + 2);
    }

    private void failTwice() {
        if (others.incrementAndGet() <= 2) {
            throw new MongoTimeoutException("nobody answers");
        }
    }
}
