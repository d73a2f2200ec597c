package com.deliveryhistory.history.pace;

import com.deliveryhistory.events.Application;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.ToDoubleFunction;
import org.springframework.stereotype.Component;

/** The pace of each application. */
@Component
public final class Paces {

    private final PaceSettings settings;
    private final Clock clock;
    private final MeterRegistry metrics;
    private final ConcurrentHashMap<Application, Pace> paces = new ConcurrentHashMap<>();
    private volatile int instances = 1;

    public Paces(PaceSettings settings, Clock clock, MeterRegistry metrics) {
        this.settings = settings;
        this.clock = clock;
        this.metrics = metrics;
    }

    public Pace of(Application application) {
        return paces.computeIfAbsent(application, this::begin);
    }

    /** So many instances of the service have the limits together. */
    public void shareAmong(int count) {
        instances = count;
        paces.values().forEach(pace -> pace.shareAmong(count));
    }

    private Pace begin(Application application) {
        Pace pace = new Pace(settings, clock, () -> ThreadLocalRandom.current().nextDouble());
        pace.shareAmong(instances);
        gauge(
                application,
                pace,
                "history.pace.per.second",
                "Calls to UPS a second that this instance may begin now",
                Pace::perSecond);
        gauge(
                application,
                pace,
                "history.pace.at.once",
                "Calls to UPS that this instance may have under way now",
                Pace::atOnce);
        gauge(
                application,
                pace,
                "history.pace.under.way",
                "Calls to UPS that this instance has under way",
                Pace::underWay);
        Gauge.builder("history.pace.pause", pace, known -> known.pauseLeft().toMillis() / 1_000.0)
                .description("How long this instance leaves UPS alone, since it is down; 0: it does not")
                .tag("application", application.value())
                .baseUnit("seconds")
                .register(metrics);
        return pace;
    }

    private void gauge(Application application, Pace pace, String name, String what, ToDoubleFunction<Pace> figure) {
        Gauge.builder(name, pace, figure)
                .description(what)
                .tag("application", application.value())
                .register(metrics);
    }
}
