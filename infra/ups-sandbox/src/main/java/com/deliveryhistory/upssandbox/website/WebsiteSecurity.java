package com.deliveryhistory.upssandbox.website;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.core.userdetails.UsernameNotFoundException;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.LoginUrlAuthenticationEntryPoint;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;
import org.springframework.security.web.context.SecurityContextRepository;
import org.springframework.security.web.csrf.CookieCsrfTokenRepository;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter;

/** Sessions and CSRF protection for the pages; the interfaces and switches have neither. */
@Configuration(proxyBeanMethods = false)
class WebsiteSecurity {

    private static final int CHEAPEST_BCRYPT = 4;
    private static final String PAGE_CONTENT =
            "default-src 'none'; style-src 'self'; img-src 'self' data:; base-uri 'none'; frame-ancestors 'none'";

    /** As cheap as bcrypt gets: these passwords protect nothing, and local stacks import thousands of profiles. */
    @Bean
    PasswordEncoder passwordEncoder() {
        return new BCryptPasswordEncoder(CHEAPEST_BCRYPT);
    }

    @Bean
    SecurityContextRepository securityContexts() {
        return new HttpSessionSecurityContextRepository();
    }

    /** There is no log-in but that of the pages; this keeps Spring Boot from inventing a user. */
    @Bean
    UserDetailsService noOtherUsers() {
        return username -> {
            throw new UsernameNotFoundException("people log in on the pages only");
        };
    }

    @Bean
    @Order(1)
    SecurityFilterChain interfaces(HttpSecurity http) {
        return http.securityMatcher("/security/**", "/api/**", "/sandbox/**", "/actuator/**", "/livez", "/readyz")
                .authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                .csrf(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .sessionManagement(sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .build();
    }

    /**
     * The CSRF token is kept in a cookie and not in the session, so that a form that was open while the sandbox
     * restarted can still be sent.
     */
    @Bean
    @Order(2)
    SecurityFilterChain pages(HttpSecurity http, SecurityContextRepository securityContexts) {
        var csrfCookie = new CookieCsrfTokenRepository();
        csrfCookie.setCookieName("UPS_CSRF");
        csrfCookie.setCookieCustomizer(cookie -> cookie.httpOnly(true).sameSite("Lax"));
        return http.authorizeHttpRequests(requests -> requests.requestMatchers("/profile", "/profile/**")
                        .authenticated()
                        .anyRequest()
                        .permitAll())
                .csrf(csrf -> csrf.csrfTokenRepository(csrfCookie))
                .securityContext(context -> context.securityContextRepository(securityContexts))
                .exceptionHandling(
                        errors -> errors.authenticationEntryPoint(new LoginUrlAuthenticationEntryPoint("/login")))
                .requestCache(AbstractHttpConfigurer::disable)
                .logout(logout -> logout.logoutSuccessUrl("/").deleteCookies("UPS_SESSION"))
                .headers(headers -> headers.contentSecurityPolicy(policy -> policy.policyDirectives(PAGE_CONTENT))
                        .referrerPolicy(
                                referrer -> referrer.policy(ReferrerPolicyHeaderWriter.ReferrerPolicy.NO_REFERRER)))
                .build();
    }
}
