package com.deliveryhistory.history.tracking;

import com.deliveryhistory.history.packages.Scans;
import com.deliveryhistory.history.ups.Strain;
import com.deliveryhistory.history.ups.UpsOutcome;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What came of asking for a package's scans. */
public sealed interface TrackingAnswer extends UpsOutcome {

    /** UPS took the token, whatever it answered. */
    sealed interface TokenTaken extends TrackingAnswer {}

    /**
     * UPS knows the package.
     *
     * @param delivered whether it knows it as delivered: if not, there is more to come
     */
    record Found(Scans scans, boolean delivered) implements TokenTaken {}

    /**
     * UPS knows nothing (yet), or does not show it.
     *
     * @param reason UPS's code, e.g. {@code TW0001}, or words
     * @param lasting whether it says that it never will: the number is none
     */
    record Nothing(String reason, boolean lasting) implements TokenTaken {

        public Nothing(String reason) {
            this(reason, false);
        }
    }

    /** UPS does not take the token (any more). */
    record TokenRefused(String code) implements TrackingAnswer {}

    /**
     * Nothing is known but that it may be better later.
     *
     * @param after UPS's hint; {@code null} if it gave none
     */
    record TryLater(@Nullable Duration after, String reason, Strain strain) implements TokenTaken {

        public TryLater(@Nullable Duration after, String reason) {
            this(after, reason, Strain.NONE);
        }
    }
}
