package com.deliveryhistory.tokens.refresh;

import com.deliveryhistory.events.GrantId;
import com.deliveryhistory.tokens.grants.End;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Locale;

/** What operators see of refreshing. */
final class RefreshMetrics {

    private final MeterRegistry registry;

    RefreshMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    void outcome(GrantId grant, String outcome, Duration took) {
        registry.timer("grants.refresh", "application", grant.application().value(), "outcome", outcome)
                .record(took);
    }

    void ended(GrantId grant, End end) {
        registry.counter(
                        "grants.ended",
                        "application",
                        grant.application().value(),
                        "how",
                        end.name().toLowerCase(Locale.ROOT))
                .increment();
    }
}
