package com.deliveryhistory.services.messaging;

import com.deliveryhistory.events.Event;
import com.deliveryhistory.events.EventCodec;
import com.deliveryhistory.services.auth.ServiceIdentity;
import com.deliveryhistory.services.tracing.Traces;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.GroupProtocol;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.springframework.boot.kafka.autoconfigure.ConcurrentKafkaListenerContainerFactoryConfigurer;
import org.springframework.kafka.config.ConcurrentKafkaListenerContainerFactory;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.listener.ContainerProperties;

/**
 * Makes the listener container factory for a topic's events, with the one {@link FailurePolicy}. It is Spring Boot's, with
 * all that {@code spring.kafka.listener} and {@code spring.kafka.consumer} say, but for what is set here.
 */
public final class EventListeners {

    private final ConcurrentKafkaListenerContainerFactoryConfigurer configurer;
    private final ConsumerFactory<Object, Object> consumers;
    private final ServiceIdentity identity;
    private final MessagingSettings settings;
    private final UnreadEvents unread;
    private final Traces traces;
    private final FailurePolicy failures;

    EventListeners(
            ConcurrentKafkaListenerContainerFactoryConfigurer configurer,
            ConsumerFactory<Object, Object> consumers,
            ServiceIdentity identity,
            MessagingSettings settings,
            DeadLetters deadLetters,
            MeterRegistry metrics,
            UnreadEvents unread,
            Traces traces,
            Clock clock) {
        this.configurer = configurer;
        this.consumers = consumers;
        this.identity = identity;
        this.settings = settings;
        this.unread = unread;
        this.traces = traces;
        this.failures = new FailurePolicy(settings, identity, deadLetters, metrics, clock);
    }

    /**
     * A factory whose listeners take {@code EventBatch<E>}. They are of the service's group, {@code service-identity.name},
     * which {@code @KafkaListener} leaves to it with {@code idIsGroup = false}.
     */
    public <E extends Event> ConcurrentKafkaListenerContainerFactory<Object, Object> factory(EventCodec<E> codec) {
        ConcurrentKafkaListenerContainerFactory<Object, Object> factory =
                new ConcurrentKafkaListenerContainerFactory<>();
        configurer.configure(factory, ownConsumers());
        factory.setBatchListener(true);
        factory.setBatchMessageConverter(new EventBatchConverter<>(codec, traces));
        unread.measure(codec.topic());
        factory.setCommonErrorHandler(failures.errorHandler(codec.topic()));
        ContainerProperties container = factory.getContainerProperties();
        container.setAckMode(ContainerProperties.AckMode.BATCH);
        container.setMissingTopicsFatal(false);
        if (container.getAuthExceptionRetryInterval() == null) {
            // what Kafka refuses may be allowed again, and passwords are exchanged; else the container would end
            container.setAuthExceptionRetryInterval(settings.longestRetry());
        }
        // platform threads, named after the listener, also with spring.threads.virtual.enabled: they are few, live as
        // long as the service, and wait in a selector, where a virtual thread would hold a platform one all the same
        container.setListenerTaskExecutor(null);
        return factory;
    }

    /** Spring Boot's, with its metrics, but for these settings. */
    private ConsumerFactory<Object, Object> ownConsumers() {
        DefaultKafkaConsumerFactory<Object, Object> own = new DefaultKafkaConsumerFactory<>(consumerSettings());
        consumers.getListeners().forEach(own::addListener);
        consumers.getPostProcessors().forEach(own::addPostProcessor);
        return own;
    }

    private Map<String, Object> consumerSettings() {
        Map<String, Object> consumer = new HashMap<>(consumers.getConfigurationProperties());
        consumer.put(ConsumerConfig.GROUP_ID_CONFIG, identity.name());
        consumer.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, StringDeserializer.class);
        consumer.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        consumer.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        // a group that is new, or whose offsets were lost, reads everything: events are idempotent, gaps are not
        consumer.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        if (!GroupProtocol.CONSUMER
                .name()
                .equalsIgnoreCase(String.valueOf(consumer.get(ConsumerConfig.GROUP_PROTOCOL_CONFIG)))) {
            // of the newer protocol, these are the brokers' to say
            consumer.putIfAbsent(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, 10_000);
            consumer.putIfAbsent(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, 3_000);
        }
        if (identity.instance() != null && !identity.instance().isBlank()) {
            consumer.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, identity.instance());
        }
        return consumer;
    }
}
