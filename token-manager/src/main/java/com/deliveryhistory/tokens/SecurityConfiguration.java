package com.deliveryhistory.tokens;

import static org.springframework.security.config.Customizer.withDefaults;

import com.deliveryhistory.services.http.SecurityProblems;
import org.springframework.boot.security.autoconfigure.actuate.web.servlet.EndpointRequest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;
import tools.jackson.databind.json.JsonMapper;

/** Who may enter: services with a JWT of their own, and anybody to public keys and health. */
@Configuration(proxyBeanMethods = false)
class SecurityConfiguration {

    private final JsonMapper json;

    SecurityConfiguration(JsonMapper json) {
        this.json = json;
    }

    @Bean
    SecurityFilterChain security(HttpSecurity http) {
        SecurityProblems problems = new SecurityProblems(json);
        return http.authorizeHttpRequests(
                        requests -> requests.requestMatchers(HttpMethod.GET, "/v1/sealing-keys", "/v3/api-docs")
                                .permitAll()
                                .requestMatchers("/livez", "/readyz", "/error")
                                .permitAll()
                                // the management port is for the operator's network; it has no tokens to give
                                .requestMatchers(EndpointRequest.toAnyEndpoint())
                                .permitAll()
                                .requestMatchers("/v1/**")
                                .authenticated()
                                .anyRequest()
                                .denyAll())
                .oauth2ResourceServer(server -> server.jwt(withDefaults())
                        .protectedResourceMetadata(SecurityProblems::describe)
                        .authenticationEntryPoint(problems.unknown("The call carries no valid service token"))
                        .accessDeniedHandler(problems.denied("The caller may not do this")))
                .sessionManagement(sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .csrf(csrf -> csrf.disable()) // no cookies, nothing to forge
                .build();
    }
}
