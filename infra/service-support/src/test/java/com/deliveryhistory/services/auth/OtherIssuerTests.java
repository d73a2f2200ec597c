package com.deliveryhistory.services.auth;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.security.oauth2.jwt.JwtDecoder;

class OtherIssuerTests {

    private final ApplicationContextRunner service = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(ServiceAuthAutoConfiguration.class))
            .withPropertyValues(
                    "service-identity.name=history-worker",
                    "spring.security.oauth2.resourceserver.jwt.issuer-uri=https://issuer.example");

    @Test
    void an_issuer_without_an_audience_is_refused_at_start() {
        service.run(context -> assertThat(context)
                .getFailure()
                .rootCause()
                .hasMessageContaining("spring.security.oauth2.resourceserver.jwt.audiences is not set"));
        service.withPropertyValues("spring.security.oauth2.resourceserver.jwt.audiences=")
                .run(context -> assertThat(context).hasFailed());
    }

    @Test
    void an_issuer_with_an_audience_takes_the_place_of_the_callers_own_keys() {
        service.withPropertyValues("spring.security.oauth2.resourceserver.jwt.audiences[0]=history-worker")
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(JwtDecoder.class));
    }
}
