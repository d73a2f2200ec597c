package com.deliveryhistory.optin.historyworker;

import com.deliveryhistory.services.http.WebAddress;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import java.net.URI;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * history-worker's read interface.
 *
 * @param pageSize packages on a page, 1 to 200
 * @param pageTimeout how long a page waits for all that it asks for; what has not come by then is left out and said to be
 * @param fileTimeout how long a download may take
 * @param uploadTimeout how long it may take until tracking numbers are taken in
 */
@Validated
@ConfigurationProperties("history-worker")
public record HistorySettings(
        @NotNull URI baseUrl,
        @DefaultValue("50") @Positive @Max(200) int pageSize,
        @DefaultValue("1s") Duration connectTimeout,
        @DefaultValue("5s") Duration readTimeout,
        @DefaultValue("6s") Duration pageTimeout,
        @DefaultValue("15m") Duration fileTimeout,
        @DefaultValue("2m") Duration uploadTimeout) {

    public HistorySettings {
        WebAddress.requireBase("history-worker.base-url", baseUrl);
    }
}
