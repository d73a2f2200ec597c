package com.deliveryhistory.benchmarks.access;

import static org.springframework.security.config.Customizer.withDefaults;

import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.boot.security.autoconfigure.actuate.web.servlet.EndpointRequest;
import org.springframework.context.annotation.Bean;
import org.springframework.http.ResponseEntity;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * A service that checks its callers as token-manager does, and then does nothing: what an authenticated call costs at
 * least.
 */
@SpringBootApplication(
        exclude = KafkaAutoConfiguration.class,
        excludeName = "com.deliveryhistory.services.messaging.MessagingAutoConfiguration")
class EmptyEndpoint {

    static final String PATH = "/v1/nothing";

    /** What token-manager's own file says of serving requests. */
    static final Map<String, Object> SETTINGS = Map.of(
            "spring.threads.virtual.enabled", true,
            "server.shutdown", "graceful",
            "management.endpoints.web.exposure.include", "health, info, prometheus",
            "management.endpoint.health.probes.enabled", true,
            "management.endpoint.health.probes.add-additional-paths", true);

    public static void main(String[] arguments) {
        SpringApplication.run(EmptyEndpoint.class, arguments);
    }

    @Bean
    SecurityFilterChain security(HttpSecurity http) {
        return http.authorizeHttpRequests(requests -> requests.requestMatchers("/livez", "/readyz", "/error")
                        .permitAll()
                        .requestMatchers(EndpointRequest.toAnyEndpoint())
                        .permitAll()
                        .requestMatchers(PATH)
                        .authenticated()
                        .anyRequest()
                        .denyAll())
                .oauth2ResourceServer(server -> server.jwt(withDefaults()))
                .sessionManagement(sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .csrf(csrf -> csrf.disable())
                .build();
    }

    /** The endpoint. */
    @RestController
    static final class Nothing {

        @PostMapping(PATH)
        ResponseEntity<Void> nothing() {
            return ResponseEntity.ok().build();
        }
    }
}
