package com.deliveryhistory.services.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import com.deliveryhistory.events.sealing.UnknownSealingKey;
import com.deliveryhistory.services.auth.ServiceIdentity;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.util.backoff.BackOffExecution;

class FailurePolicyTests {

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
            Clock.systemUTC());

    @Test
    void other_partitions_wait_no_more_than_seconds_for_a_missing_key() {
        BackOffExecution pauses = Objects.requireNonNull(policy.pauses(
                        new ConsumerRecord<>("optin.events.v1", 0, 0, "acme", new byte[0]),
                        new UnknownSealingKey("lost")))
                .start();

        assertThat(LongStream.generate(pauses::nextBackOff).limit(20)).allMatch(pause -> 0 < pause && pause < 6_000);
    }
}
