package com.deliveryhistory.tokens.grants;

import com.deliveryhistory.events.GrantState;
import com.deliveryhistory.tokens.grants.GrantFigures.StateOfApplication;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How grants stand. Counted only when somebody asks for metrics, and kept for a while: what costs something per grant
 * for a minute, the rest for five seconds; in any case for 50 times as long as the counting took, so that it never takes
 * more than a fiftieth of the time.
 */
public final class GrantMetrics implements MeterBinder {

    /** A refresh that is due is begun within seconds, unless something is wrong. */
    private static final Duration OVERDUE_AFTER = Duration.ofMinutes(1);

    private static final int SHARE = 50;
    private static final Logger log = LoggerFactory.getLogger(GrantMetrics.class);

    private final GrantFigures figures;
    private final Outbox outbox;
    private final Set<String> applications;
    private final Duration lease;
    private final Clock clock;
    private final Kept<Map<StateOfApplication, Long>> states;
    private final Kept<Now> now;

    /** What changes quickly and costs only as much as there is to do. */
    private record Now(Map<String, Due> due, long attempts, long unreadable, Outbox.Waiting outbox) {}

    private record Due(long due, long overdue, double oldest) {}

    /**
     * Counts the grants of these applications.
     *
     * @param applications names of all applications that are configured
     * @param lease how long a refresh may be under way
     */
    public GrantMetrics(GrantFigures figures, Outbox outbox, Set<String> applications, Duration lease, Clock clock) {
        this(figures, outbox, applications, lease, clock, Duration.ofMinutes(1), Duration.ofSeconds(5));
    }

    GrantMetrics(
            GrantFigures figures,
            Outbox outbox,
            Set<String> applications,
            Duration lease,
            Clock clock,
            Duration statesKept,
            Duration nowKept) {
        this.figures = figures;
        this.outbox = outbox;
        this.applications = applications;
        this.lease = lease;
        this.clock = clock;
        this.states = new Kept<>(statesKept, figures::byState);
        this.now = new Kept<>(nowKept, this::countNow);
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        for (String application : applications) {
            for (GrantState state : GrantState.values()) {
                StateOfApplication key = new StateOfApplication(state.name(), application);
                Gauge.builder("grants", states, kept -> kept.read(counts -> counts.getOrDefault(key, 0L)))
                        .description("Grants by state and application")
                        .tag("state", state.name().toLowerCase(Locale.ROOT))
                        .tag("application", application)
                        .register(registry);
            }
            due(registry, application, "grants.due", "Grants whose refresh is due", Due::due);
            due(registry, application, "grants.overdue", "Grants due for longer than a minute", Due::overdue);
            due(registry, application, "grants.due.age", "How long the longest due grant is due", Due::oldest);
        }
        gauge(registry, "grants.attempts.unfinished", "Refreshes that were begun and got no clear end", Now::attempts);
        gauge(
                registry,
                "grants.unreadable",
                "Active grants whose stored tokens cannot be opened with the keys that are there",
                Now::unreadable);
        gauge(
                registry,
                "grants.outbox",
                "Grants with events that Kafka does not have yet",
                kept -> kept.outbox().grants());
        gauge(
                registry,
                "grants.outbox.age",
                "How long the oldest event waits for Kafka",
                kept -> age(kept.outbox().oldest()));
    }

    private void due(
            MeterRegistry registry, String application, String name, String what, ToDoubleFunction<Due> figure) {
        Due none = new Due(0, 0, 0);
        Gauge.builder(
                        name,
                        now,
                        kept -> kept.read(
                                counted -> figure.applyAsDouble(counted.due().getOrDefault(application, none))))
                .description(what)
                .baseUnit(name.endsWith(".age") ? "seconds" : null)
                .tag("application", application)
                .register(registry);
    }

    private void gauge(MeterRegistry registry, String name, String what, ToDoubleFunction<Now> figure) {
        Gauge.builder(name, now, kept -> kept.read(figure))
                .description(what)
                .baseUnit(name.endsWith(".age") ? "seconds" : null)
                .register(registry);
    }

    private Now countNow() {
        Instant time = clock.instant();
        Map<String, Due> due = new HashMap<>();
        for (String application : applications) {
            due.put(
                    application,
                    new Due(
                            figures.due(application, time),
                            figures.due(application, time.minus(OVERDUE_AFTER)),
                            age(figures.longestDue(application, time).orElse(null))));
        }
        return new Now(due, figures.attemptsFrom(time.minus(lease)), figures.unreadable(), outbox.figures());
    }

    private double age(@Nullable Instant since) {
        return since == null
                ? 0
                : Math.max(0, Duration.between(since, clock.instant()).toMillis() / 1_000.0);
    }

    /** What was counted, for a while. */
    private static final class Kept<T> {

        private final long nanos;
        private final Supplier<T> count;
        private @Nullable T counted;
        private long until;

        Kept(Duration time, Supplier<T> count) {
            this.nanos = time.toNanos();
            this.count = count;
            this.until = System.nanoTime();
        }

        /** Not a number while the store cannot be asked. */
        double read(ToDoubleFunction<T> figure) {
            T known = latest();
            return known == null ? Double.NaN : figure.applyAsDouble(known);
        }

        private synchronized @Nullable T latest() {
            long start = System.nanoTime();
            if (start - until >= 0) {
                try {
                    counted = count.get();
                } catch (RuntimeException e) {
                    log.debug("Grants cannot be counted now", e);
                    counted = null;
                }
                long end = System.nanoTime();
                until = end + Math.max(nanos, (end - start) * SHARE);
            }
            return counted;
        }
    }
}
