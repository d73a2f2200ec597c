package com.deliveryhistory.services.permissions;

import com.deliveryhistory.events.EventCodec;
import com.deliveryhistory.events.Topic;
import com.deliveryhistory.services.messaging.DeadLetterTopics;
import com.deliveryhistory.services.messaging.EventListeners;
import com.deliveryhistory.services.messaging.EventPublisher;
import com.deliveryhistory.services.messaging.OwnedTopics;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.kafka.listener.ConcurrentMessageListenerContainer;
import org.springframework.kafka.listener.MessageListener;

/** What a service does with Kafka, done as the service does it, by a user of its name. */
final class MessagingService implements AutoCloseable {

    private final ConfigurableApplicationContext context;
    private final ConcurrentMessageListenerContainer<Object, Object> listener;

    private MessagingService(
            ConfigurableApplicationContext context, ConcurrentMessageListenerContainer<Object, Object> listener) {
        this.context = context;
        this.listener = listener;
    }

    static MessagingService start(SecuredKafka kafka, String name, Topic written, EventCodec<?> read, Topic letters) {
        List<String> settings = new ArrayList<>(List.of(kafka.service(name)));
        settings.add("service-identity.name=" + name);
        settings.add("messaging.first-retry=20ms");
        settings.add("messaging.longest-retry=200ms");
        var context = new SpringApplicationBuilder(App.class)
                .web(WebApplicationType.NONE)
                .initializers(started ->
                        started.getBeanFactory().registerSingleton("ownedTopics", OwnedTopics.of(written, letters)))
                .properties(settings.toArray(String[]::new))
                .run();
        var listener = context.getBean(EventListeners.class).factory(read).createContainer(read.topic());
        listener.getContainerProperties().setMessageListener((MessageListener<String, byte[]>)
                found -> read.decode(found.headers(), found.value()));
        listener.start();
        return new MessagingService(context, listener);
    }

    /** Whether all topics that it owns are there, as it wants them. */
    boolean findsItsTopics() {
        return context.getBean(KafkaAdmin.class).initialize();
    }

    void publish(Topic topic) {
        context.getBean(EventPublisher.class)
                .publishRecords(
                        List.of(new ProducerRecord<>(topic.name(), "acme", "{}".getBytes(StandardCharsets.UTF_8))));
    }

    /** How many records of the topic that it reads it has not dealt with, as its metric says. */
    double unread() {
        return context.getBean(MeterRegistry.class).get("events.unread").gauge().value();
    }

    /** Keys of dead letters. */
    List<String> letters(Topic letters) {
        List<String> keys = new ArrayList<>();
        context.getBean(DeadLetterTopics.class).read(letters.name(), partition -> 0, letter -> keys.add(letter.key()));
        return keys;
    }

    @Override
    public void close() {
        listener.stop();
        context.close();
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    static class App {

        @Bean
        MeterRegistry metrics() {
            return new SimpleMeterRegistry();
        }
    }
}
