package com.deliveryhistory.events;

import java.time.Instant;
import java.time.LocalDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What became known of companies' deliveries, told by history-worker on {@link Topics#DELIVERY_EVENTS}. */
public sealed interface DeliveryEvent extends Event {

    CompanyId companyId();

    Application application();

    /**
     * UPS reported something about a package for the first time. The event's id derives from the record's natural key:
     * the same fact has the same id, however often it is read.
     *
     * @param occurredAt local to where it happened, as UPS gives no zone: midnight if UPS gave the day alone, absent if it
     *     gave no readable one
     * @param activityType UPS's code of a {@link Kind#GENERIC} record, e.g. {@code OD} (out for delivery)
     * @param description for people: UPS's words, or what a record of this kind means
     * @param city where it happened, as is {@code stateProvince} and {@code countryCode}; UPS often names parts of it only
     */
    record DeliveryEventRecorded(
            CompanyId companyId,
            Application application,
            String trackingNumber,
            Kind kind,
            @Nullable String activityType,
            @Nullable LocalDateTime occurredAt,
            @Nullable String shipperNumber,
            @Nullable String description,
            @Nullable String city,
            @Nullable String stateProvince,
            @Nullable String countryCode)
            implements DeliveryEvent {

        public DeliveryEventRecorded {
            Fields.present("companyId", companyId);
            Fields.present("application", application);
            Fields.text("trackingNumber", trackingNumber);
            Fields.present("kind", kind);
            activityType = Fields.optional(activityType);
            if (occurredAt != null) {
                Fields.time("occurredAt", occurredAt);
            }
            shipperNumber = Fields.optional(shipperNumber);
            description = Fields.optional(description);
            city = Fields.optional(city);
            stateProvince = Fields.optional(stateProvince);
            countryCode = Fields.optional(countryCode);
        }

        @Override
        public String key() {
            return trackingNumber;
        }
    }

    /**
     * A company's history is complete up to a time, after it had not been: at the first collection, and again whenever
     * it had fallen behind.
     *
     * @param coveredFrom start of the span that has been collected without a gap
     * @param coveredTo its end
     * @param lost what can never be collected, the latest hundred spans; empty if nothing is known to be lost
     */
    record HistoryCaughtUp(
            CompanyId companyId, Application application, Instant coveredFrom, Instant coveredTo, List<LostSpan> lost)
            implements DeliveryEvent {

        public HistoryCaughtUp {
            Fields.present("companyId", companyId);
            Fields.present("application", application);
            Fields.time("coveredFrom", coveredFrom);
            Fields.time("coveredTo", coveredTo);
            lost = lost == null ? List.of() : List.copyOf(lost);
        }

        /**
         * A span of time without records.
         *
         * @param cause {@code GRANT_NOT_ACTIVE}, {@code OLDER_THAN_UPS_KEEPS} or {@code REJECTED_BY_UPS}; others may come
         */
        public record LostSpan(Instant from, Instant to, String cause) {

            public LostSpan {
                Fields.time("lost.from", from);
                Fields.time("lost.to", to);
                Fields.text("lost.cause", cause);
            }
        }

        @Override
        public String key() {
            return new GrantId(companyId, application).toString();
        }
    }

    /** The kinds of record in UPS's Quantum View v3 feed. */
    enum Kind {
        MANIFEST,
        ORIGIN,
        EXCEPTION,
        DELIVERY,
        GENERIC
    }
}
