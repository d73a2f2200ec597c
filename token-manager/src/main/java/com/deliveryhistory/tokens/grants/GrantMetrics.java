package com.deliveryhistory.tokens.grants;

import com.deliveryhistory.tokens.grants.Grants.StateOfApplication;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How many grants there are in each state, and how many have events to send. Counted when somebody asks for metrics,
 * and at most once a minute.
 */
public final class GrantMetrics implements MeterBinder {

    private static final Logger log = LoggerFactory.getLogger(GrantMetrics.class);
    private static final Duration COUNT_EVERY = Duration.ofMinutes(1);

    private final Grants grants;
    private final Outbox outbox;
    private long countedAt = System.nanoTime() - COUNT_EVERY.toNanos();
    private double waiting = Double.NaN;

    public GrantMetrics(Grants grants, Outbox outbox) {
        this.grants = grants;
        this.outbox = outbox;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        MultiGauge states = MultiGauge.builder("grants")
                .description("Grants by state and application")
                .register(registry);
        registry.gauge("grants.outbox", this, metrics -> metrics.waiting(states));
    }

    private synchronized double waiting(MultiGauge states) {
        if (System.nanoTime() - countedAt >= COUNT_EVERY.toNanos()) {
            countedAt = System.nanoTime();
            try {
                waiting = outbox.waiting();
                Map<StateOfApplication, Long> counts = grants.count();
                states.register(
                        counts.entrySet().stream()
                                .map(count -> MultiGauge.Row.of(tags(count.getKey()), count.getValue()))
                                .toList(),
                        true);
            } catch (RuntimeException e) {
                waiting = Double.NaN;
                log.debug("Grants cannot be counted now", e);
            }
        }
        return waiting;
    }

    private static Tags tags(StateOfApplication state) {
        return Tags.of("state", state.state().toLowerCase(Locale.ROOT), "application", state.application());
    }
}
