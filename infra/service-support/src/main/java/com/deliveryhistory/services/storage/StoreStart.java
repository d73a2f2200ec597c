package com.deliveryhistory.services.storage;

import com.mongodb.MongoException;
import com.mongodb.MongoSocketReadTimeoutException;
import com.mongodb.client.MongoDatabase;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.bson.Document;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;

/**
 * Waits until the store answers, for as long as it takes, and then gets what the service needs of it. Meanwhile the service
 * is alive, as Spring Boot has it for whoever still runs this, and not ready. A unique index whose creation takes longer than
 * the driver waits for an answer is asked for less and less often: MongoDB goes on with it, and who asks again waits there
 * on a connection, and in a thread, until it is there.
 *
 * @see <a href="https://jira.mongodb.org/browse/SERVER-101507">SERVER-101507, waiting for an index that is being built</a>
 */
final class StoreStart implements ApplicationRunner, DisposableBean {

    private static final Logger log = LoggerFactory.getLogger(StoreStart.class);

    /** So long may a service be ready later than it could be. */
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    static final Duration PAUSE = Duration.ofSeconds(1);

    private final MongoDatabase database;
    private final List<Indexed> stores;
    private final List<StartsWithStore> needs;
    private final Duration pause;
    private final CountDownLatch ended = new CountDownLatch(1);
    private Duration nextPause;

    /**
     * Waits once it is run.
     *
     * @param pause between two attempts while the store is away; the first one while an index is being built is twice as long
     */
    StoreStart(MongoDatabase database, List<Indexed> stores, List<StartsWithStore> needs, Duration pause) {
        this.database = database;
        this.stores = List.copyOf(stores);
        this.needs = List.copyOf(needs);
        this.pause = pause;
        this.nextPause = pause;
    }

    @Override
    public void run(ApplicationArguments arguments) throws InterruptedException {
        while (!isEnded() && !begun()) {
            ended.await(nextPause.toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    private boolean begun() {
        try {
            database.runCommand(new Document("ping", 1));
            stores.forEach(Indexed::createUniqueIndexes);
            needs.forEach(StartsWithStore::start);
            return true;
        } catch (MongoException e) {
            if (isEnded()) {
                return true;
            }
            if (!StoreOutage.is(e)) {
                throw e;
            }
            if (e instanceof MongoSocketReadTimeoutException) {
                log.warn("A unique index is being built, or the store does not answer; the start waits for it");
                Duration longer = nextPause.multipliedBy(2);
                nextPause = longer.compareTo(LONGEST_PAUSE) < 0 ? longer : LONGEST_PAUSE;
            } else {
                log.warn("The store cannot be used; the start waits for it: {}", e.getMessage());
                nextPause = pause;
            }
            return false;
        }
    }

    @Override
    public void destroy() {
        ended.countDown();
    }

    private boolean isEnded() {
        return ended.getCount() == 0;
    }
}
