package com.deliveryhistory.history.listing;

import java.time.LocalDate;
import java.util.List;

/**
 * What happened to a company's packages, day by day. Days are local to where things happened.
 *
 * @param days all days of the range, the earliest first
 * @param exceptionReasons the most frequent first
 */
public record HistorySummary(LocalDate from, LocalDate to, List<Day> days, List<Reason> exceptionReasons) {

    /**
     * One day.
     *
     * @param delivered packages that were delivered on it
     * @param exceptions exceptions that UPS reported of it
     * @param inTransit packages that are under way now, and of which it has the latest news
     */
    public record Day(LocalDate day, long delivered, long exceptions, long inTransit) {}

    /**
     * A reason for exceptions.
     *
     * @param reason UPS's words in upper case, or its code
     * @param exceptions how many of the range had it
     */
    public record Reason(String reason, long exceptions) {}
}
