package com.deliveryhistory.tokens.access;

import com.deliveryhistory.tokens.custody.Vault;
import com.deliveryhistory.tokens.grants.Grants;
import com.deliveryhistory.tokens.refresh.RefreshSchedule;
import com.deliveryhistory.tokens.refresh.Refreshes;
import com.github.benmanes.caffeine.cache.Ticker;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class AccessConfiguration {

    @Bean
    TokenSource accessTokens(
            Grants grants,
            Refreshes refreshes,
            RefreshSchedule schedule,
            Vault vault,
            AccessSettings settings,
            Clock clock,
            MeterRegistry registry) {
        TokenSource stored = new AccessTokens(grants, refreshes, schedule, vault, settings, clock);
        RememberedTokens remembered = new RememberedTokens(stored, settings, clock, Ticker.systemTicker());
        grants.watch(remembered::forget);
        return new CountedTokens(remembered, registry);
    }
}
