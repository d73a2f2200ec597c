package com.deliveryhistory.tokens.operations;

import com.deliveryhistory.events.EventCodec;
import com.deliveryhistory.events.GrantId;
import java.time.Duration;

/** What Kafka has of a grant. */
final class Telling {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(200);

    private final Workplace workplace;

    Telling(Workplace workplace) {
        this.workplace = workplace;
    }

    /** The highest revision that was told; after the store was restored from a backup, readers may know more than it does. */
    long told(GrantId grant) {
        return workplace.latestEvents().of(EventCodec.GRANT, grant.toString()).stream()
                .mapToLong(event -> event.event().grant().revision())
                .max()
                .orElse(0);
    }

    /**
     * Waits a while until all that is stored is sent; false if it is not by then. The relay here begins to send as soon as
     * an event is stored; a service that runs may be quicker.
     */
    boolean sent(GrantId grant) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline) {
            if (workplace.dossier(grant).isSent()) {
                return true;
            }
            try {
                Thread.sleep(LOOK_AGAIN);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return false;
    }
}
