package com.deliveryhistory.optin.authorization;

import com.deliveryhistory.services.http.WebAddress;
import jakarta.validation.constraints.NotNull;
import java.net.URI;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Where the keys come from that tokens are sealed with.
 *
 * @param baseUrl token-manager's address
 * @param keysFreshFor how long a key set is used without asking for a newer one
 * @param keysOldAfter how old a key set may be before the log says so at every use; it is used all the same
 */
@Validated
@ConfigurationProperties("token-manager")
record SealingSettings(
        @NotNull URI baseUrl,
        @DefaultValue("5m") @DurationMin Duration keysFreshFor,
        @DefaultValue("1d") Duration keysOldAfter,
        @DefaultValue("2s") Duration connectTimeout,
        @DefaultValue("5s") Duration readTimeout) {

    SealingSettings {
        WebAddress.requireBase("token-manager.base-url", baseUrl);
    }
}
