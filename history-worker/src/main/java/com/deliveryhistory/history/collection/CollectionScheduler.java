package com.deliveryhistory.history.collection;

import com.deliveryhistory.events.Application;
import com.deliveryhistory.history.pace.Paces;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** Gives due companies their turns, each application's by itself. Instances share the companies by {@link Leases}. */
@Component
final class CollectionScheduler implements SmartLifecycle {

    private final Map<Application, Line> lines;

    CollectionScheduler(
            CollectionStore collections,
            Turns turns,
            Leases leases,
            Paces paces,
            CollectionSettings settings,
            Clock clock,
            MeterRegistry metrics) {
        this.lines = settings.applications().stream()
                .collect(Collectors.toMap(
                        Function.identity(),
                        application -> new Line(
                                application, paces.of(application), collections, turns, leases, settings, clock)));
        lines.forEach((application, line) -> Gauge.builder("history.turns.under.way", line, Line::working)
                .description("Companies that have their turn on this instance")
                .tag("application", application.value())
                .register(metrics));
    }

    /** Somebody may be due earlier than the next look would find. */
    void wake() {
        lines.values().forEach(Line::wake);
    }

    @Override
    public void start() {
        lines.values().forEach(Line::start);
    }

    @Override
    public void stop() {
        lines.values().forEach(Line::stop);
    }

    @Override
    public boolean isRunning() {
        return lines.values().stream().anyMatch(Line::isRunning);
    }
}
