package com.deliveryhistory.optin.announcements;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How opt-in events reach Kafka.
 *
 * @param relayInterval how often events are looked for that Kafka does not have yet
 * @param grace how long the request that stored an event has to publish it itself: longer than
 *     publishing may take, two and a half times {@code messaging.publish-timeout}
 * @param keptFor how long it is remembered that an event was published
 */
@ConfigurationProperties("announcements")
record AnnouncementSettings(
        @DefaultValue("2s") Duration relayInterval,
        @DefaultValue("15s") Duration grace,
        @DefaultValue("30d") Duration keptFor) {}
