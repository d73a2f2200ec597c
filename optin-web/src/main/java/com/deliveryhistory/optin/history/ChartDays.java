package com.deliveryhistory.optin.history;

import com.deliveryhistory.optin.deliveries.PackageQuery;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Objects;

/**
 * The days that the chart is about: those of the filter, as far as they have come and not more than a year; without a
 * filter the last thirty.
 *
 * @param shortened whether days of the filter are left out
 */
record ChartDays(LocalDate first, LocalDate last, boolean shortened) {

    private static final int USUAL = 30;
    private static final int MOST = 366;

    static ChartDays of(PackageQuery query, Clock clock) {
        LocalDate today = LocalDate.now(clock);
        LocalDate wantedLast = Objects.requireNonNullElse(query.to(), today);
        LocalDate from = query.from();
        LocalDate last = wantedLast.isAfter(today) ? today : wantedLast;
        LocalDate first = Objects.requireNonNullElse(from, earlier(last, USUAL));
        if (first.isAfter(last)) {
            return new ChartDays(first, first, false); // days that are still to come: none has anything to show
        }
        LocalDate earliest = earlier(last, MOST);
        return first.isBefore(earliest)
                ? new ChartDays(earliest, last, true)
                : new ChartDays(first, last, from == null && query.to() != null);
    }

    /** The first of so many days, of which this is the last. */
    private static LocalDate earlier(LocalDate last, int days) {
        long possible =
                Math.min(days - 1L, last.toEpochDay() - LocalDate.of(1, 1, 1).toEpochDay());
        return last.minusDays(possible);
    }
}
