package com.deliveryhistory.tokens.refresh;

import com.deliveryhistory.events.Application;
import com.deliveryhistory.events.GrantId;
import com.deliveryhistory.tokens.grants.End;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;

/** What operators see of refreshing. */
final class RefreshMetrics {

    private static final Duration[] BUCKETS = {
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofSeconds(2),
        Duration.ofSeconds(5),
        Duration.ofSeconds(10)
    };

    /** Those that mean something; of others the class is enough. */
    private static final Set<Integer> STATUSES = Set.of(200, 400, 401, 403, 404, 408, 429, 500, 502, 503, 504);

    private final MeterRegistry registry;

    RefreshMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    void outcome(GrantId grant, String outcome, Duration took) {
        Timer.builder("grants.refresh")
                .description("Refreshes by outcome, from taking the lease to UPS's answer")
                .serviceLevelObjectives(BUCKETS)
                .tag("application", grant.application().value())
                .tag("outcome", outcome)
                .register(registry)
                .record(took);
    }

    void ended(GrantId grant, End end) {
        Counter.builder("grants.ended")
                .description("Grants that refreshing or time ended, by how")
                .tag("application", grant.application().value())
                .tag("how", end.name().toLowerCase(Locale.ROOT))
                .register(registry)
                .increment();
    }

    /** An outcome was dropped: the lease ran out and somebody else took it, or the grant moved on. */
    void dropped(GrantId grant) {
        Counter.builder("grants.lease.losses")
                .description("Outcomes of refreshes that came after the lease was lost or the grant had moved on")
                .tag("application", grant.application().value())
                .register(registry)
                .increment();
    }

    void answered(Application application, int status, String code) {
        answer(application, STATUSES.contains(status) ? Integer.toString(status) : status / 100 + "xx", code);
    }

    /** No answer came; if the call never reached UPS it did nothing there. */
    void unanswered(Application application, boolean neverSent) {
        answer(application, neverSent ? "unreachable" : "lost", "none");
    }

    private void answer(Application application, String status, String code) {
        Counter.builder("ups.answers")
                .description("UPS's answers to refreshes by HTTP status and error code")
                .tag("application", application.value())
                .tag("status", status)
                .tag("code", code)
                .register(registry)
                .increment();
    }
}
