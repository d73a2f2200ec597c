package com.deliveryhistory.optin.deliveries;

import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which packages are wanted, by their latest activity.
 *
 * @param from first day; {@code null}: any
 * @param to last day, included; {@code null}: any
 * @param statuses any of these; empty: all
 * @param text beginnings of words; {@code null}: any
 */
public record PackageQuery(
        @Nullable LocalDate from,
        @Nullable LocalDate to,
        Set<PackageStatus> statuses,
        @Nullable String text,
        Order order) {

    /** All packages, the latest activity first. */
    public static final PackageQuery ALL = new PackageQuery(null, null, Set.of(), null, Order.NEWEST_FIRST);

    public PackageQuery {
        statuses = Set.copyOf(statuses);
    }

    /** By the latest activity. */
    public enum Order {
        NEWEST_FIRST,
        OLDEST_FIRST
    }

    /** What says which packages are wanted, without their order, as history-worker names it. */
    Map<String, String> filter() {
        Map<String, String> parameters = new LinkedHashMap<>();
        if (from != null) {
            parameters.put("from", from.toString());
        }
        if (to != null) {
            parameters.put("to", to.toString());
        }
        if (!statuses.isEmpty()) {
            parameters.put(
                    "status", new TreeSet<>(statuses).stream().map(Enum::name).collect(Collectors.joining(",")));
        }
        if (text != null) {
            parameters.put("text", text);
        }
        return parameters;
    }
}
