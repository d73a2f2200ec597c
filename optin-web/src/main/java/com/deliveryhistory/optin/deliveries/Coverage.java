package com.deliveryhistory.optin.deliveries;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which span of time has been collected; what is unknown is absent. */
public record Coverage(@Nullable List<Span> coverages) {

    public Coverage {
        coverages = coverages == null ? List.of() : List.copyOf(coverages);
    }

    /** What is collected for one application. */
    public record Span(
            @Nullable String application,
            @Nullable String coveredFrom,
            @Nullable String coveredTo,
            @Nullable String lastSuccessAt,
            @Nullable String nextDueAt,
            @Nullable String state,
            @Nullable String reason) {}
}
