package com.deliveryhistory.services.storage;

import com.mongodb.MongoException;
import com.mongodb.client.MongoDatabase;
import java.time.Duration;
import java.util.List;
import org.bson.Document;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;

/**
 * Waits until the store answers, for as long as it takes, and then gets what the service needs of it. Meanwhile the service
 * is alive, as Spring Boot has it for whoever still runs this, and not ready.
 */
final class StoreStart implements ApplicationRunner, DisposableBean {

    private static final Logger log = LoggerFactory.getLogger(StoreStart.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final MongoDatabase database;
    private final List<Indexed> stores;
    private final List<StartsWithStore> needs;
    private volatile boolean ended;

    StoreStart(MongoDatabase database, List<Indexed> stores, List<StartsWithStore> needs) {
        this.database = database;
        this.stores = List.copyOf(stores);
        this.needs = List.copyOf(needs);
    }

    @Override
    public void run(ApplicationArguments arguments) throws InterruptedException {
        while (!ended && !begun()) {
            Thread.sleep(PAUSE);
        }
    }

    private boolean begun() {
        try {
            database.runCommand(new Document("ping", 1));
            stores.forEach(Indexed::createUniqueIndexes);
            needs.forEach(StartsWithStore::start);
            return true;
        } catch (MongoException e) {
            if (ended) {
                return true;
            }
            if (!StoreOutage.is(e)) {
                throw e;
            }
            log.warn("The store cannot be used; the start waits for it: {}", e.getMessage());
            return false;
        }
    }

    @Override
    public void destroy() {
        ended = true;
    }
}
