package com.deliveryhistory.services.messaging;

import com.deliveryhistory.events.CorruptEvent;
import com.deliveryhistory.events.Event;
import com.deliveryhistory.events.EventCodec;
import com.deliveryhistory.events.EventEnvelope;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.springframework.kafka.core.ConsumerFactory;

/** Looks up what a topic last said of a key. Reads the key's whole partition, so it is for operators' questions. */
public final class LatestEvents {

    private final TopicWalk walk;

    LatestEvents(ConsumerFactory<?, ?> consumers) {
        this.walk = new TopicWalk(consumers);
    }

    /**
     * The last readable event of the key; empty if there is none.
     *
     * @throws org.apache.kafka.common.KafkaException if Kafka does not answer within ten seconds
     */
    public <E extends Event> Optional<EventEnvelope<E>> of(EventCodec<E> codec, String key) {
        AtomicReference<EventEnvelope<E>> last = new AtomicReference<>();
        byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
        // all producers leave the partition to Kafka's own choice by key
        walk.readOne(codec.topic(), partitions -> BuiltInPartitioner.partitionForKey(bytes, partitions), record -> {
            if (key.equals(record.key())) {
                try {
                    last.set(codec.decode(record.headers(), record.value()));
                } catch (CorruptEvent e) {
                    return true; // says nothing of the key
                }
            }
            return true;
        });
        return Optional.ofNullable(last.get());
    }
}
