package com.deliveryhistory.tokens;

import com.deliveryhistory.services.storage.StoreOutage;
import com.mongodb.MongoException;
import java.time.Duration;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is needed of the store before anything else: waits for it, for as long as it takes. */
final class StoreStart {

    private static final Logger log = LoggerFactory.getLogger(StoreStart.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private StoreStart() {}

    static <T> T whenReachable(Supplier<T> step) {
        while (true) {
            try {
                return step.get();
            } catch (MongoException e) {
                if (!StoreOutage.is(e)) {
                    throw e;
                }
                log.warn("The store cannot be used; the start waits for it: {}", e.getMessage());
                pause();
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for the store", e);
        }
    }
}
