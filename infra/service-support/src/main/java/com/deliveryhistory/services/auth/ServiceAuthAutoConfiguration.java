package com.deliveryhistory.services.auth;

import java.time.Clock;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.security.oauth2.jwt.JwtDecoder;

/**
 * Lets a service sign its calls and check its callers. With
 * {@code spring.security.oauth2.resourceserver.jwt.issuer-uri} set, Spring Boot's own decoder checks callers instead.
 */
@AutoConfiguration(
        beforeName = "org.springframework.boot.security.oauth2.server.resource.autoconfigure.web.servlet."
                + "OAuth2ResourceServerAutoConfiguration")
@EnableConfigurationProperties(ServiceIdentity.class)
class ServiceAuthAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnProperty("service-identity.private-key")
    ServiceTokens serviceTokens(ServiceIdentity identity, ObjectProvider<Clock> clock) {
        if (identity.privateKey() == null) {
            throw new IllegalStateException("service-identity.private-key is empty");
        }
        return new ServiceTokens(
                identity.name(), KeyFiles.privateKey(identity.privateKey()), clock.getIfUnique(Clock::systemUTC));
    }

    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnProperty(
            name = "spring.security.oauth2.resourceserver.jwt.issuer-uri",
            matchIfMissing = true,
            havingValue = "never")
    JwtDecoder serviceJwtDecoder(ServiceIdentity identity) {
        return TrustedCallers.decoder(identity);
    }
}
