package com.deliveryhistory.services.auth;

import com.deliveryhistory.services.settings.UnfitSetting;
import java.time.Clock;
import java.util.List;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
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

    private static final String ISSUER = "spring.security.oauth2.resourceserver.jwt.issuer-uri";
    private static final String AUDIENCES = "spring.security.oauth2.resourceserver.jwt.audiences";

    /**
     * Of an issuer for all, a token has to say that it is for this service.
     *
     * @throws InvalidConfigurationPropertyValueException if nothing is configured that it could say
     */
    ServiceAuthAutoConfiguration(Environment environment) {
        String issuer = environment.getProperty(ISSUER);
        List<String> audiences = Binder.get(environment)
                .bind(AUDIENCES, Bindable.listOf(String.class))
                .orElse(List.of());
        if (issuer != null && audiences.stream().allMatch(String::isBlank)) {
            throw new InvalidConfigurationPropertyValueException(
                    ISSUER,
                    issuer,
                    AUDIENCES
                            + " is not set: whatever this issuer signs, for any other service too, would let callers in");
        }
    }

    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnProperty("service-identity.private-key")
    ServiceTokens serviceTokens(ServiceIdentity identity, Clock clock) {
        if (identity.privateKey() == null) {
            throw new UnfitSetting(
                    "service-identity.private-key is empty: say where the key is, or leave the setting out");
        }
        return new ServiceTokens(identity.name(), KeyFiles.privateKey(identity.privateKey()), clock);
    }

    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnProperty(name = ISSUER, matchIfMissing = true, havingValue = "never")
    JwtDecoder serviceJwtDecoder(ServiceIdentity identity) {
        return TrustedCallers.decoder(identity);
    }
}
