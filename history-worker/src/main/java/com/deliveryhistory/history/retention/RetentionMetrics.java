package com.deliveryhistory.history.retention;

import com.deliveryhistory.services.metrics.Counted;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Clock;
import java.time.Duration;
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
        Counted<Double> age = new Counted<>(KEPT, this::age);
        Gauge.builder("history.too.old.age", age, counted -> counted.read(seconds -> seconds))
                .strongReference(true) // nobody else holds the figure
                .description("How long ago all that was too old had been deleted")
                .baseUnit("seconds")
                .register(registry);
    }

    private double age() {
        return settings.keptFor() == null
                ? 0
                : retention
                        .doneAt()
                        .map(done -> Duration.between(done, clock.instant()).toMillis() / 1_000.0)
                        .orElse(Double.NaN);
    }
}
