package com.deliveryhistory.services.messaging;

import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import java.util.Set;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How events are published and consumed, beside Spring Boot's own {@code spring.kafka} settings.
 *
 * @param publishTimeout how long Kafka has to acknowledge an event; handing events to the producer may take as long. With less
 *     than 100 ms the producer, which collects events for some of them, would not start
 * @param firstRetry pause before a record is tried again after an outage; it doubles each time
 * @param longestRetry the longest such pause
 * @param unknownKeyPatience how long the key may be missing that a record's tokens are sealed to: until both the record is so old
 *     and this instance has run for so long it is tried again, and then it is a dead letter. Longer than a new key needs to reach all instances
 * @param setAside records that become dead letters as soon as a listener fails with them, each written {@code
 *     topic-partition@offset} as in the log
 * @param replicas copies of each partition of the topics that this service creates; absent: the cluster's default.
 *     With three or more, two have to have what is acknowledged
 */
@Validated
@ConfigurationProperties("messaging")
record MessagingSettings(
        @DefaultValue("10s") @NotNull @DurationMin(millis = 100) @DurationMax(days = 1)
        Duration publishTimeout,

        @DefaultValue("500ms") @NotNull @DurationMin(millis = 1)
        Duration firstRetry,

        @DefaultValue("30s") @NotNull @DurationMin(millis = 1)
        Duration longestRetry,

        @DefaultValue("15m") @NotNull @DurationMin Duration unknownKeyPatience,

        @DefaultValue @NotNull Set<RecordPosition> setAside,
        @Nullable @Min(1) Short replicas) {}
