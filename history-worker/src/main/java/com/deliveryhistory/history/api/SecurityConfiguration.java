package com.deliveryhistory.history.api;

import static org.springframework.security.config.Customizer.withDefaults;

import com.deliveryhistory.services.auth.ServiceTokens;
import com.deliveryhistory.services.http.SecurityProblems;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.security.autoconfigure.actuate.web.servlet.EndpointRequest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.RequestAuthorizationContext;
import tools.jackson.databind.json.JsonMapper;

/** Only services we trust get in, and they see only the company on whose behalf they ask. */
@Configuration(proxyBeanMethods = false)
class SecurityConfiguration {

    @Bean
    SecurityFilterChain security(HttpSecurity http, JsonMapper json) {
        SecurityProblems problems = new SecurityProblems(json);
        return http.authorizeHttpRequests(requests -> requests.requestMatchers(EndpointRequest.toAnyEndpoint())
                        .permitAll() // on a port of their own, where nothing else is
                        .requestMatchers("/livez", "/readyz", "/error")
                        .permitAll()
                        .requestMatchers(HttpMethod.GET, "/v3/api-docs")
                        .permitAll()
                        .requestMatchers("/v1/companies/{companyId}/**")
                        .access(SecurityConfiguration::onBehalfOfTheCompany)
                        .anyRequest()
                        .denyAll())
                .oauth2ResourceServer(server -> server.jwt(withDefaults())
                        .protectedResourceMetadata(SecurityProblems::describe)
                        .authenticationEntryPoint(problems.unknown("A valid service token is needed"))
                        .accessDeniedHandler(problems.denied("The token is not for this company")))
                .sessionManagement(sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .csrf(AbstractHttpConfigurer::disable) // no cookies, no browsers
                .requestCache(AbstractHttpConfigurer::disable)
                .build();
    }

    private static AuthorizationDecision onBehalfOfTheCompany(
            Supplier<? extends @Nullable Authentication> caller, RequestAuthorizationContext request) {
        return new AuthorizationDecision(caller.get() instanceof JwtAuthenticationToken jwt
                && Objects.equals(
                        jwt.getToken().getClaimAsString(ServiceTokens.COMPANY_CLAIM),
                        request.getVariables().get("companyId")));
    }
}
