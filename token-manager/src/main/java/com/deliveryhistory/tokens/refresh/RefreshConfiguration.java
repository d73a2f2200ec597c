package com.deliveryhistory.tokens.refresh;

import com.deliveryhistory.events.Application;
import com.deliveryhistory.services.auth.ServiceIdentity;
import com.deliveryhistory.services.background.BackgroundLoop;
import com.deliveryhistory.services.settings.UnfitSetting;
import com.deliveryhistory.tokens.custody.Vault;
import com.deliveryhistory.tokens.grants.Grants;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
    UpsOAuth ups(UpsSettings ups, RefreshSettings refresh, RefreshMetrics metrics) {
        if (ups.longestCall().compareTo(refresh.lease()) >= 0) {
            throw new UnfitSetting(
                    "grants.refresh.lease must be longer than ups.timeout and ups.connect-timeout together");
        }
        return new UpsOAuth(ups, metrics);
    }

    @Bean
    RefreshMetrics refreshMetrics(UpsSettings ups, MeterRegistry registry) {
        RefreshMetrics metrics = new RefreshMetrics(registry);
        ups.applications().keySet().forEach(name -> metrics.expectFrom(new Application(name)));
        return metrics;
    }

    @Bean
    Paces paces(RefreshSettings settings, Clock clock, MeterRegistry registry) {
        return new Paces(settings, clock, () -> ThreadLocalRandom.current().nextDouble(), registry);
    }

    @Bean
    Refreshes refreshes(
            Grants grants,
            Vault vault,
            UpsOAuth ups,
            UpsSettings settingsOfUps,
            RefreshSchedule schedule,
            RefreshSettings settings,
            Paces paces,
            RefreshMetrics metrics,
            Clock clock,
            ServiceIdentity identity) {
        Refresher refresher = new Refresher(
                grants,
                vault,
                ups,
                schedule,
                settings,
                paces,
                metrics,
                clock,
                settingsOfUps.longestCall(),
                nameOf(identity));
        return new Refreshes(refresher, paces, settings);
    }

    /** One loop for each application, so that none waits for another. */
    @Bean
    BackgroundLoops dueRefreshes(
            Grants grants, Refreshes refreshes, Paces paces, UpsSettings ups, RefreshSettings settings, Clock clock) {
        Set<Application> configured =
                ups.applications().keySet().stream().map(Application::new).collect(Collectors.toUnmodifiableSet());
        Stream<BackgroundLoop> due = configured.stream()
                .map(application ->
                        new DueRefreshes(application, grants, refreshes, paces.of(application), settings, clock));
        Stream<BackgroundLoop> strays = Stream.of(new StrayRefreshes(configured, grants, refreshes, clock));
        return new BackgroundLoops(Stream.concat(due, strays).toList());
    }

    @Bean
    ExpiryNotices expiryNotices(Grants grants, RefreshMetrics metrics, RefreshSettings settings, Clock clock) {
        return new ExpiryNotices(grants, metrics, settings, clock);
    }

    /** As configured, else something by which an operator finds the process. */
    private static String nameOf(ServiceIdentity identity) {
        String instance = identity.instance();
        if (instance != null && !instance.isBlank()) {
            return instance;
        }
        return "process %d on %s"
                .formatted(ProcessHandle.current().pid(), System.getenv().getOrDefault("HOSTNAME", "this host"));
    }
}
