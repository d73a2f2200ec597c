package com.deliveryhistory.history.pace;

import jakarta.validation.constraints.Positive;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How fast UPS is called at most. The limits are those of one application, and all instances share them.
 *
 * @param atOnce calls under way
 * @param perSecond calls begun
 * @param recovery how long it takes at least until the pace has grown from nothing to these limits
 * @param firstPause after the second failure in a row; it doubles with each one that follows
 * @param longestPause the longest such pause
 */
@Validated
@ConfigurationProperties("ups.pace")
public record PaceSettings(
        @DefaultValue("8") @Positive int atOnce,
        @DefaultValue("10") @Positive double perSecond,
        @DefaultValue("2m") Duration recovery,
        @DefaultValue("1s") Duration firstPause,
        @DefaultValue("1m") Duration longestPause) {}
