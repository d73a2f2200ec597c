package com.deliveryhistory.tokens.grants;

import com.deliveryhistory.events.GrantState;
import com.deliveryhistory.tokens.grants.Grants.StateOfApplication;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How many grants there are in each state, and how many have events to send. Counted when somebody asks for metrics,
 * and not more often than every half minute.
 */
public final class GrantMetrics implements MeterBinder {

    private static final Logger log = LoggerFactory.getLogger(GrantMetrics.class);
    private static final Duration COUNT_EVERY = Duration.ofSeconds(30);

    private final Grants grants;
    private final Outbox outbox;
    private final Set<String> applications;
    private @Nullable Counts counts;

    private record Counts(Map<StateOfApplication, Long> grants, double unreadable, double outbox, long at) {}

    /**
     * Counts the grants of these applications.
     *
     * @param applications names of all applications that are configured
     */
    public GrantMetrics(Grants grants, Outbox outbox, Set<String> applications) {
        this.grants = grants;
        this.outbox = outbox;
        this.applications = applications;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        for (String application : applications) {
            for (GrantState state : GrantState.values()) {
                StateOfApplication key = new StateOfApplication(state.name(), application);
                Gauge.builder("grants", this, metrics -> metrics.count(key))
                        .description("Grants by state and application")
                        .tag("state", state.name().toLowerCase(Locale.ROOT))
                        .tag("application", application)
                        .register(registry);
            }
        }
        Gauge.builder("grants.unreadable", this, metrics -> metrics.counts().unreadable())
                .description("Active grants whose stored tokens cannot be opened with the keys that are there")
                .register(registry);
        Gauge.builder("grants.outbox", this, metrics -> metrics.counts().outbox())
                .description("Grants with events that Kafka does not have yet")
                .register(registry);
    }

    private double count(StateOfApplication key) {
        Counts now = counts();
        return Double.isNaN(now.outbox()) ? Double.NaN : now.grants().getOrDefault(key, 0L);
    }

    private synchronized Counts counts() {
        Counts known = counts;
        if (known == null || System.nanoTime() - known.at() >= COUNT_EVERY.toNanos()) {
            known = countNow();
            counts = known;
        }
        return known;
    }

    private Counts countNow() {
        try {
            return new Counts(grants.count(), grants.countUnreadable(), outbox.waiting(), System.nanoTime());
        } catch (RuntimeException e) {
            log.debug("Grants cannot be counted now", e);
            return new Counts(Map.of(), Double.NaN, Double.NaN, System.nanoTime());
        }
    }
}
