package com.deliveryhistory.history.tracking;

import com.deliveryhistory.history.packages.Scans;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What came of asking for a package's scans. */
public sealed interface TrackingAnswer {

    record Found(Scans scans) implements TrackingAnswer {}

    /** UPS knows nothing (yet), or does not show it. */
    record Nothing(String reason) implements TrackingAnswer {}

    /** UPS does not take the token (any more). */
    record TokenRefused(String code) implements TrackingAnswer {}

    /**
     * Nothing is known but that it may be better later.
     *
     * @param after UPS's hint; {@code null} if it gave none
     */
    record TryLater(@Nullable Duration after, String reason) implements TrackingAnswer {}
}
