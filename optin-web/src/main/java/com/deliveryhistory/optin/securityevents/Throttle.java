package com.deliveryhistory.optin.securityevents;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** Keeps one sender from taking this instance away from the others. Knows the latest senders only, so it is bounded. */
final class Throttle {

    private static final int MOST_SENDERS = 10_000;

    private final int perSecond;
    private final int burst;
    private final Map<String, Bucket> senders = new LinkedHashMap<>(16, 0.75f, true) {

        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
            return size() > MOST_SENDERS;
        }
    };

    Throttle(int perSecond, int burst) {
        this.perSecond = perSecond;
        this.burst = burst;
    }

    /** How long the sender has to wait; zero if not at all. */
    Duration waitOf(String sender) {
        ConsumptionProbe probe = bucket(sender).tryConsumeAndReturnRemaining(1);
        return probe.isConsumed() ? Duration.ZERO : Duration.ofNanos(probe.getNanosToWaitForRefill());
    }

    private Bucket bucket(String sender) {
        synchronized (senders) {
            return senders.computeIfAbsent(
                    sender,
                    unknown -> Bucket.builder()
                            .addLimit(limit -> limit.capacity(burst).refillGreedy(perSecond, Duration.ofSeconds(1)))
                            .build());
        }
    }
}
