package com.deliveryhistory.services.storage;

import static org.assertj.core.api.Assertions.assertThat;

import com.deliveryhistory.testing.TestMongo;
import com.deliveryhistory.testing.WithMongo;
import com.mongodb.MongoException;
import com.mongodb.MongoSocketReadTimeoutException;
import com.mongodb.ServerAddress;
import com.mongodb.client.MongoDatabase;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;
import org.springframework.boot.DefaultApplicationArguments;

@WithMongo
class StoreStartTests {

    private static final Duration PAUSE = Duration.ofMillis(20);

    private final MongoDatabase database;

    StoreStartTests(TestMongo mongo) {
        database = mongo.client().getDatabase(mongo.database());
    }

    @Test
    void a_unique_index_that_is_being_built_is_asked_for_less_and_less_often() throws Exception {
        List<Duration> pauses = pausesAfter(timeout(), timeout(), timeout());

        assertThat(pauses.get(0)).isGreaterThanOrEqualTo(PAUSE.multipliedBy(2));
        assertThat(pauses.get(1)).isGreaterThanOrEqualTo(PAUSE.multipliedBy(4));
        assertThat(pauses.get(2)).isGreaterThanOrEqualTo(PAUSE.multipliedBy(8));
    }

    /** How long after each failure it was tried again, until there was none. */
    private List<Duration> pausesAfter(MongoException... failures) throws InterruptedException {
        Queue<MongoException> left = new ArrayDeque<>(List.of(failures));
        List<Long> tried = new ArrayList<>();
        Indexed store = new Indexed() {
            @Override
            public void createIndexes() {
                throw new IllegalStateException("This is done in the background");
            }

            @Override
            public void createUniqueIndexes() {
                tried.add(System.nanoTime());
                MongoException failure = left.poll();
                if (failure != null) {
                    throw failure;
                }
            }
        };
        new StoreStart(database, List.of(store), List.of(), PAUSE).run(new DefaultApplicationArguments());
        List<Duration> pauses = new ArrayList<>();
        for (int i = 1; i < tried.size(); i++) {
            pauses.add(Duration.ofNanos(tried.get(i) - tried.get(i - 1)));
        }
        return pauses;
    }

    private static MongoException timeout() {
        return new MongoSocketReadTimeoutException(
                "Timeout while receiving message", new ServerAddress(), new SocketTimeoutException("Read timed out"));
    }
}
