package com.deliveryhistory.services.messaging;

import com.mongodb.MongoTimeoutException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.BiPredicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.kafka.listener.RetryListener;

/** Says and counts which record is tried again and why: nothing behind it in its partition is read meanwhile. */
final class LoggedRetries implements RetryListener {

    private static final Logger log = LoggerFactory.getLogger(LoggedRetries.class);

    private final BiPredicate<ConsumerRecord<?, ?>, Exception> holdsNoMore;
    private final String consumer;
    private final MeterRegistry metrics;

    LoggedRetries(BiPredicate<ConsumerRecord<?, ?>, Exception> holdsNoMore, String consumer, MeterRegistry metrics) {
        this.holdsNoMore = holdsNoMore;
        this.consumer = consumer;
        this.metrics = metrics;
    }

    @Override
    public void failedDelivery(ConsumerRecord<?, ?> record, @Nullable Exception failure, int attempt) {
        if (failure == null || holdsNoMore.test(record, failure)) {
            return; // a dead letter, which is logged as one
        }
        Throwable cause = NestedExceptionUtils.getMostSpecificCause(failure);
        log.warn(
                "{} of {} is tried again, attempt {} failed: {}",
                RecordPosition.of(record),
                record.key(),
                attempt,
                cause.toString());
        if (attempt == 1 && !FailurePolicy.isOutage(failure)) {
            log.warn("So it failed", cause); // if it is a bug, this is what there is to find it by
        }
        counter(record.topic(), cause.getClass()).increment();
    }

    /** Makes the counter visible before the first one, with what an outage of the store gives. */
    void expectFrom(String topic) {
        counter(topic, MongoTimeoutException.class);
    }

    private Counter counter(String topic, Class<?> exception) {
        return Counter.builder("events.retried")
                .description("Attempts to process a record that failed, so that it is tried again")
                .tag("topic", topic)
                .tag("consumer", consumer)
                .tag("exception", exception.getSimpleName())
                .register(metrics);
    }
}
