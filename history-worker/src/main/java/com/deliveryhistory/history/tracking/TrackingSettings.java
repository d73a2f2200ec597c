package com.deliveryhistory.history.tracking;

import jakarta.validation.constraints.Positive;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How delivered packages are completed from Tracking.
 *
 * @param perTurn packages of one company at a time
 * @param attempts after so many answers that tell of no delivery a package is left as it is
 * @param retryAfter pause after the first attempt; it doubles with each
 */
@Validated
@ConfigurationProperties("history.tracking")
public record TrackingSettings(
        @DefaultValue("20") @Positive int perTurn,
        @DefaultValue("5") @Positive int attempts,
        @DefaultValue("1h") Duration retryAfter) {}
