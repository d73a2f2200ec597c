package com.deliveryhistory.tokens.refresh;

import com.deliveryhistory.events.Application;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.DoubleSupplier;

/** The pace of each application. */
final class Paces {

    private final RefreshSettings settings;
    private final Clock clock;
    private final DoubleSupplier random;
    private final MeterRegistry registry;
    private final ConcurrentHashMap<Application, Pace> paces = new ConcurrentHashMap<>();

    /**
     * Starts with every application at full pace.
     *
     * @param random from 0 to 1
     */
    Paces(RefreshSettings settings, Clock clock, DoubleSupplier random, MeterRegistry registry) {
        this.settings = settings;
        this.clock = clock;
        this.random = random;
        this.registry = registry;
    }

    Pace of(Application application) {
        return paces.computeIfAbsent(application, this::begin);
    }

    /** Lets go whoever waits for a turn; nobody gets one any more, until {@link #start}. */
    void stop() {
        paces.values().forEach(Pace::stop);
    }

    void start() {
        paces.values().forEach(Pace::start);
    }

    private Pace begin(Application application) {
        Pace pace = new Pace(settings, clock, random);
        Gauge.builder("grants.refresh.pause", pace, known -> known.pause().toMillis() / 1_000.0)
                .description("How long an application's refreshes pause because of UPS's answers; 0: they do not")
                .tag("application", application.value())
                .baseUnit("seconds")
                .register(registry);
        Gauge.builder("grants.refresh.at.once", pace, Pace::atOnce)
                .description("How many of an application's grants this instance may refresh at a time")
                .tag("application", application.value())
                .register(registry);
        return pace;
    }
}
