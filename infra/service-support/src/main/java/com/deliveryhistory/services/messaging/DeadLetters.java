package com.deliveryhistory.services.messaging;

import com.deliveryhistory.events.CorruptEvent;
import com.deliveryhistory.events.Topic;
import com.deliveryhistory.events.sealing.UnknownSealingKey;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.core.KafkaOperations;
import org.springframework.kafka.listener.ConsumerAwareRecordRecoverer;
import org.springframework.kafka.listener.DeadLetterPublishingRecoverer;
import org.springframework.kafka.listener.DeadLetterPublishingRecoverer.HeaderNames.HeadersToAdd;

/**
 * Moves a record that can never be processed to {@code <topic>.<consumer>.dlt}, unchanged, with text headers that say
 * why and where it came from, and counts it. Of one that is too large for that only these are there. A failed write
 * throws, so that nothing is committed.
 */
final class DeadLetters {

    static final String REASON = "dlt_reason";
    static final String EXCEPTION = "dlt_exception";
    static final String CONSUMER = "dlt_consumer";
    static final String FAILED_AT = "dlt_failed_at";
    static final String REPLAYS = "dlt_replays";
    static final String ORIGINAL_TOPIC = "dlt_original_topic";
    static final String ORIGINAL_PARTITION = "dlt_original_partition";
    static final String ORIGINAL_OFFSET = "dlt_original_offset";
    static final String ORIGINAL_KEY = "dlt_original_key";
    static final String ORIGINAL_TIME = "dlt_original_time";
    static final String LEFT_OUT = "dlt_left_out";

    /** What is said of the last failure, as against where the record came from. */
    private static final Set<String> OF_FAILURE = Set.of(REASON, EXCEPTION, FAILED_AT, REPLAYS);

    /** What a letter says that is too large to hold the record. */
    private static final Set<String> OF_SLIP = Set.of(
            REASON,
            EXCEPTION,
            CONSUMER,
            FAILED_AT,
            REPLAYS,
            ORIGINAL_TOPIC,
            ORIGINAL_PARTITION,
            ORIGINAL_OFFSET,
            ORIGINAL_TIME);

    private static final Logger log = LoggerFactory.getLogger(DeadLetters.class);

    private final String consumer;
    private final KafkaOperations<String, byte[]> kafka;
    private final MeterRegistry metrics;
    private final Clock clock;

    DeadLetters(String consumer, KafkaOperations<String, byte[]> kafka, MeterRegistry metrics, Clock clock) {
        this.consumer = consumer;
        this.kafka = kafka;
        this.metrics = metrics;
        this.clock = clock;
    }

    /** Takes in what a listener could not process. */
    ConsumerAwareRecordRecoverer recoverer() {
        DeadLetterPublishingRecoverer recoverer = new Recoverer();
        // Spring's own headers are binary numbers and a stack trace; operators read these with plain tools instead
        recoverer.excludeHeader(HeadersToAdd.values());
        recoverer.setHeadersFunction((record, failure) -> headers(record, cause(failure)));
        return (record, kafkaConsumer, failure) -> {
            Exception known = failure == null ? new IllegalStateException("Nobody said why") : failure;
            recoverer.accept(record, kafkaConsumer, known);
            Throwable cause = cause(known);
            log.warn(
                    "{}-{}@{} is a dead letter: {} ({})",
                    record.topic(),
                    record.partition(),
                    record.offset(),
                    reason(cause),
                    cause.getClass().getSimpleName());
            counter(record.topic(), cause.getClass()).increment();
        };
    }

    /** Makes the counter visible before the first one, so that an increase can be told from a start. */
    void expectFrom(String topic) {
        counter(topic, CorruptEvent.class);
    }

    /** Puts a letter behind the others again, which a replay could not process either. Waits for Kafka. */
    void failedAgain(ConsumerRecord<String, byte[]> letter, RuntimeException failure) {
        Headers headers = new RecordHeaders();
        for (Header header : letter.headers()) {
            if (!OF_FAILURE.contains(header.key())) {
                headers.add(header);
            }
        }
        addFailure(headers, cause(failure), replays(letter.headers()) + 1);
        publish(new ProducerRecord<>(letter.topic(), letter.partition(), letter.key(), letter.value(), headers));
    }

