package com.deliveryhistory.history.packages;

import com.deliveryhistory.events.DeliveryEvent.Kind;
import java.time.LocalDateTime;
import java.util.List;

/** Facts for tests to which it does not matter what happened. */
public final class Facts {

    private Facts() {}

    /** An origin scan that tells of one reference and of nothing else. */
    public static Fact originScan(String key, LocalDateTime at, String reference) {
        return originScan(key, at, List.of(reference));
    }

    static Fact originScan(String key, LocalDateTime at, List<String> references) {
        return new Fact(
                key,
                Kind.ORIGIN,
                null,
                at,
                null,
                references,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null);
    }
}
