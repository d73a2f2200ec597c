package com.deliveryhistory.history.feed;

import jakarta.validation.constraints.Pattern;
import java.time.ZoneId;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * What is asked of Quantum View.
 *
 * @param subscription name of the subscription, as the companies enrolled it
 * @param timeZone of the date range; UPS does not document it
 */
@Validated
@ConfigurationProperties("history.feed")
record FeedSettings(
        @DefaultValue("OutboundXML") @Pattern(regexp = "[A-Za-z0-9]{1,21}")
        String subscription,

        @DefaultValue("UTC") ZoneId timeZone) {}
