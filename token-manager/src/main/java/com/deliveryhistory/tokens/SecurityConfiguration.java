package com.deliveryhistory.tokens;

import static org.springframework.security.config.Customizer.withDefaults;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.springframework.boot.security.autoconfigure.actuate.web.servlet.EndpointRequest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.oauth2.server.resource.web.BearerTokenAuthenticationEntryPoint;
import org.springframework.security.oauth2.server.resource.web.access.BearerTokenAccessDeniedHandler;
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
        BearerTokenAuthenticationEntryPoint unknown = new BearerTokenAuthenticationEntryPoint();
        BearerTokenAccessDeniedHandler denied = new BearerTokenAccessDeniedHandler();
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
                        .authenticationEntryPoint((request, response, failure) -> {
                            unknown.commence(request, response, failure);
                            tell(response, "The call carries no valid service token");
                        })
                        .accessDeniedHandler((request, response, failure) -> {
                            denied.handle(request, response, failure);
                            tell(response, "The caller may not do this");
                        }))
                .sessionManagement(sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .csrf(csrf -> csrf.disable()) // no cookies, nothing to forge
                .build();
    }

    /** Problem details (RFC 9457) beside what RFC 6750 puts into the header. */
    private void tell(HttpServletResponse response, String detail) throws IOException {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(HttpStatus.valueOf(response.getStatus()), detail);
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        response.getOutputStream().write(json.writeValueAsString(problem).getBytes(StandardCharsets.UTF_8));
    }
}
