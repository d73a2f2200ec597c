package com.deliveryhistory.tokens.refresh;

import com.deliveryhistory.tokens.custody.Vault;
import com.deliveryhistory.tokens.grants.Grants;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.concurrent.ThreadLocalRandom;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class RefreshConfiguration {

    @Bean
    RefreshSchedule refreshSchedule(RefreshSettings settings, Clock clock) {
        return new RefreshSchedule(
                settings, clock, () -> ThreadLocalRandom.current().nextDouble());
    }

    @Bean
    UpsOAuth ups(UpsSettings ups, RefreshSettings refresh) {
        if (ups.timeout().plus(ups.connectTimeout()).compareTo(refresh.lease()) >= 0) {
            throw new IllegalStateException(
                    "grants.refresh.lease must be longer than ups.timeout and ups.connect-timeout together");
        }
        return new UpsOAuth(ups);
    }

    @Bean
    Refreshes refreshes(
            Grants grants,
            Vault vault,
            UpsOAuth ups,
            RefreshSchedule schedule,
            RefreshSettings settings,
            MeterRegistry registry,
            Clock clock) {
        Refresher refresher =
                new Refresher(grants, vault, ups, schedule, settings, new RefreshMetrics(registry), clock);
        return new Refreshes(refresher, settings);
    }

    @Bean
    DueRefreshes dueRefreshes(Grants grants, Refreshes refreshes, RefreshSettings settings, Clock clock) {
        return new DueRefreshes(grants, refreshes, settings, clock);
    }
}
