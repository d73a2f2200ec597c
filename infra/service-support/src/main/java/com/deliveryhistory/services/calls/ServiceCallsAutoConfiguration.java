package com.deliveryhistory.services.calls;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.restclient.autoconfigure.RestClientAutoConfiguration;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.web.client.RestClient;

/** For services that call others. */
@AutoConfiguration(after = {RestClientAutoConfiguration.class, SslAutoConfiguration.class})
@ConditionalOnBean(RestClient.Builder.class)
@EnableConfigurationProperties(ServiceCallSettings.class)
class ServiceCallsAutoConfiguration {

    @Bean
    ServiceClients serviceClients(RestClient.Builder clients, ServiceCallSettings settings, SslBundles bundles) {
        return new ServiceClients(
                clients, settings.sslBundle() == null ? null : bundles.getBundle(settings.sslBundle()));
    }
}
