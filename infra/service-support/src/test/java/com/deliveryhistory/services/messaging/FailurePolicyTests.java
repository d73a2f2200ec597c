package com.deliveryhistory.services.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import com.deliveryhistory.events.sealing.UnknownSealingKey;
import com.deliveryhistory.services.auth.ServiceIdentity;
import com.deliveryhistory.testing.TestClock;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.util.backoff.BackOffExecution;

class FailurePolicyTests {

    private final UnknownSealingKey missing = new UnknownSealingKey("lost");

    private final TestClock clock = TestClock.standingAt(Instant.parse("2026-07-21T16:30:00Z"));
    private final MeterRegistry metrics = new SimpleMeterRegistry();
    private final FailurePolicy policy = new FailurePolicy(
            new MessagingSettings(
                    Duration.ofSeconds(1),
                    Duration.ofMillis(500),
                    Duration.ofSeconds(30),
                    Duration.ofMinutes(15),
                    Set.of(),
                    null),
            new ServiceIdentity("reader", "reader-1", null, Map.of()),
            new DeadLetters(
                    "reader",
                    new KafkaTemplate<>(new DefaultKafkaProducerFactory<>(Map.of())),
                    metrics,
                    Clock.systemUTC()),
            metrics,
            clock);

    @Test
    void patience_with_a_missing_key_ends_when_both_the_record_is_so_old_and_the_instance_has_run_for_so_long() {
        ConsumerRecord<?, ?> old = sent(clock.instant().minus(Duration.ofDays(1)));
        clock.advance(Duration.ofMinutes(14));
        ConsumerRecord<?, ?> fresh = sent(clock.instant());
        assertThat(policy.holdsNoMore(old, missing)).isFalse();

        clock.advance(Duration.ofMinutes(1));

        assertThat(policy.holdsNoMore(old, missing)).isTrue();
        assertThat(policy.holdsNoMore(fresh, missing)).isFalse();
    }

    @Test
    void a_failure_after_which_there_is_no_attempt_is_not_counted_as_tried_again() {
        LoggedRetries retries = new LoggedRetries(policy::holdsNoMore, "reader", metrics);
        ConsumerRecord<?, ?> record = sent(clock.instant());
        retries.failedDelivery(record, missing, 1);
        clock.advance(Duration.ofMinutes(15));

        retries.failedDelivery(record, missing, 2);

        assertThat(metrics.get("events.retried").counter().count()).isEqualTo(1);
    }

    private static ConsumerRecord<?, ?> sent(Instant time) {
        return new ConsumerRecord<>(
                "optin.events.v1",
                0,
                0,
                time.toEpochMilli(),
                TimestampType.CREATE_TIME,
                0,
                0,
                "acme",
                "",
                new RecordHeaders(),
                Optional.empty());
    }

    @Test
    void other_partitions_wait_no_more_than_seconds_for_a_missing_key() {
        BackOffExecution pauses = Objects.requireNonNull(policy.pauses(sent(clock.instant()), missing))
                .start();

        assertThat(LongStream.generate(pauses::nextBackOff).limit(20)).allMatch(pause -> 0 < pause && pause < 6_000);
    }
}