    /** Sends as its parent does, but knows what to do if a letter is too large. */
    private final class Recoverer extends DeadLetterPublishingRecoverer {

        Recoverer() {
            super(
                    kafka,
                    (record, failure) ->
                            new TopicPartition(Topic.deadLettersOf(record.topic(), consumer), record.partition()));
        }

        @Override
        protected void publish(
                ProducerRecord<Object, Object> letter,
                KafkaOperations<Object, Object> template,
                ConsumerRecord<?, ?> record) {
            DeadLetters.this.publish(new ProducerRecord<>(
                    letter.topic(),
                    letter.partition(),
                    (@Nullable String) letter.key(),
                    (byte @Nullable []) letter.value(),
                    letter.headers()));
        }
    }

    /**
     * Waits until Kafka has the letter. If it is larger than what Kafka takes, which with its further headers it may be if the
     * record nearly was, its place is taken by what says where the record is: else its partition would be held up for ever.
     */
    private void publish(ProducerRecord<String, byte[]> letter) {
        try {
            send(letter);
        } catch (NotPublished e) {
            if (!e.isOfEvent()) {
                throw e;
            }
            send(slip(letter));
        }
    }

    private void send(ProducerRecord<String, byte[]> letter) {
        Sending.begin(kafka, letter).await();
    }

    /** What is left of a letter without anything that somebody else chose the size of. */
    private static ProducerRecord<String, byte[]> slip(ProducerRecord<String, byte[]> letter) {
        Headers headers = new RecordHeaders();
        for (Header header : letter.headers()) {
            if (OF_SLIP.contains(header.key())) {
                headers.add(header);
            }
        }
        add(headers, LEFT_OUT, "key, value and headers: the record is too large for a dead letter");
        return new ProducerRecord<String, byte[]>(
                letter.topic(), letter.partition(), (@Nullable String) null, (byte @Nullable []) null, headers);
    }

    static int replays(Headers headers) {
        Header header = headers.lastHeader(REPLAYS);
        try {
            return header == null || header.value() == null
                    ? 0
                    : Integer.parseInt(new String(header.value(), StandardCharsets.UTF_8));
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private Counter counter(String topic, Class<?> exception) {
        return Counter.builder("dead.letters")
                .description("Records that could never be processed and were moved to the dead letters")
                .tag("topic", topic)
                .tag("consumer", consumer)
                .tag("exception", exception.getSimpleName())
                .register(metrics);
    }

    private Headers headers(ConsumerRecord<?, ?> record, Throwable cause) {
        Headers headers = new RecordHeaders();
        add(headers, CONSUMER, consumer);
        add(headers, ORIGINAL_TOPIC, record.topic());
        add(headers, ORIGINAL_PARTITION, Integer.toString(record.partition()));
        add(headers, ORIGINAL_OFFSET, Long.toString(record.offset()));
        add(headers, ORIGINAL_TIME, Instant.ofEpochMilli(record.timestamp()).toString());
        if (record.key() != null) {
            add(headers, ORIGINAL_KEY, record.key().toString());
        }
        addFailure(headers, cause, 0);
        return headers;
    }

    private void addFailure(Headers headers, Throwable cause, int replays) {
        add(headers, REASON, reason(cause));
        add(headers, EXCEPTION, cause.getClass().getName());
        add(headers, FAILED_AT, clock.instant().toString());
        add(headers, REPLAYS, Integer.toString(replays));
    }

    /** Only our own exceptions' words are known to quote nothing of the record. */
    private static String reason(Throwable cause) {
        return (cause instanceof CorruptEvent || cause instanceof UnknownSealingKey) && cause.getMessage() != null
                ? cause.getMessage()
                : "The consumer cannot process the record; its log has the details";
    }

    private static Throwable cause(Exception failure) {
        Throwable cause = failure;
        while (!(cause instanceof CorruptEvent) && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    private static void add(Headers headers, String name, String value) {
        headers.add(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
