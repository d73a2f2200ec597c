package com.deliveryhistory.benchmarks.pages;

import java.util.Collections;
import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** An application with one page, made by Spring MVC and Thymeleaf from a template: no session, no database, nobody signed in. */
@SpringBootApplication(
        exclude = KafkaAutoConfiguration.class,
        excludeName = "com.deliveryhistory.services.messaging.MessagingAutoConfiguration")
class BarePage {

    static final String PATH = "/page";

    /** What optin-web's own file says of serving requests. */
    static final Map<String, Object> SETTINGS = Map.of(
            "spring.threads.virtual.enabled", true,
            "spring.thymeleaf.enable-spring-el-compiler", true,
            "spring.thymeleaf.servlet.produce-partial-output-while-processing", false,
            "server.shutdown", "graceful",
            "management.endpoint.health.probes.enabled", true,
            "management.endpoint.health.probes.add-additional-paths", true);

    private static final String LINE = "A line of a page, with as many letters as lines of pages have.";

    public static void main(String[] arguments) {
        SpringApplication.run(BarePage.class, arguments);
    }

    /** The number of lines with which the page has about this many bytes. */
    static int linesOf(int bytes) {
        return Math.max(1, (bytes - 200) / (LINE.length() + 12));
    }

    @Bean
    SecurityFilterChain security(HttpSecurity http) {
        return http.authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                .build();
    }

    /** As optin-web has it unless told otherwise. */
    @Bean
    SecurityObservationSettings unobserved() {
        return SecurityObservationSettings.noObservations();
    }

    /** The page. */
    @Controller
    static final class Pages {

        @GetMapping(PATH)
        String page(@RequestParam int lines, Model model) {
            model.addAttribute("title", "Page");
            model.addAttribute("lines", Collections.nCopies(Math.min(lines, 10_000), LINE));
            return "bare-page";
        }
    }
}
