package com.deliveryhistory.services.messaging;

import static com.deliveryhistory.services.TestEvents.withdrawal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.deliveryhistory.events.EventCodec;
import com.deliveryhistory.events.OptInEvent;
import com.deliveryhistory.events.Topics;
import com.deliveryhistory.testing.WithKafka;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.config.KafkaListenerEndpointRegistry;

@WithKafka(own = true)
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.NONE,
        properties = {"service-identity.name=reader", "messaging.first-retry=20ms"})
class EndedListenerTests {

    @Autowired
    private EventPublisher publisher;

    @Autowired
    private KafkaListenerEndpointRegistry registry;

    @Autowired
    private HealthIndicator listenersHealthIndicator;

    @Test
    void health_names_a_listener_that_has_ended_and_none_that_was_stopped() {
        registry.getListenerContainers().forEach(container -> container.stop());
        assertThat(health().getStatus()).isEqualTo(Status.UP);
        registry.getListenerContainers().forEach(container -> container.start());

        publisher.publish(EventCodec.OPT_IN, withdrawal("one"));

        await().untilAsserted(() -> assertThat(health().getStatus()).isEqualTo(new Status("WARNING")));
        assertThat(health().getDetails()).containsEntry("ended", List.of("reader.failing"));

        registry.getListenerContainers().forEach(container -> container.stop());
        registry.getListenerContainers().forEach(container -> container.start());
        assertThat(health().getStatus()).isEqualTo(Status.UP);
    }

    private Health health() {
        return Objects.requireNonNull(listenersHealthIndicator.health());
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    @Import(OptInReading.class)
    static class App {

        @Bean
        Reader reader() {
            return new Reader();
        }
    }

    static class Reader {

        @KafkaListener(
                id = "reader.failing",
                groupId = "failing",
                topics = Topics.OPT_IN_EVENTS,
                containerFactory = "optIns")
        void fail(EventBatch<OptInEvent> events) {
            throw new LinkageError("a class is broken");
        }

        @KafkaListener(id = "reader.fine", groupId = "fine", topics = Topics.OPT_IN_EVENTS, containerFactory = "optIns")
        void on(EventBatch<OptInEvent> events) {}
    }
}
