package com.deliveryhistory.services.messaging;

import static com.deliveryhistory.services.TestEvents.withdrawal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.deliveryhistory.events.EventCodec;
import com.deliveryhistory.events.EventEnvelope;
import com.deliveryhistory.events.OptInEvent;
import com.deliveryhistory.services.tracing.Traces;
import com.mongodb.MongoTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.springframework.kafka.listener.BatchListenerFailedException;

class EventBatchTests {

    private final List<String> taken = new ArrayList<>();

    @Test
    void a_record_that_fails_holds_what_follows_it_in_its_partition_and_no_other_partition() {
        BatchListenerFailedException failure = take(
                Map.of(
                        "held",
                        new IllegalStateException("a bug"),
                        "held-too",
                        new IllegalStateException("another bug")),
                record(0, 0, "first"),
                record(0, 1, "held"),
                record(0, 2, "behind"),
                record(1, 0, "free"),
                record(2, 0, "held-too"),
                record(2, 1, "behind-too"));

        assertThat(taken).containsExactly("first", "free");
        assertThat(position(failure)).isEqualTo("optin.events.v1-0@1");
        assertThat(failure.getSuppressed())
                .singleElement()
                .satisfies(other -> assertThat(position((BatchListenerFailedException) other))
                        .isEqualTo("optin.events.v1-2@0"));
    }

    @Test
    void an_outage_is_not_waited_for_with_each_partition_and_all_of_them_come_again() {
        BatchListenerFailedException failure = take(
                Map.of("held", new MongoTimeoutException("no primary")),
                record(1, 0, "before"),
                record(0, 0, "held"),
                record(1, 1, "other"),
                record(2, 0, "another"));

        assertThat(taken).containsExactly("before");
        assertThat(position(failure)).isEqualTo("optin.events.v1-0@0");
        assertThat(failure.getSuppressed())
                .allSatisfy(other -> assertThat(other).isInstanceOf(EventBatch.NotTaken.class))
                .extracting(other -> position((BatchListenerFailedException) other))
                .containsExactly("optin.events.v1-1@1", "optin.events.v1-2@0");
    }

    private BatchListenerFailedException take(Map<String, RuntimeException> failures, ConsumerRecord<?, ?>... records) {
        EventBatch<OptInEvent> batch = EventBatch.read(EventCodec.OPT_IN, List.of(records), Traces.none());
        return catchThrowableOfType(
                BatchListenerFailedException.class,
                () -> batch.take(events -> Set.of(), event -> takeUnless(failures, event)));
    }

    private void takeUnless(Map<String, RuntimeException> failures, EventEnvelope<OptInEvent> event) {
        RuntimeException failure = failures.get(event.id());
        if (failure != null) {
            throw failure;
        }
        taken.add(event.id());
    }

    private static String position(BatchListenerFailedException failure) {
        return RecordPosition.of(Objects.requireNonNull(failure.getRecord())).toString();
    }

    private static ConsumerRecord<?, ?> record(int partition, long offset, String id) {
        ProducerRecord<String, byte[]> sent = EventCodec.OPT_IN.encode(withdrawal(id));
        ConsumerRecord<String, byte[]> record =
                new ConsumerRecord<>(sent.topic(), partition, offset, sent.key(), sent.value());
        sent.headers().forEach(record.headers()::add);
        return record;
    }
}
