package com.deliveryhistory.optin.throttling;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** Keeps one sender, a person or a service, from taking this instance from the others. Knows the latest only, so it is bounded. */
public final class Pace {

    private static final int MOST_SENDERS = 10_000;

    private final int atOnce;
    private final int number;
    private final Duration time;
    private final Map<String, Bucket> senders = new LinkedHashMap<>(16, 0.75f, true) {

        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
            return size() > MOST_SENDERS;
        }
    };

    /**
     * The same for every sender.
     *
     * @param atOnce how many after a time of rest
     * @param number how many in this time in the long run
     */
    public Pace(int atOnce, int number, Duration time) {
        this.atOnce = atOnce;
        this.number = number;
        this.time = time;
    }

    /** How long the sender has to wait; zero if not at all. */
    public Duration waitOf(String sender) {
        ConsumptionProbe probe = bucket(sender).tryConsumeAndReturnRemaining(1);
        return probe.isConsumed() ? Duration.ZERO : Duration.ofNanos(probe.getNanosToWaitForRefill());
    }

    private Bucket bucket(String sender) {
        synchronized (senders) {
            return senders.computeIfAbsent(
                    sender,
                    unknown -> Bucket.builder()
                            .addLimit(limit -> limit.capacity(atOnce).refillGreedy(number, time))
                            .build());
        }
    }
}
