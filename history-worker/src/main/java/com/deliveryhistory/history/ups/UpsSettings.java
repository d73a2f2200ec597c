package com.deliveryhistory.history.ups;

import com.deliveryhistory.services.http.WebAddress;
import java.net.URI;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * How UPS is reached.
 *
 * @param baseUrl its host, e.g. {@code https://onlinetools.ups.com}; paths such as {@code /api/...} are added
 * @param connectTimeout how long a connection may take
 * @param answerTimeout how long an answer may take; UPS has been seen to need 70 seconds
 * @param largestAnswer an answer longer than this is given up; UPS pages at about 150 KB
 */
@Validated
@ConfigurationProperties("ups")
public record UpsSettings(
        @DefaultValue("https://onlinetools.ups.com") URI baseUrl,
        @DefaultValue("5s") Duration connectTimeout,
        @DefaultValue("80s") Duration answerTimeout,
        @DefaultValue("32MB") DataSize largestAnswer) {

    public UpsSettings {
        WebAddress.requireBase("ups.base-url", baseUrl);
    }
}
