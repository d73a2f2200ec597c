package com.deliveryhistory.history.access;

import com.deliveryhistory.services.http.WebAddress;
import java.net.URI;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How token-manager is reached.
 *
 * @param answerTimeout how long an answer may take; it may refresh at UPS first
 */
@ConfigurationProperties("token-manager")
record TokenManagerSettings(
        @DefaultValue("http://localhost:8081") URI baseUrl,
        @DefaultValue("2s") Duration connectTimeout,
        @DefaultValue("40s") Duration answerTimeout) {

    TokenManagerSettings {
        WebAddress.requireBase("token-manager.base-url", baseUrl);
    }
}
