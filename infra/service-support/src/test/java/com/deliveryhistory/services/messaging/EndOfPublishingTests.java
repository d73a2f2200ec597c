package com.deliveryhistory.services.messaging;

import static com.deliveryhistory.services.TestEvents.withdrawal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import com.deliveryhistory.events.EventCodec;
import com.deliveryhistory.services.tracing.Traces;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.springframework.kafka.core.KafkaTemplate;

/** When publishing has failed, none of its events is under way any more. */
class EndOfPublishingTests {

    private final Producer producer = new Producer();
    private final EventPublisher publisher =
            new EventPublisher(new KafkaTemplate<>(() -> producer), Duration.ofSeconds(10), Traces.none());

    @Test
    void a_producer_that_takes_nothing_more_is_told_when_what_it_took_is_done_with() {
        assertThat(failureWith(new TimeoutException("no room")).isOfEvent()).isFalse();
    }

    @Test
    void so_is_an_event_that_kafka_does_not_take() {
        assertThat(failureWith(new RecordTooLargeException()).isOfEvent()).isTrue();
    }

    @Test
    void it_is_told_which_of_the_two_a_broker_says_later() {
        CompletableFuture<Void> publishing =
                CompletableFuture.runAsync(() -> publisher.publish(EventCodec.OPT_IN, withdrawal("refused-later")));
        await().until(() -> producer.errorNext(new RecordTooLargeException()));

        assertThatExceptionOfType(CompletionException.class)
                .isThrownBy(publishing::join)
                .havingCause()
                .isInstanceOfSatisfying(
                        NotPublished.class, told -> assertThat(told.isOfEvent()).isTrue());
    }

    private NotPublished failureWith(RuntimeException refusal) {
        producer.refusal = refusal;
        CompletableFuture<NotPublished> failure = new CompletableFuture<>();
        Thread publishing = Thread.ofPlatform().start(() -> {
            try {
                publisher.publishAll(EventCodec.OPT_IN, List.of(withdrawal("taken"), withdrawal("refused")));
            } catch (NotPublished e) {
                failure.complete(e);
            }
        });
        await().until(() -> publishing.getState() == Thread.State.WAITING);
        assertThat(failure).isNotDone();
        producer.completeNext();
        return failure.join();
    }

    /** Takes an event, to be acknowledged later, and refuses the next. */
    private static final class Producer extends MockProducer<String, byte[]> {

        private final AtomicInteger sends = new AtomicInteger();
        private volatile RuntimeException refusal = new IllegalStateException();

        Producer() {
            super(false, null, new StringSerializer(), new ByteArraySerializer());
        }

        @Override
        public synchronized Future<RecordMetadata> send(ProducerRecord<String, byte[]> record, Callback callback) {
            if (sends.incrementAndGet() == 1) {
                return super.send(record, callback);
            }
            callback.onCompletion(null, refusal);
            return CompletableFuture.failedFuture(refusal);
        }
    }
}
