package com.deliveryhistory.history.retention;

import com.deliveryhistory.services.metrics.Counted;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.ToDoubleFunction;
import org.springframework.stereotype.Component;

/** What operators see of the deleting. */
@Component
final class RetentionMetrics implements MeterBinder {

    private static final Duration KEPT = Duration.ofSeconds(5);

    private final RetentionStore retention;
    private final RetentionSettings settings;
    private final Clock clock;
    private final Counter packages;
    private final Counter records;

    RetentionMetrics(RetentionStore retention, RetentionSettings settings, Clock clock, MeterRegistry registry) {
        this.retention = retention;
        this.settings = settings;
        this.clock = clock;
        this.packages = deleted("packages", registry);
        this.records = deleted("records", registry);
    }

    private static Counter deleted(String kind, MeterRegistry registry) {
        return Counter.builder("history.too.old.deleted")
                .description("What was deleted because it was older than it is to be kept")
                .tag("kind", kind)
                .register(registry);
    }

    void deletedPackages(int count) {
        packages.increment(count);
    }

    void deletedRecords(int count) {
        records.increment(count);
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Counted<Seconds> since = new Counted<>(KEPT, this::standing);
        gauge(
                registry,
                "history.too.old.age",
                since,
                Seconds::done,
                "How long ago all that was too old had been deleted");
        gauge(
                registry,
                "history.too.old.overdue",
                since,
                Seconds::overdue,
                "How long what is too old has been due to be deleted; 0 while nothing is");
    }

    private static void gauge(
            MeterRegistry registry,
            String name,
            Counted<Seconds> counted,
            ToDoubleFunction<Seconds> figure,
            String description) {
        Gauge.builder(name, counted, seconds -> seconds.read(figure))
                .strongReference(true) // nobody else holds the figures
                .description(description)
                .baseUnit("seconds")
                .register(registry);
    }

    private record Seconds(double done, double overdue) {}

    private Seconds standing() {
        if (settings.keptFor() == null) {
            return new Seconds(0, 0);
        }
        return retention
                .standing()
                .map(standing -> new Seconds(
                        standing.doneAt() == null ? Double.NaN : secondsSince(standing.doneAt()),
                        Math.max(0, secondsSince(standing.dueAt()))))
                .orElseGet(() -> new Seconds(Double.NaN, Double.NaN));
    }

    private double secondsSince(Instant time) {
        return Duration.between(time, clock.instant()).toMillis() / 1_000.0;
    }
}
