package com.deliveryhistory.tokens.grants;

import com.deliveryhistory.services.settings.UnfitSetting;
import jakarta.validation.constraints.Positive;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How stored events are sent.
 *
 * @param scanInterval how often events are looked for that were left behind
 * @param lease how long one instance has to send a grant's events before another may: longer than publishing them may
 *     take, two and a half times {@code messaging.publish-timeout}, and than the difference of their clocks, 5 s
 * @param repeatAfter when a grant's last event is sent once more after somebody tried to send and did not say what came of
 *     it: nothing of such an attempt arrives in Kafka later. Longer than {@code grants.relay.lease}
 * @param retry pause after Kafka did not take them
 * @param concurrent how many changes' events are sent at a time as soon as they are stored; those of others when they are
 *     looked for
 */
@Validated
@ConfigurationProperties("grants.relay")
public record RelaySettings(
        @DefaultValue("2s") @DurationMin(millis = 1) Duration scanInterval,
        @DefaultValue("40s") Duration lease,
        @DefaultValue("5m") Duration repeatAfter,
        @DefaultValue("2s") @DurationMin(millis = 1) Duration retry,
        @DefaultValue("64") @Positive int concurrent) {

    /** By how much the clocks of two instances may differ. */
    private static final Duration CLOCKS = Duration.ofSeconds(5);

    public RelaySettings {
        if (repeatAfter.compareTo(lease) <= 0) {
            throw new IllegalArgumentException(
                    "grants.relay.repeat-after is %d s and must be longer than %d s, grants.relay.lease: until that ends its holder may still send"
                            .formatted(repeatAfter.toSeconds(), lease.toSeconds()));
        }
    }

    /**
     * The latest at which events that are claimed now may be handed to Kafka, counted from the claim.
     *
     * @param longestPublish how long publishing may take
     * @throws IllegalStateException if there is no time for it
     */
    Duration timeToBegin(Duration longestPublish) {
        Duration left = lease.minus(longestPublish).minus(CLOCKS);
        if (!left.isPositive()) {
            throw new UnfitSetting(
                    "grants.relay.lease is %d s and must be longer than %d s: %d s that publishing may take, two and a half times messaging.publish-timeout, and %d s by which clocks may differ"
                            .formatted(
                                    lease.toSeconds(),
                                    longestPublish.plus(CLOCKS).toSeconds(),
                                    longestPublish.toSeconds(),
                                    CLOCKS.toSeconds()));
        }
        return left;
    }
}
