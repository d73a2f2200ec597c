package com.deliveryhistory.optin.sweeps;

import com.deliveryhistory.services.storage.StoreOutage;
import com.mongodb.MongoException;
import java.time.Duration;
import java.util.Collection;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does the same for each of several. What goes wrong with one keeps no other from its turn, and is tried again by the next sweep. */
public final class Sweep {

    /** So long a sweep leaves alone what is left to do: who began it may still be at it. */
    public static final Duration GRACE = Duration.ofMinutes(1);

    private static final Logger log = LoggerFactory.getLogger(Sweep.class);

    private Sweep() {}

    /**
     * Does it for each.
     *
     * @param what is done, for the log, which names nobody
     * @throws MongoException if the store is away, which would meet all that are left
     */
    public static <T> void each(Collection<T> all, String what, Consumer<? super T> work) {
        for (T one : all) {
            try {
                work.accept(one);
            } catch (RuntimeException e) {
                if (e instanceof MongoException failure && StoreOutage.is(failure)) {
                    throw failure;
                }
                log.warn(
                        "{}: failed for one of {} and will be tried again ({})",
                        what,
                        all.size(),
                        e.getClass().getSimpleName());
            }
        }
    }
}
