package com.deliveryhistory.tokens.refresh;

import com.deliveryhistory.events.Application;
import com.deliveryhistory.events.GrantId;
import com.deliveryhistory.tokens.grants.End;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
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

    private static final List<String> OUTCOMES = List.of("renewed", "refused", "try-later", "unclear", "unreadable");

    private final MeterRegistry registry;

    RefreshMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    /** Makes what alerts look at visible before it happens, so that the first time already is an increase. */
    void expectFrom(Application application) {
        for (String outcome : OUTCOMES) {
            refreshes(application, outcome);
        }
        for (End end : End.values()) {
            ends(application, end);
        }
        drops(application);
        answers(application, "200", "none");
        answers(application, "401", "10401");
        answers(application, "429", "10429");
    }

    void outcome(GrantId grant, String outcome, Duration took) {
        refreshes(grant.application(), outcome).record(took);
    }

    void ended(GrantId grant, End end) {
        ends(grant.application(), end).increment();
    }

    /** An outcome was dropped: the lease ran out and somebody else took it, or the grant moved on. */
    void dropped(GrantId grant) {
        drops(grant.application()).increment();
    }

    void answered(Application application, int status, String code) {
        answers(application, STATUSES.contains(status) ? Integer.toString(status) : status / 100 + "xx", code)
                .increment();
    }

    /** No answer came; if the call never reached UPS it did nothing there. */
    void unanswered(Application application, boolean neverSent) {
        answers(application, neverSent ? "unreachable" : "lost", "none").increment();
    }

    private Timer refreshes(Application application, String outcome) {
        return Timer.builder("grants.refresh")
                .description("Refreshes by outcome, from taking the lease to UPS's answer")
                .serviceLevelObjectives(BUCKETS)
                .tag("application", application.value())
                .tag("outcome", outcome)
                .register(registry);
    }

    private Counter ends(Application application, End end) {
        return Counter.builder("grants.ended")
                .description("Grants that refreshing or time ended, by how")
                .tag("application", application.value())
                .tag("how", end.name().toLowerCase(Locale.ROOT))
                .register(registry);
    }

    private Counter drops(Application application) {
        return Counter.builder("grants.lease.losses")
                .description("Outcomes of refreshes that came after the lease was lost or the grant had moved on")
                .tag("application", application.value())
                .register(registry);
    }

    private Counter answers(Application application, String status, String code) {
        return Counter.builder("ups.answers")
                .description("UPS's answers to refreshes by HTTP status and error code")
                .tag("application", application.value())
                .tag("status", status)
                .tag("code", code)
                .register(registry);
    }
}
