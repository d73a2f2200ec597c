package com.deliveryhistory.services.messaging;

import com.deliveryhistory.events.CorruptEvent;
import com.deliveryhistory.events.Event;
import com.deliveryhistory.events.EventCodec;
import com.deliveryhistory.services.auth.ServiceIdentity;
import com.deliveryhistory.services.tracing.Traces;
import io.micrometer.core.instrument.MeterRegistry;
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
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.util.backoff.ExponentialBackOff;

/**
 * Makes the listener container factory for a topic's events, and holds the one failure policy:
 *
 * <ul>
 *   <li>{@link CorruptEvent}, and what cannot reach the listener method at all, never gets better: dead letter, next
 *       record.
 *   <li>Everything else may be an outage: the record is tried again, in order, with growing pauses, for as long as it
 *       lasts. No offset is committed past it.
 * </ul>
 */
public final class EventListeners {

    private final KafkaProperties kafka;
    private final ClientSettings clients;
    private final ServiceIdentity identity;
    private final MessagingSettings settings;
    private final DeadLetters deadLetters;
    private final MeterRegistry metrics;
    private final UnreadEvents unread;
    private final Traces traces;

    EventListeners(
            KafkaProperties kafka,
            ClientSettings clients,
            ServiceIdentity identity,
            MessagingSettings settings,
            DeadLetters deadLetters,
            MeterRegistry metrics,
            UnreadEvents unread,
            Traces traces) {
        this.kafka = kafka;
        this.clients = clients;
        this.identity = identity;
        this.settings = settings;
        this.deadLetters = deadLetters;
        this.metrics = metrics;
        this.unread = unread;
        this.traces = traces;
    }

    /** A factory whose listeners take {@code EventEnvelope<E>}. */
    public <E extends Event> ConcurrentKafkaListenerContainerFactory<String, byte[]> factory(EventCodec<E> codec) {
        ConcurrentKafkaListenerContainerFactory<String, byte[]> factory = factoryFor(codec);
        factory.setRecordMessageConverter(new EventMessageConverter<>(codec));
        factory.setRecordInterceptor(new TracedRecords(traces));
        return factory;
    }

    /** A factory whose listeners take {@code EventBatch<E>}. */
    public <E extends Event> ConcurrentKafkaListenerContainerFactory<String, byte[]> batchFactory(EventCodec<E> codec) {
        ConcurrentKafkaListenerContainerFactory<String, byte[]> factory = factoryFor(codec);
        factory.setBatchListener(true);
        factory.setBatchMessageConverter(new EventBatchConverter<>(codec, traces));
        return factory;
    }

    private <E extends Event> ConcurrentKafkaListenerContainerFactory<String, byte[]> factoryFor(EventCodec<E> codec) {
        ConcurrentKafkaListenerContainerFactory<String, byte[]> factory =
                new ConcurrentKafkaListenerContainerFactory<>();
        DefaultKafkaConsumerFactory<String, byte[]> consumers = new DefaultKafkaConsumerFactory<>(consumerSettings());
        consumers.addListener(new MicrometerConsumerListener<>(metrics));
        factory.setConsumerFactory(consumers);
        deadLetters.expectFrom(codec.topic());
        unread.measure(codec.topic());
        factory.setCommonErrorHandler(failurePolicy());
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

    private DefaultErrorHandler failurePolicy() {
        ExponentialBackOff forever = new ExponentialBackOff();
        forever.setInitialInterval(settings.firstRetry().toMillis());
        forever.setMultiplier(2);
        forever.setMaxInterval(settings.longestRetry().toMillis());
        forever.setJitter(settings.firstRetry().toMillis() / 4);
        DefaultErrorHandler handler = new DefaultErrorHandler(deadLetters.recoverer(), forever);
        handler.addNotRetryableExceptions(CorruptEvent.class);
        handler.setRetryListeners(new LoggedRetries());
        return handler;
    }
}
