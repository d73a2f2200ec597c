package com.deliveryhistory.optin.usage;

import jakarta.validation.constraints.Positive;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How much one person may ask one instance for; far more than people do, and an end to what machines do in their name.
 *
 * @param pagesPerMinute searches and packages; as many again for pages that update by themselves
 * @param filesPerHour downloads
 * @param filesAtOnce downloads at the same time
 * @param mailsPerHour invitations and links for others' new passwords
 */
@Validated
@ConfigurationProperties("usage")
record UsageSettings(
        @DefaultValue("600") @Positive int pagesPerMinute,
        @DefaultValue("120") @Positive int filesPerHour,
        @DefaultValue("2") @Positive int filesAtOnce,
        @DefaultValue("200") @Positive int mailsPerHour) {}
