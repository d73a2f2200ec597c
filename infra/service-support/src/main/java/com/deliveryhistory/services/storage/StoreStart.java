package com.deliveryhistory.services.storage;

import com.mongodb.MongoException;
import com.mongodb.MongoSocketReadTimeoutException;
import com.mongodb.client.MongoDatabase;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.bson.Document;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.util.backoff.BackOffExecution;
import org.springframework.util.backoff.ExponentialBackOff;

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
    private final ExponentialBackOff whileBuilding;
    private final CountDownLatch ended = new CountDownLatch(1);
    private BackOffExecution build;

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
        this.whileBuilding = new ExponentialBackOff(2 * pause.toMillis(), 2);
        this.whileBuilding.setMaxInterval(LONGEST_PAUSE.toMillis());
        this.build = whileBuilding.start();
    }

    @Override
    public void run(ApplicationArguments arguments) throws InterruptedException {
        Optional<Duration> wait = begin();
        while (wait.isPresent() && !ended.await(wait.get().toMillis(), TimeUnit.MILLISECONDS)) {
            wait = begin();
        }
    }

    /** After which pause to try again; empty: it has begun, or the service ends. */
    private Optional<Duration> begin() {
        try {
            database.runCommand(new Document("ping", 1));
            stores.forEach(Indexed::createUniqueIndexes);
            needs.forEach(StartsWithStore::start);
            return Optional.empty();
        } catch (MongoException e) {
            if (ended.getCount() == 0) {
                return Optional.empty();
            }
            if (!StoreOutage.is(e)) {
                throw e;
            }
            if (e instanceof MongoSocketReadTimeoutException) {
                log.warn("A unique index is being built, or the store does not answer; the start waits for it");
                return Optional.of(Duration.ofMillis(build.nextBackOff()));
            }
            log.warn("The store cannot be used; the start waits for it: {}", e.getMessage());
            build = whileBuilding.start();
            return Optional.of(pause);
        }
    }

    @Override
    public void destroy() {
        ended.countDown();
    }
}
