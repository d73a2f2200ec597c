package com.deliveryhistory.services.messaging;

import com.deliveryhistory.events.CorruptEvent;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.kafka.listener.RetryListener;

/** Says which record is tried again and why: nothing behind it in its partition is read meanwhile. */
final class LoggedRetries implements RetryListener {

    private static final Logger log = LoggerFactory.getLogger(LoggedRetries.class);

    @Override
    public void failedDelivery(ConsumerRecord<?, ?> record, @Nullable Exception failure, int attempt) {
        Throwable cause = failure == null ? null : NestedExceptionUtils.getMostSpecificCause(failure);
        if (cause instanceof CorruptEvent) {
            return; // a dead letter, which is logged as one
        }
        log.warn(
                "{}-{}@{} of {} is tried again, attempt {} failed: {}",
                record.topic(),
                record.partition(),
                record.offset(),
                record.key(),
                attempt,
                String.valueOf(cause));
    }
}
