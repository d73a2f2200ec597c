package com.deliveryhistory.tokens.operations;

import com.deliveryhistory.events.EventCodec;
import com.deliveryhistory.services.background.BackgroundLoop;
import com.deliveryhistory.services.messaging.DeadLetterTopics;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;

/**
 * Measures how many dead letters were not replayed yet. Counted now and then and not when somebody asks for metrics: that
 * would wait for Kafka.
 */
final class WaitingDeadLetters extends BackgroundLoop implements MeterBinder {

    private static final Duration COUNT_AGAIN_AFTER = Duration.ofMinutes(1);

    private final DeadLetterTopics topics;
    private final Replayed replayed;
    private volatile double waiting = Double.NaN;

    WaitingDeadLetters(DeadLetterTopics topics, Replayed replayed) {
        super("Counting dead letters", COUNT_AGAIN_AFTER, 0);
        this.topics = topics;
        this.replayed = replayed;
    }

    @Override
    protected void round() {
        double counted = Double.NaN; // while nobody knows
        try {
            counted = topics.waiting(EventCodec.OPT_IN, replayed);
        } finally {
            waiting = counted;
        }
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Gauge.builder("dead.letters.waiting", this, counted -> counted.waiting)
                .description("Records in the dead-letter topic that were not replayed yet")
                .tag("topic", topics.of(EventCodec.OPT_IN))
                .register(registry);
    }
}
