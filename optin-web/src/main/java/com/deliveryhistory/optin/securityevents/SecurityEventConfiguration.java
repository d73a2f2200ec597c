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

    /** Before the pages' own, which would ask for a sign-in. What comes in proves by itself whom it is from. */
    @Bean
    @Order(0)
    SecurityFilterChain securityEventRoute(HttpSecurity http) {
        return http.securityMatcher("/ssf/**")
                .authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                .csrf(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .sessionManagement(sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .build();
    }
}
