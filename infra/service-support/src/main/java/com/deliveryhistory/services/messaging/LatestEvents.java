package com.deliveryhistory.services.messaging;

import com.deliveryhistory.events.CorruptEvent;
import com.deliveryhistory.events.Event;
import com.deliveryhistory.events.EventCodec;
import com.deliveryhistory.events.EventEnvelope;
import com.deliveryhistory.events.Topic;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.springframework.kafka.core.ConsumerFactory;

/**
 * Looks up what a topic last said of a key. Reads the key's whole partition, so it is for operators' questions. Where the
 * topic has more partitions than services create it with, it also reads those in which the key may have lain before.
 */
public final class LatestEvents {

    private final TopicWalk walk;

    LatestEvents(ConsumerFactory<?, ?> consumers) {
        this.walk = new TopicWalk(consumers);
    }

    /**
     * The last readable event of the key in each partition that has one, in no order: more than one only where the topic
     * has grown.
     *
     * @throws org.apache.kafka.common.KafkaException if Kafka does not answer within ten seconds
     */
    public <E extends Event> List<EventEnvelope<E>> of(EventCodec<E> codec, String key) {
        Map<Integer, EventEnvelope<E>> last = new HashMap<>();
        byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
        walk.readSome(codec.topic(), partitions -> partitionsOf(bytes, partitions), record -> {
            if (key.equals(record.key())) {
                try {
                    last.put(record.partition(), codec.decode(record.headers(), record.value()));
                } catch (CorruptEvent e) {
                    return true; // says nothing of the key
                }
            }
            return true;
        });
        return List.copyOf(last.values());
    }

    /** Where a key lies now, and where it lay before. All producers leave the partition to Kafka's own choice by key. */
    private static List<Integer> partitionsOf(byte[] key, int partitions) {
        return IntStream.rangeClosed(Math.min(Topic.PARTITIONS, partitions), partitions)
                .map(number -> BuiltInPartitioner.partitionForKey(key, number))
                .distinct()
                .boxed()
                .toList();
    }
}
