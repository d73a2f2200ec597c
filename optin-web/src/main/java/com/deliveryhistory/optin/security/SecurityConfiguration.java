package com.deliveryhistory.optin.security;

import com.deliveryhistory.optin.accounts.Companies;
import com.deliveryhistory.optin.credentials.PasswordPolicy;
import com.deliveryhistory.optin.identityproviders.ProviderSignOut;
import com.deliveryhistory.optin.secondfactor.FactorAuthority;
import com.deliveryhistory.optin.secondfactor.SecondFactorRule;
import com.deliveryhistory.optin.secondfactor.SecondFactors;
import com.deliveryhistory.optin.securitylog.SecurityLog;
import com.deliveryhistory.optin.sessions.CsrfTokens;
import com.deliveryhistory.optin.sessions.SiteData;
import com.deliveryhistory.optin.sessions.WantedCookie;
import com.deliveryhistory.optin.sessions.WantedPages;
import com.deliveryhistory.optin.throttling.DeviceMemory;
import com.deliveryhistory.optin.throttling.SignInAttempts;
import com.deliveryhistory.optin.throttling.Throttle;
import com.deliveryhistory.optin.uploads.BodyLimits;
import jakarta.servlet.DispatcherType;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.security.autoconfigure.actuate.web.servlet.EndpointRequest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authorization.AuthenticatedAuthorizationManager;
import org.springframework.security.authorization.AuthorizationManagerFactory;
import org.springframework.security.authorization.DefaultAuthorizationManagerFactory;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.access.DelegatingMissingAuthorityAccessDeniedHandler;
import org.springframework.security.web.access.intercept.RequestAuthorizationContext;
import org.springframework.security.web.authentication.AnonymousAuthenticationFilter;
import org.springframework.security.web.authentication.ForwardAuthenticationFailureHandler;
import org.springframework.security.web.authentication.logout.HeaderWriterLogoutHandler;
import org.springframework.security.web.csrf.CsrfFilter;
import org.springframework.security.web.header.writers.CrossOriginOpenerPolicyHeaderWriter.CrossOriginOpenerPolicy;
import org.springframework.security.web.header.writers.CrossOriginResourcePolicyHeaderWriter.CrossOriginResourcePolicy;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
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

    /** What pages of ours never use, and so nothing that got into one. */
    private static final String PERMISSIONS_POLICY = "accelerometer=(), autoplay=(), camera=(), display-capture=(), "
            + "fullscreen=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), usb=()";

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

    private static final String[] FILES_AND_PROBES = {
        "/assets/**",
        "/webjars/htmx.org/dist/htmx.min.js",
        "/webjars/picocss__pico/css/pico.min.css",
        "/favicon.svg",
        "/livez",
        "/readyz"
    };

    /** What libraries bring beside the files that our pages use: sources, examples, tools for developers. */
    private static final String OTHER_FILES_OF_LIBRARIES = "/webjars/**";

    /** For people who cannot sign in yet, or no more; and the way of a link to a page that asks for the sign-in. */
    private static final String[] ONE_TIME_LINKS = {
        "/invitation/*", "/password-reset/*", "/password-forgotten", "/email-confirmation/*"
    };

    /** To identity providers of companies and back. */
    private static final String[] IDENTITY_PROVIDERS = {"/sso", "/sso/*", "/sso/*/callback"};

    /** The management port is for operators' networks; it shows health and figures only. */
    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE)
    SecurityFilterChain management(HttpSecurity http) {
        return http.securityMatcher(EndpointRequest.toAnyEndpoint())
                .authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                .build();
    }

    @Bean
    SecurityFilterChain pages(
            HttpSecurity http,
            AuthenticationProvider passwords,
            Companies companies,
            Throttle throttle,
            SignInAttempts attempts,
            DeviceMemory devices,
            SecondFactors factors,
            PasswordPolicy policy,
            ProviderSignOut atProvider,
            CsrfTokens tokens,
            WantedPages wanted,
            SecurityLog log) {
        return http.authorizeHttpRequests(
                        requests -> requests.dispatcherTypeMatchers(DispatcherType.FORWARD, DispatcherType.ERROR)
                                .permitAll()
                                .requestMatchers("/error", SignInController.REFUSED, ProviderSignOut.PAGE)
                                .denyAll() // only forwards lead there
                                .requestMatchers("/sign-in")
                                .permitAll()
                                .requestMatchers(FILES_AND_PROBES)
                                .permitAll()
                                .requestMatchers(OTHER_FILES_OF_LIBRARIES)
                                .denyAll()
                                .requestMatchers(ONE_TIME_LINKS)
                                .permitAll()
                                .requestMatchers(IDENTITY_PROVIDERS)
                                .permitAll()
                                .requestMatchers("/second-factor")
                                .access(AuthenticatedAuthorizationManager.authenticated())
                                .requestMatchers("/second-factor/set-up")
                                .access(SecondFactorRule.unlessToBeProved())
                                .requestMatchers(ADMINS)
                                .hasRole("ADMIN")
                                .requestMatchers(TRACKING_NUMBERS)
                                .hasRole("ADMIN")
                                .anyRequest()
                                .authenticated())
                .addFilterBefore(new BodyLimits(log), CsrfFilter.class)
                .addFilterBefore(new RepeatedFields(log), CsrfFilter.class)
                .addFilterBefore(new StandingFilter(companies, filesAndProbes()), AnonymousAuthenticationFilter.class)
                .formLogin(signIn -> signIn.loginPage("/sign-in")
                        .successHandler(new SignInSuccess(devices, wanted))
                        .failureHandler(new ForwardAuthenticationFailureHandler(SignInController.REFUSED))
                        .authenticationDetailsSource(attempts))
                .authenticationManager(new GuardedSignIn(passwords, throttle, factors, policy, log))
                .logout(signOut -> signOut.logoutUrl("/sign-out")
                        .addLogoutHandler((request, response, person) -> recordSignOut(log, person))
                        .addLogoutHandler(atProvider)
                        .addLogoutHandler(new HeaderWriterLogoutHandler(SiteData.CLEARED))
                        .logoutSuccessHandler(atProvider))
                .csrf(csrf -> csrf.csrfTokenRepository(tokens))
                .requestCache(cache -> cache.requestCache(wanted))
                .exceptionHandling(exceptions -> exceptions
                        .authenticationEntryPoint(new SignInEntryPoint())
                        .accessDeniedHandler(denied(wanted, log)))
                .headers(headers -> headers.contentSecurityPolicy(csp -> csp.policyDirectives(CONTENT_SECURITY_POLICY))
                        .referrerPolicy(referrer -> referrer.policy(ReferrerPolicy.SAME_ORIGIN))
                        .crossOriginOpenerPolicy(opener -> opener.policy(CrossOriginOpenerPolicy.SAME_ORIGIN))
                        .crossOriginResourcePolicy(resource -> resource.policy(CrossOriginResourcePolicy.SAME_ORIGIN))
                        .permissionsPolicyHeader(permissions -> permissions.policy(PERMISSIONS_POLICY)))
                .build();
    }

    /** Where observations are off, no filter is wrapped in one that would ask for each request whether they are. */
    @Bean
    @ConditionalOnBooleanProperty(name = "management.observations.enable.spring.security", havingValue = false)
    SecurityObservationSettings unobserved() {
        return SecurityObservationSettings.noObservations();
    }

    /** All rules that ask for a sign-in ask for the second factor too. */
    @Bean
    AuthorizationManagerFactory<RequestAuthorizationContext> rules(SecondFactorRule secondFactor) {
        var rules = new DefaultAuthorizationManagerFactory<RequestAuthorizationContext>();
        rules.setAdditionalAuthorization(secondFactor);
        return rules;
    }

    private static AccessDeniedHandler denied(WantedPages wanted, SecurityLog log) {
        var handler = DelegatingMissingAuthorityAccessDeniedHandler.builder()
                .addEntryPointFor(new FactorEntryPoint("/second-factor"), FactorAuthority.PROVED)
                .addEntryPointFor(new FactorEntryPoint("/second-factor/set-up"), FactorAuthority.TO_BE_SET_UP)
                .build();
        handler.setRequestCache(wanted);
        handler.setDefaultAccessDeniedHandler(new DeniedHandler(log));
        return handler;
    }

    private static RequestMatcher filesAndProbes() {
        PathPatternRequestMatcher.Builder paths = PathPatternRequestMatcher.withDefaults();
        return new OrRequestMatcher(Arrays.stream(FILES_AND_PROBES)
                .<RequestMatcher>map(paths::matcher)
                .toList());
    }

    private static void recordSignOut(SecurityLog log, @Nullable Authentication person) {
        if (person != null) {
            log.record(SecurityLog.Kind.SIGNED_OUT, person.getName());
        }
    }

    /** Pages that sign-in leads back to: never the way to UPS.com or back, whose address holds code and state. */
    @Bean
    static WantedPages wantedPages(WantedCookie cookie) {
        PathPatternRequestMatcher.Builder paths = PathPatternRequestMatcher.withDefaults();
        RequestMatcher notWorth = new OrRequestMatcher(
                paths.matcher("/oauth2/**"),
                paths.matcher("/login/**"),
                paths.matcher("/second-factor/**"),
                paths.matcher("/sso/**"),
                paths.matcher("/error"),
                new RequestHeaderRequestMatcher("HX-Request"));
        return new WantedPages(
                cookie,
                new AndRequestMatcher(paths.matcher(HttpMethod.GET, "/**"), new NegatedRequestMatcher(notWorth)));
    }
}
