package com.deliveryhistory.services.permissions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.awaitility.Awaitility.await;

import com.deliveryhistory.events.EventCodec;
import com.deliveryhistory.events.Topic;
import com.deliveryhistory.events.Topics;
import com.deliveryhistory.services.messaging.NotPublished;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** A service whose permissions are taken away for a while goes on by itself when it has them again. */
@ExtendWith(OutputCaptureExtension.class)
class PassingRefusalsTests {

    private static final String USER = "token-manager";
    private static final Topic LETTERS = Topics.OPT_IN.deadLetters(USER);
    private static final List<AclBinding> PERMISSIONS =
            DeclaredAccess.in(Path.of("../kubernetes/base/kafka")).permissions().stream()
                    .filter(permission -> permission.entry().principal().equals("User:" + USER))
                    .toList();

    @TempDir
    static Path folder;

    private static SecuredKafka kafka;

    private MessagingService service;

    @BeforeAll
    static void startKafka() throws Exception {
        kafka = SecuredKafka.start(folder);
        kafka.prepare(
                Stream.of(Topics.OPT_IN, Topics.GRANT, LETTERS)
                        .map(topic -> topic.toNewTopic((short) 1))
                        .toList(),
                List.of(USER),
                PERMISSIONS);
    }

    @AfterAll
    static void stopKafka() {
        kafka.close();
    }

    @BeforeEach
    void start() {
        service = MessagingService.start(kafka, USER, Topics.GRANT, EventCodec.OPT_IN, LETTERS);
    }

    @AfterEach
    void stop() {
        service.close();
    }

    @ParameterizedTest
    @EnumSource(
            value = ResourceType.class,
            names = {"TOPIC", "GROUP"})
    void a_listener_outlasts_that_it_may_not_read(ResourceType what, CapturedOutput output) throws Exception {
        sendRubbish("before " + what);
        await().untilAsserted(() -> assertThat(service.letters(LETTERS)).contains("before " + what));

        List<AclBinding> reading = PERMISSIONS.stream()
                .filter(permission -> permission.entry().operation() == AclOperation.READ
                        && permission.pattern().resourceType() == what)
                .toList();
        kafka.revoke(reading);
        try {
            await().untilAsserted(() -> assertThat(output).contains("Authentication/Authorization Exception"));
            sendRubbish("after " + what);
        } finally {
            kafka.permit(reading);
        }

        await().untilAsserted(() -> assertThat(service.letters(LETTERS)).contains("after " + what));
    }

    @Test
    void a_publisher_outlasts_that_it_may_not_write() throws Exception {
        List<AclBinding> writing = PERMISSIONS.stream()
                .filter(permission -> permission.entry().operation() == AclOperation.WRITE)
                .toList();
        kafka.revoke(writing);
        try {
            await().untilAsserted(() ->
                    assertThatExceptionOfType(NotPublished.class).isThrownBy(() -> service.publish(Topics.GRANT)));
        } finally {
            kafka.permit(writing);
        }

        await().untilAsserted(() -> assertThatNoException().isThrownBy(() -> service.publish(Topics.GRANT)));
    }

    private static void sendRubbish(String key) throws Exception {
        try (var producer =
                new KafkaProducer<>(kafka.administrator(), new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>(Topics.OPT_IN_EVENTS, key, "no event"))
                    .get();
        }
    }
}
