package com.deliveryhistory.optin.securityevents;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;

/** The route of machines that have no session, and so nothing that another site could use in their name. */
@Configuration(proxyBeanMethods = false)
class SecurityEventConfiguration {

    /** No answer is a page; should a browser take one for one, it does nothing that stands in it. */
    private static final String NOTHING =
            "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /** Before the pages' own, which would ask for a sign-in. What comes in proves by itself whom it is from. */
    @Bean
    @Order(0)
    SecurityFilterChain securityEventRoute(HttpSecurity http) {
        return http.securityMatcher("/ssf/**")
                .authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                .csrf(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .sessionManagement(sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .headers(headers -> headers.contentSecurityPolicy(csp -> csp.policyDirectives(NOTHING)))
                .build();
    }
}
