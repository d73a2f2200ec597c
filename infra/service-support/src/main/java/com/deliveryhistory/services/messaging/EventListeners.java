package com.deliveryhistory.services.messaging;

import com.deliveryhistory.events.Event;
import com.deliveryhistory.events.EventCodec;
import com.deliveryhistory.services.auth.ServiceIdentity;
import com.deliveryhistory.services.tracing.Traces;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.GroupProtocol;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.kafka.config.ConcurrentKafkaListenerContainerFactory;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.core.MicrometerConsumerListener;
import org.springframework.kafka.listener.ContainerProperties;

/** Makes the listener container factory for a topic's events, with the one {@link FailurePolicy}. */
public final class EventListeners {

    private final KafkaProperties kafka;
    private final ClientSettings clients;
    private final ServiceIdentity identity;
    private final MessagingSettings settings;
    private final MeterRegistry metrics;
    private final UnreadEvents unread;
    private final Traces traces;
    private final FailurePolicy failures;

    EventListeners(
            KafkaProperties kafka,
            ClientSettings clients,
            ServiceIdentity identity,
            MessagingSettings settings,
            DeadLetters deadLetters,
            MeterRegistry metrics,
            UnreadEvents unread,
            Traces traces,
            Clock clock) {
        this.kafka = kafka;
        this.clients = clients;
        this.identity = identity;
        this.settings = settings;
        this.metrics = metrics;
        this.unread = unread;
        this.traces = traces;
        this.failures = new FailurePolicy(settings, identity, deadLetters, metrics, clock);
    }

    /** A factory whose listeners take {@code EventBatch<E>}. */
    public <E extends Event> ConcurrentKafkaListenerContainerFactory<String, byte[]> factory(EventCodec<E> codec) {
        ConcurrentKafkaListenerContainerFactory<String, byte[]> factory =
                new ConcurrentKafkaListenerContainerFactory<>();
        DefaultKafkaConsumerFactory<String, byte[]> consumers = new DefaultKafkaConsumerFactory<>(consumerSettings());
        consumers.addListener(new MicrometerConsumerListener<>(metrics));
        factory.setConsumerFactory(consumers);
        factory.setBatchListener(true);
        factory.setBatchMessageConverter(new EventBatchConverter<>(codec, traces));
        unread.measure(codec.topic());
        factory.setCommonErrorHandler(failures.errorHandler(codec.topic()));
        if (kafka.getListener().getConcurrency() != null) {
            factory.setConcurrency(kafka.getListener().getConcurrency());
        }
        ContainerProperties container = factory.getContainerProperties();
        container.setAckMode(ContainerProperties.AckMode.BATCH);
        container.setObservationEnabled(kafka.getListener().isObservationEnabled());
        container.setMissingTopicsFatal(false);
        // what Kafka refuses may be allowed again, and passwords are exchanged; else the container would end for good
        container.setAuthExceptionRetryInterval(settings.longestRetry());
        return factory;
    }

    private Map<String, Object> consumerSettings() {
        Map<String, Object> consumer = clients.consumer();
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
