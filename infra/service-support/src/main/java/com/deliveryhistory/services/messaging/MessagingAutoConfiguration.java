package com.deliveryhistory.services.messaging;

import com.deliveryhistory.events.Topic;
import com.deliveryhistory.services.auth.ServiceIdentity;
import com.deliveryhistory.services.tracing.Traces;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.util.Map;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.kafka.autoconfigure.ConcurrentKafkaListenerContainerFactoryConfigurer;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.PropertySource;
import org.springframework.kafka.config.KafkaListenerEndpointRegistry;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.core.ProducerFactory;
import org.springframework.kafka.support.LoggingProducerListener;

/**
 * Gives a service {@link EventPublisher}, {@link EventListeners}, {@link DeadLetterTopics} and its {@link OwnedTopics},
 * over Spring Boot's own factories of Kafka's clients.
 */
@AutoConfiguration(before = KafkaAutoConfiguration.class)
@PropertySource("classpath:com/deliveryhistory/services/messaging/kafka-admin.properties")
@EnableConfigurationProperties({MessagingSettings.class, KafkaProperties.class})
class MessagingAutoConfiguration {

    /** Over a producer of its own with Spring Boot's settings and metrics, which is closed with it. */
    @Bean
    @ConditionalOnMissingBean(KafkaTemplate.class)
    KafkaTemplate<String, byte[]> eventTemplate(
            ProducerFactory<String, byte[]> producers, KafkaProperties kafka, MessagingSettings settings) {
        int timeout = Math.toIntExact(settings.publishTimeout().toMillis());
        KafkaTemplate<String, byte[]> template = new KafkaTemplate<>(
                producers,
                Map.of(
                        ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG,
                        StringSerializer.class,
                        ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG,
                        ByteArraySerializer.class,
                        ProducerConfig.ACKS_CONFIG,
                        "all",
                        ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                        true,
                        ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                        timeout,
                        ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                        Math.max(1, timeout / 2),
                        ProducerConfig.MAX_BLOCK_MS_CONFIG,
                        (long) timeout));
        template.setObservationEnabled(kafka.getTemplate().isObservationEnabled());
        LoggingProducerListener<String, byte[]> failures = new LoggingProducerListener<>();
        failures.setIncludeContents(false); // sealed tokens, names
        template.setProducerListener(failures);
        return template;
    }

    @Bean
    EventPublisher eventPublisher(
            KafkaTemplate<String, byte[]> eventTemplate, MessagingSettings settings, Traces traces) {
        return new EventPublisher(eventTemplate, settings.publishTimeout(), traces);
    }

    @Bean
    EventListeners eventListeners(
            ConcurrentKafkaListenerContainerFactoryConfigurer configurer,
            ConsumerFactory<Object, Object> consumers,
            ServiceIdentity identity,
            MessagingSettings settings,
            DeadLetters deadLetters,
            ObjectProvider<MeterRegistry> metrics,
            UnreadEvents unread,
            Traces traces,
            Clock clock) {
        return new EventListeners(
                configurer,
                consumers,
                identity,
                settings,
                deadLetters,
                metrics.getIfUnique(SimpleMeterRegistry::new),
                unread,
                traces,
                clock);
    }

    @Bean
    UnreadEvents unreadEvents(KafkaAdmin kafkaAdmin, ServiceIdentity identity, ObjectProvider<MeterRegistry> metrics) {
        return new UnreadEvents(kafkaAdmin, identity.name(), metrics.getIfUnique(SimpleMeterRegistry::new));
    }

    @Bean
    DeadLetters deadLetters(
            ServiceIdentity identity,
            KafkaTemplate<String, byte[]> eventTemplate,
            ObjectProvider<MeterRegistry> metrics,
            Clock clock) {
        return new DeadLetters(identity.name(), eventTemplate, metrics.getIfUnique(SimpleMeterRegistry::new), clock);
    }

    @Bean
    DeadLetterTopics deadLetterTopics(
            ConsumerFactory<?, ?> consumers, ServiceIdentity identity, DeadLetters deadLetters) {
        return new DeadLetterTopics(consumers, identity, deadLetters);
    }

    @Bean
    LatestEvents latestEvents(ConsumerFactory<?, ?> consumers) {
        return new LatestEvents(consumers);
    }

    @Bean
    KafkaAdmin.NewTopics ownedTopicDefinitions(ObjectProvider<OwnedTopics> owned, MessagingSettings settings) {
        return new KafkaAdmin.NewTopics(owned.stream()
                .flatMap(topics -> topics.topics().stream())
                .map(topic -> topic.toNewTopic(settings.replicas()))
                .toArray(NewTopic[]::new));
    }

    @Bean
    TopicCreation topicCreation(KafkaAdmin kafkaAdmin, ObjectProvider<OwnedTopics> owned, MessagingSettings settings) {
        AcknowledgedCopies copies =
                new AcknowledgedCopies(kafkaAdmin.getConfigurationProperties(), Topic.COPIES_ENOUGH);
        return new TopicCreation(
                kafkaAdmin,
                () -> settings.replicas() != null // then the topics' definitions have it
                        || copies.raise(owned.stream()
                                .flatMap(topics -> topics.topics().stream())
                                .map(Topic::name)
                                .toList()),
                TopicCreation.PAUSE);
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(HealthIndicator.class)
    static class ListenersHealth {

        @Bean
        ListenersHealthIndicator listenersHealthIndicator(ObjectProvider<KafkaListenerEndpointRegistry> listeners) {
            return new ListenersHealthIndicator(listeners);
        }
    }
}
