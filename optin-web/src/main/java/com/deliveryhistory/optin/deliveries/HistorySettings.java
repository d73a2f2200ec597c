package com.deliveryhistory.optin.deliveries;

import jakarta.validation.constraints.NotNull;
import java.net.URI;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * history-worker's read interface.
 *
 * @param pageSize packages on a page, 1 to 200
 */
@Validated
@ConfigurationProperties("history-worker")
record HistorySettings(
        @NotNull URI baseUrl,
        @DefaultValue("50") int pageSize,
        @DefaultValue("1s") Duration connectTimeout,
        @DefaultValue("5s") Duration readTimeout) {}
