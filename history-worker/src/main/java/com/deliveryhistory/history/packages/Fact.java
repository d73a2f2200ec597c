package com.deliveryhistory.history.packages;

import com.deliveryhistory.events.DeliveryEvent.Kind;
import java.time.LocalDateTime;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one record of the feed says about a package. A package is what its facts add up to.
 *
 * @param key the record's id: two facts with the same key are the same fact
 * @param type UPS's activity type of a {@link Kind#GENERIC} record
 * @param at when it happened, local to where it happened; absent if UPS gave no readable time
 * @param shipFrom where the package comes from; of a {@link Kind#MANIFEST} alone
 * @param shipTo where the package goes; of an {@link Kind#EXCEPTION} only what changed, of a {@link Kind#DELIVERY} where
 *     it went
 * @param weight as a plain decimal number, in the unit that the shipper uses: the feed names none
 * @param scheduledDelivery when UPS means to deliver; ISO date and time, or the date alone if it named no time
 * @param trouble of an {@link Kind#EXCEPTION} alone
 * @param handover of a {@link Kind#DELIVERY} alone
 */
public record Fact(
        String key,
        Kind kind,
        @Nullable String type,
        @Nullable LocalDateTime at,
        @Nullable String shipperNumber,
        List<String> references,
        @Nullable String description,
        @Nullable String city,
        @Nullable String state,
        @Nullable String country,
        @Nullable Address shipFrom,
        @Nullable Address shipTo,
        @Nullable Service service,
        @Nullable String weight,
        @Nullable String scheduledDelivery,
        @Nullable Trouble trouble,
        @Nullable Handover handover) {

    /** As things happened. Untimed facts first, and within a second as a package travels; the key settles the rest. */
    static final Comparator<Fact> AS_HAPPENED = Comparator.comparing(
                    Fact::at, Comparator.nullsFirst(Comparator.<LocalDateTime>naturalOrder()))
            .thenComparingInt(Fact::rank)
            .thenComparing(Fact::key);

    private int rank() {
        return switch (kind) {
            case MANIFEST -> 0;
            case ORIGIN -> 1;
            case GENERIC -> 2;
            case EXCEPTION -> 3;
            case DELIVERY -> 4;
        };
    }
}
