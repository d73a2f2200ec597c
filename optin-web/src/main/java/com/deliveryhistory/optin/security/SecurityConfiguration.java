package com.deliveryhistory.optin.security;

import com.deliveryhistory.optin.sessions.SignInOrigins;
import com.deliveryhistory.optin.uploads.BodyLimits;
import jakarta.servlet.DispatcherType;
import org.springframework.boot.security.autoconfigure.actuate.web.servlet.EndpointRequest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.csrf.CsrfFilter;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.security.web.savedrequest.HttpSessionRequestCache;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.AndRequestMatcher;
import org.springframework.security.web.util.matcher.NegatedRequestMatcher;
import org.springframework.security.web.util.matcher.OrRequestMatcher;
import org.springframework.security.web.util.matcher.RequestHeaderRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;

/** Who may do what. Everything that is not named here needs a sign-in. */
@Configuration(proxyBeanMethods = false)
class SecurityConfiguration {

    private static final String CONTENT_SECURITY_POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; "
            + "img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    private static final String[] ADMINS = {
        "/company",
        "/company/**",
        "/people",
        "/people/**",
        "/activity",
        "/activity.csv",
        "/oauth2/**",
        "/login/oauth2/**"
    };

    private static final String[] TRACKING_NUMBERS = {BodyLimits.UPLOADS, BodyLimits.UPLOADS + "/**"};

    /** For people who cannot sign in yet, or no more. */
    private static final String[] ONE_TIME_LINKS = {"/invitation/*", "/password-reset/*", "/password-forgotten"};

    /** The management port is for operators' networks; it shows health and figures only. */
    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE)
    SecurityFilterChain management(HttpSecurity http) {
        return http.securityMatcher(EndpointRequest.toAnyEndpoint())
                .authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                .build();
    }

    @Bean
    SecurityFilterChain pages(HttpSecurity http, SignInOrigins origins) {
        return http.authorizeHttpRequests(requests -> requests.dispatcherTypeMatchers(
                                DispatcherType.FORWARD, DispatcherType.ERROR)
                        .permitAll()
                        .requestMatchers("/error")
                        .denyAll() // only the container leads there
                        .requestMatchers("/sign-in", "/assets/**", "/webjars/**", "/favicon.svg", "/livez", "/readyz")
                        .permitAll()
                        .requestMatchers(ONE_TIME_LINKS)
                        .permitAll()
                        .requestMatchers(ADMINS)
                        .hasRole("ADMIN")
                        .requestMatchers(TRACKING_NUMBERS)
                        .hasRole("ADMIN")
                        .anyRequest()
                        .authenticated())
                .addFilterBefore(new BodyLimits(), CsrfFilter.class)
                .formLogin(signIn -> signIn.loginPage("/sign-in")
                        .defaultSuccessUrl("/")
                        .failureUrl("/sign-in?refused")
                        .authenticationDetailsSource(origins))
                .logout(signOut -> signOut.logoutUrl("/sign-out").logoutSuccessUrl("/sign-in?signed-out"))
                .requestCache(cache -> cache.requestCache(worthReturningTo()))
                .exceptionHandling(exceptions -> exceptions
                        .authenticationEntryPoint(new SignInEntryPoint())
                        .accessDeniedHandler(new DeniedHandler()))
                .headers(headers -> headers.contentSecurityPolicy(csp -> csp.policyDirectives(CONTENT_SECURITY_POLICY))
                        .referrerPolicy(referrer -> referrer.policy(ReferrerPolicy.SAME_ORIGIN)))
                .build();
    }

    /** Pages that sign-in leads back to: never the way to UPS.com or back, whose address holds code and state. */
    private static HttpSessionRequestCache worthReturningTo() {
        PathPatternRequestMatcher.Builder paths = PathPatternRequestMatcher.withDefaults();
        RequestMatcher notWorth = new OrRequestMatcher(
                paths.matcher("/oauth2/**"),
                paths.matcher("/login/**"),
                paths.matcher("/error"),
                new RequestHeaderRequestMatcher("HX-Request"));
        HttpSessionRequestCache cache = new HttpSessionRequestCache();
        cache.setRequestMatcher(
                new AndRequestMatcher(paths.matcher(HttpMethod.GET, "/**"), new NegatedRequestMatcher(notWorth)));
        return cache;
    }
}
