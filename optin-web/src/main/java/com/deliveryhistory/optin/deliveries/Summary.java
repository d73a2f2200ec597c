package com.deliveryhistory.optin.deliveries;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What packages add up to: per day, the earliest first, and per reason of exceptions, the most frequent first. */
public record Summary(@Nullable List<Day> days, @Nullable List<Reason> exceptionReasons) {

    public Summary {
        days = days == null ? List.of() : List.copyOf(days);
        exceptionReasons = exceptionReasons == null ? List.of() : List.copyOf(exceptionReasons);
    }

    @Override
    public List<Day> days() {
        return days == null ? List.of() : days;
    }

    @Override
    public List<Reason> exceptionReasons() {
        return exceptionReasons == null ? List.of() : exceptionReasons;
    }

    /** What happened on a day, local to where it happened. */
    public record Day(LocalDate day, long delivered, long exceptions, long inTransit) {}

    /**
     * How many exceptions had this reason.
     *
     * @param reason UPS's words; if it gave none, its code, and {@code UNKNOWN} without one
     */
    public record Reason(String reason, long exceptions) {

        /** UPS's codes have two characters, and no word of it that few. */
        private static final int LONGEST_CODE = 2;

        /** Whether UPS gave a code alone. */
        public boolean isCode() {
            return reason.length() <= LONGEST_CODE;
        }

        public boolean isUnknown() {
            return reason.equals("UNKNOWN");
        }
    }
}
