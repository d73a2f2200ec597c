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
import java.util.concurrent.atomic.AtomicLong;
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

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final Producer producer = new Producer();
    private final EventPublisher publisher =
            new EventPublisher(new KafkaTemplate<>(() -> producer), TIMEOUT, Traces.none());

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

    @Test
    void an_event_that_kafka_does_not_take_keeps_back_only_those_of_its_key() {
        producer.refusal = new RecordTooLargeException();
        CompletableFuture<Void> publishing = CompletableFuture.runAsync(() -> publisher.publishRecords(
                List.of(record("a"), record("refused"), record("refused"), record("b"), record("c"))));
        await().until(() -> producer.history().size() == 3);
        producer.completeNext();
        producer.errorNext(new TimeoutException("too few replicas"));
        producer.completeNext();

        assertThatExceptionOfType(CompletionException.class)
                .isThrownBy(publishing::join)
                .havingCause()
                .isInstanceOfSatisfying(NotPublished.class, told -> {
                    assertThat(told.isOfEvent()).isTrue();
                    assertThat(List.of("a", "refused", "b", "c"))
                            .filteredOn(told::isAcknowledged)
                            .containsExactly("a", "c");
                });
    }

    @Test
    void nothing_is_handed_over_later_than_half_a_timeout_after_the_first() {
        AtomicLong nanos = new AtomicLong();
        producer.passing = () -> nanos.addAndGet(TIMEOUT.toNanos() / 2 + 1);
        EventPublisher slow =
                new EventPublisher(new KafkaTemplate<>(() -> producer), TIMEOUT, Traces.none(), nanos::get);
        CompletableFuture<Void> publishing =
                CompletableFuture.runAsync(() -> slow.publishRecords(List.of(record("a"), record("b"), record("c"))));
        await().until(producer::completeNext);

        assertThatExceptionOfType(CompletionException.class)
                .isThrownBy(publishing::join)
                .withCauseInstanceOf(NotPublished.class);
        assertThat(producer.history()).extracting(ProducerRecord::key).containsExactly("a");
        assertThat(producer.sends).hasValue(1);
    }

    @Test
    void the_last_that_is_handed_over_may_wait_a_timeout_for_room_and_another_to_be_delivered() {
        Duration handedOver = TIMEOUT.dividedBy(2);

        assertThat(publisher.longest()).isEqualTo(handedOver.plus(TIMEOUT).plus(TIMEOUT));
    }

    private static ProducerRecord<String, byte[]> record(String key) {
        return new ProducerRecord<>("topic", key, new byte[] {1});
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

    /** Takes events, to be acknowledged later, and refuses the second. */
    private static final class Producer extends MockProducer<String, byte[]> {

        private final AtomicInteger sends = new AtomicInteger();
        private volatile RuntimeException refusal = new IllegalStateException();
        private volatile Runnable passing = () -> {};

        Producer() {
            super(false, null, new StringSerializer(), new ByteArraySerializer());
        }

        /** It is shared, as the factory's is. */
        @Override
        public void close(Duration timeout) {}

        @Override
        public synchronized Future<RecordMetadata> send(ProducerRecord<String, byte[]> record, Callback callback) {
            passing.run();
            if (sends.incrementAndGet() != 2) {
                return super.send(record, callback);
            }
            callback.onCompletion(null, refusal);
            return CompletableFuture.failedFuture(refusal);
        }
    }
}
