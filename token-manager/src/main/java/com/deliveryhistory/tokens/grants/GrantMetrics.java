package com.deliveryhistory.tokens.grants;

import com.deliveryhistory.events.GrantState;
import com.deliveryhistory.services.metrics.Counted;
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
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * How grants stand. {@link Counted} only when somebody asks for metrics, and kept for a while: what costs something per
 * grant for a minute, the rest for five seconds.
 */
public final class GrantMetrics implements MeterBinder {

    /** A refresh that is due is begun within seconds, unless something is wrong. */
    private static final Duration OVERDUE_AFTER = Duration.ofMinutes(1);

    private final GrantFigures figures;
    private final Outbox outbox;
    private final Set<String> applications;
    private final Duration lease;
    private final Clock clock;
    private final Counted<Map<StateOfApplication, Long>> states;
    private final Counted<Now> now;

    /** What changes quickly and costs only as much as there is to do. Ages are those when it was counted. */
    private record Now(Map<String, Due> due, long attempts, long unreadable, long outbox, double oldestInOutbox) {}

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
        this.states = new Counted<>(statesKept, figures::byState);
        this.now = new Counted<>(nowKept, this::countNow);
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
                        .strongReference(true)
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
        gauge(registry, "grants.outbox", "Grants with events that Kafka does not have yet", Now::outbox);
        gauge(registry, "grants.outbox.age", "How long the oldest event waits for Kafka", Now::oldestInOutbox);
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
                .strongReference(true)
                .register(registry);
    }

    private void gauge(MeterRegistry registry, String name, String what, ToDoubleFunction<Now> figure) {
        Gauge.builder(name, now, kept -> kept.read(figure))
                .description(what)
                .baseUnit(name.endsWith(".age") ? "seconds" : null)
                .strongReference(true)
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
        Outbox.Waiting waiting = outbox.figures();
        return new Now(
                due,
                figures.attemptsFrom(time.minus(lease)),
                figures.unreadable(),
                waiting.grants(),
                age(waiting.oldest()));
    }

    private double age(@Nullable Instant since) {
        return since == null
                ? 0
                : Math.max(0, Duration.between(since, clock.instant()).toMillis() / 1_000.0);
    }
}
