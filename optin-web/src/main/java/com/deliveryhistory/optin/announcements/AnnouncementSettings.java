package com.deliveryhistory.optin.announcements;

import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How opt-in events reach Kafka.
 *
 * @param relayInterval how often events are looked for that Kafka does not have yet
 * @param grace how long the request that stored an event has to publish it itself: longer than
 *     publishing may take, two and a half times {@code messaging.publish-timeout}
 * @param keptFor how long it is remembered that an event was published
 */
@Validated
@ConfigurationProperties("announcements")
record AnnouncementSettings(
        @DefaultValue("2s") @DurationMin(millis = 100) Duration relayInterval,
        @DefaultValue("15s") @DurationMin(seconds = 1) Duration grace,
        @DefaultValue("30d") @DurationMin(days = 1) Duration keptFor) {}
