package com.deliveryhistory.history.collection;

import com.deliveryhistory.services.background.BackgroundLoop;
import java.time.Clock;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Finds the collections that an earlier version parked at token-manager's word and never asks about again: at each start,
 * and from time to time, as instances of that version may still be there.
 */
@Component
final class ParkedForGood extends BackgroundLoop {

    private static final Logger log = LoggerFactory.getLogger(ParkedForGood.class);
    private static final Duration LOOK_AGAIN = Duration.ofHours(1);

    private final CollectionStore collections;
    private final Clock clock;

    ParkedForGood(CollectionStore collections, Clock clock) {
        super("looking for collections that are parked for good", LOOK_AGAIN, DEFAULT_PHASE);
        this.collections = collections;
        this.clock = clock;
    }

    @Override
    protected void round() {
        long found = collections.askAgain(clock.instant());
        if (found > 0) {
            log.info("{} collections were parked for good: token-manager is asked again", found);
        }
    }
}
