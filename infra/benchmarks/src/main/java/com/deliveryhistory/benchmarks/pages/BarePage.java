package com.deliveryhistory.benchmarks.pages;

import com.mongodb.ConnectionString;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.bson.Document;
import org.springframework.beans.factory.annotation.Value;
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

/**
 * An application with one page, made by Spring MVC and Thymeleaf from a template: no session, nobody signed in. On demand it
 * asks the store for as many documents as another page needs, one after the other.
 */
@SpringBootApplication(
        exclude = KafkaAutoConfiguration.class,
        excludeName = "com.deliveryhistory.services.messaging.MessagingAutoConfiguration")
class BarePage {

    static final int MOST_QUESTIONS = 4;

    private static final String PATH = "/page";

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

    /** Of the page that has about this many bytes. */
    static String path(int bytes, int questions) {
        int lines = Math.max(1, (bytes - 200) / (LINE.length() + 12));
        return PATH + "?lines=" + lines + "&questions=" + questions;
    }

    @Bean(destroyMethod = "close")
    MongoClient client(@Value("${spring.mongodb.uri}") String address) {
        return MongoClients.create(address);
    }

    /** The answers, each as long as a session. */
    @Bean
    MongoCollection<Document> answers(MongoClient client, @Value("${spring.mongodb.uri}") String address) {
        String database = Objects.requireNonNull(new ConnectionString(address).getDatabase());
        MongoCollection<Document> answers = client.getDatabase(database).getCollection("answers");
        answers.insertMany(IntStream.range(0, MOST_QUESTIONS)
                .mapToObj(question -> new Document("_id", question).append("text", LINE.repeat(20)))
                .toList());
        return answers;
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

        private final MongoCollection<Document> answers;

        Pages(MongoCollection<Document> answers) {
            this.answers = answers;
        }

        @GetMapping(PATH)
        String page(@RequestParam int lines, @RequestParam int questions, Model model) {
            for (int question = 0; question < Math.min(questions, MOST_QUESTIONS); question++) {
                Objects.requireNonNull(answers.find(Filters.eq("_id", question)).first());
            }
            model.addAttribute("title", "Page");
            model.addAttribute("lines", Collections.nCopies(Math.min(lines, 10_000), LINE));
            return "bare-page";
        }
    }
}
