package com.deliveryhistory.tokens.refresh;

import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Positive;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * When and how tokens are refreshed.
 *
 * @param margin how long before its end an access token is refreshed, at most
 * @param marginShare the same as share of its life; the shorter of both counts
 * @param inUseFor how long after a token was handed out the next ones are kept ready
 * @param idleCheck how often a grant is refreshed that nobody uses, to notice a changed password
 * @param lease how long one instance may refresh a grant before another may; longer than a call to UPS
 * @param firstRetry pause after UPS did not answer for good; it doubles each time
 * @param longestRetry the longest such pause
 * @param firstPause pause of all refreshes of an application when UPS answers 429, is down or refuses the client; it
 *     doubles each time
 * @param longestPause the longest such pause
 * @param assumedLife how long an access token is taken to live if UPS never said
 * @param scanInterval how often due grants are looked for
 * @param concurrent refreshes of one application at a time in this instance
 */
@Validated
@ConfigurationProperties("grants.refresh")
public record RefreshSettings(
        @DefaultValue("10m") @DurationMin Duration margin,

        @DefaultValue("0.1") @DecimalMin("0.01") @DecimalMax("0.5")
        double marginShare,

        @DefaultValue("24h") @DurationMin Duration inUseFor,
        @DefaultValue("24h") Duration idleCheck,
        @DefaultValue("30s") Duration lease,
        @DefaultValue("2s") Duration firstRetry,
        @DefaultValue("5m") Duration longestRetry,
        @DefaultValue("1s") Duration firstPause,
        @DefaultValue("1m") Duration longestPause,
        @DefaultValue("1h") Duration assumedLife,
        @DefaultValue("1s") Duration scanInterval,
        @DefaultValue("32") @Positive int concurrent) {}
