package com.deliveryhistory.services.messaging;

import com.deliveryhistory.events.CorruptEvent;
import com.deliveryhistory.events.sealing.UnknownSealingKey;
import com.deliveryhistory.services.auth.ServiceIdentity;
import com.deliveryhistory.services.storage.StoreOutage;
import com.mongodb.MongoException;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.listener.ConsumerAwareRecordRecoverer;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.util.backoff.BackOff;
import org.springframework.util.backoff.ExponentialBackOff;
import org.springframework.util.backoff.FixedBackOff;

/**
 * What becomes of a record that a listener fails with, in all services:
 *
 * <ul>
 *   <li>{@link CorruptEvent}: the record's own bytes are the reason, so that it never gets better. Dead letter, next record.
 *   <li>{@link UnknownSealingKey}: the key may be on its way to this instance, which others have already. The record is tried
 *       again until both it is {@code messaging.unknown-key-patience} old and this instance has run for so long; then it is a
 *       dead letter, which can be replayed when the key is back. Not for so long each: a key that was taken away too early
 *       holds a partition no longer, however many records need it.
 *   <li>Everything else may be an outage, or a bug of the listener's, which its type does not tell: a {@code
 *       ClassCastException} may come of one document in the store. The record is tried again, in order, with growing
 *       pauses, for as long as it lasts, and no offset is committed past it. No number of attempts ends that: there is none
 *       by which poison can be told from a long outage, or from a bad release, which would lay aside all that it reads.
 *   <li>A record that an operator has named in {@code messaging.set-aside} becomes a dead letter as soon as it fails,
 *       whatever with: the way past a bug that nobody can mend in time.
 * </ul>
 *
 * <p>Of Spring Kafka's own fatal exceptions none counts: nothing is converted but by the event's codec, which throws
 * {@link CorruptEvent}, and so they could come of a bug alone.
 */
final class FailurePolicy {

    private static final BackOff NOT_AGAIN = new FixedBackOff(0, 0);

    /** No server is spared by a longer one, and other partitions of the consumer wait for its end. */
    private static final Duration LONGEST_PAUSE_FOR_A_KEY = Duration.ofSeconds(5);

    private final MessagingSettings settings;
    private final DeadLetters deadLetters;
    private final LoggedRetries retries;
    private final Clock clock;
    private final Instant started;

    FailurePolicy(
            MessagingSettings settings,
            ServiceIdentity identity,
            DeadLetters deadLetters,
            MeterRegistry metrics,
            Clock clock) {
        this.clock = clock;
        this.started = clock.instant();
        this.settings = settings;
        this.deadLetters = deadLetters;
        this.retries = new LoggedRetries(this::holdsNoMore, identity.name(), metrics);
    }

    /** Whether a record that met this failure can never be processed as it is. */
    static boolean isPoison(Throwable failure) {
        return failure instanceof CorruptEvent || (failure.getCause() != null && isPoison(failure.getCause()));
    }

    /** Whether the store or Kafka was away: so it is for all records, and each would be waited for. */
    static boolean isOutage(Throwable failure) {
        return failure instanceof NotPublished
                || (failure instanceof MongoException e && StoreOutage.is(e))
                || (failure.getCause() != null && isOutage(failure.getCause()));
    }

    /** Whether a letter that meets this when it is replayed is a dead letter again: a replay does not wait for keys. */
    static boolean staysDead(Throwable failure) {
        return isPoison(failure) || lacksKey(failure);
    }

    private static boolean lacksKey(@Nullable Throwable failure) {
        return failure != null && (failure instanceof UnknownSealingKey || lacksKey(failure.getCause()));
    }

    /** What a listener of the topic has. */
    DefaultErrorHandler errorHandler(String topic) {
        deadLetters.expectFrom(topic);
        retries.expectFrom(topic);
        DefaultErrorHandler handler = new FailedBatches(recoverer(), forever(), this::holdsNoMore);
        handler.setClassifications(Map.of(CorruptEvent.class, false), true);
        handler.setBackOffFunction(this::pauses);
        handler.setRetryListeners(retries);
        return handler;
    }

    /** Makes dead letters; if Kafka refuses one, not at once again: Spring Kafka itself makes no pause then. */
    ConsumerAwareRecordRecoverer recoverer() {
        ConsumerAwareRecordRecoverer letters = deadLetters.recoverer();
        return (record, consumer, failure) -> {
            try {
                letters.accept(record, consumer, failure);
            } catch (RuntimeException e) {
                pause();
                throw e;
            }
        };
    }

    private void pause() {
        try {
            Thread.sleep(settings.firstRetry());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Pauses other than the usual ones; {@code null}: there is no reason for any. */
    @Nullable
    BackOff pauses(ConsumerRecord<?, ?> record, @Nullable Exception failure) {
        if (settings.setAside().contains(RecordPosition.of(record))) {
            return NOT_AGAIN;
        }
        return lacksKey(failure) ? patience(record) : null;
    }

    /** Whether a record that fails so becomes a dead letter now. */
    boolean holdsNoMore(ConsumerRecord<?, ?> record, Exception failure) {
        return isPoison(failure) || NOT_AGAIN.equals(pauses(record, failure));
    }

    private BackOff patience(ConsumerRecord<?, ?> record) {
        Instant sent = Instant.ofEpochMilli(record.timestamp());
        Duration waited = Duration.between(sent.isAfter(started) ? sent : started, clock.instant());
        Duration left = settings.unknownKeyPatience().minus(waited.isNegative() ? Duration.ZERO : waited);
        if (!left.isPositive()) {
            return NOT_AGAIN;
        }
        ExponentialBackOff pauses = forever();
        pauses.setMaxElapsedTime(left.toMillis());
        pauses.setMaxInterval(Math.min(pauses.getMaxInterval(), LONGEST_PAUSE_FOR_A_KEY.toMillis()));
        return pauses;
    }

    private ExponentialBackOff forever() {
        ExponentialBackOff forever = new ExponentialBackOff();
        forever.setInitialInterval(settings.firstRetry().toMillis());
        forever.setMultiplier(2);
        forever.setMaxInterval(settings.longestRetry().toMillis());
        forever.setJitter(settings.firstRetry().toMillis() / 4);
        return forever;
    }
}
