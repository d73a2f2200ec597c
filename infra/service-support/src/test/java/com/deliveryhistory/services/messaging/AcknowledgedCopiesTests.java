package com.deliveryhistory.services.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.deliveryhistory.events.Topic;
import com.deliveryhistory.testing.Patience;
import com.deliveryhistory.testing.TestKafka;
import com.deliveryhistory.testing.WithKafka;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Test;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.kafka.core.KafkaAdmin;

/** On one broker: a copy is taken for enough where there can be no three. */
@WithKafka
class AcknowledgedCopiesTests {

    private static final String TOPIC = "acknowledged.v1";

    private final TestKafka kafka;
    private final Map<String, Object> client;

    AcknowledgedCopiesTests(TestKafka kafka) {
        this.kafka = kafka;
        this.client = Map.of("bootstrap.servers", kafka.bootstrapServers());
    }

    @Test
    void two_copies_have_to_acknowledge_where_there_are_enough() throws Exception {
        kafka.recreate(TOPIC);

        raise(TOPIC, 1);

        assertThat(needed()).isEqualTo("2");
    }

    @Test
    void nothing_is_raised_where_there_are_too_few() throws Exception {
        kafka.recreate(TOPIC);

        raise(TOPIC, Topic.COPIES_ENOUGH);

        assertThat(needed()).isEqualTo("1");
    }

    @Test
    void a_topic_that_brokers_do_not_know_yet_is_asked_for_again() {
        assertThat(new AcknowledgedCopies(client, 1).raise(List.of("not-known-yet.v1")))
                .isFalse();

        kafka.recreate("not-known-yet.v1");
        raise("not-known-yet.v1", 1);
    }

    @Test
    void once_topics_are_there_it_is_tried_until_there_is_nothing_more_to_be_tried() throws Exception {
        try (var context = new GenericApplicationContext()) {
            context.registerBean(NewTopic.class, () -> new NewTopic(TOPIC, 1, (short) 1));
            context.refresh();
            KafkaAdmin admin = new KafkaAdmin(client);
            admin.setApplicationContext(context);
            AtomicInteger attempts = new AtomicInteger();
            CompletableFuture<Thread> loop = new CompletableFuture<>();
            TopicCreation creation = new TopicCreation(
                    admin,
                    () -> {
                        loop.complete(Thread.currentThread());
                        return attempts.incrementAndGet() == 3;
                    },
                    Duration.ofMillis(1));

            creation.start();

            assertThat(loop.get(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS).join(Patience.LIMIT))
                    .isTrue();
            assertThat(attempts).hasValue(3);
            creation.stop();
        }
    }

    /** Again, as a service does: the broker may not know yet of a topic that was created this moment. */
    private void raise(String topic, int enough) {
        await().until(() -> new AcknowledgedCopies(client, enough).raise(List.of(topic)));
    }

    private String needed() throws Exception {
        ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, TOPIC);
        try (var admin = kafka.admin()) {
            return admin.describeConfigs(List.of(topic))
                    .all()
                    .get()
                    .values()
                    .iterator()
                    .next()
                    .get("min.insync.replicas")
                    .value();
        }
    }
}
