package com.deliveryhistory.services.permissions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.awaitility.Awaitility.await;

import com.deliveryhistory.events.EventCodec;
import com.deliveryhistory.events.Topic;
import com.deliveryhistory.events.Topics;
import com.deliveryhistory.testing.Patience;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What {@code infra/kubernetes} permits Kafka's users is what they need, on a broker that enforces it. */
@Execution(ExecutionMode.CONCURRENT) // it mostly waits
class PermissionsTests {

    private static final DeclaredAccess DECLARED = DeclaredAccess.in(Path.of("../kubernetes/base/kafka"));
    private static final Service TOKEN_MANAGER =
            new Service("token-manager", Topics.GRANT, EventCodec.OPT_IN, Topics.OPT_IN);
    private static final List<Service> SERVICES = List.of(
            new Service("optin-web", Topics.OPT_IN, EventCodec.GRANT, Topics.GRANT),
            TOKEN_MANAGER,
            new Service("history-worker", Topics.DELIVERY, EventCodec.GRANT, Topics.GRANT));

    @TempDir
    static Path folder;

    private static SecuredKafka kafka;

    @BeforeAll
    static void start() throws Exception {
        kafka = SecuredKafka.start(folder);
        kafka.prepare(
                DECLARED.topics().stream().map(PermissionsTests::withoutCopies).toList(),
                DECLARED.users(),
                DECLARED.permissions());
    }

    @AfterAll
    static void stop() {
        kafka.close();
    }

    /** What the services read and write. */
    record Service(String user, Topic written, EventCodec<?> codec, Topic read) {

        Topic letters() {
            return read.deadLetters(user);
        }

        @Override
        public String toString() {
            return user;
        }
    }

    @ParameterizedTest
    @FieldSource("SERVICES")
    void a_service_may_do_all_that_it_does(Service service) {
        var rubbish = new ProducerRecord<>(service.read.name(), service.user, "no event");
        send(kafka.administrator(), rubbish);
        try (var running =
                MessagingService.start(kafka, service.user, service.written, service.codec, service.letters())) {
            assertThat(running.findsItsTopics()).isTrue();
            running.publish(service.written);

            await().untilAsserted(() ->
                    assertThat(keys(kafka.administrator(), service.letters())).contains(service.user));
            await().untilAsserted(() -> assertThat(running.unread()).isZero());
        }
    }

    @Test
    void token_manager_reads_what_could_not_be_processed_and_what_it_last_said() {
        Topic letters = TOKEN_MANAGER.letters();
        send(kafka.administrator(), new ProducerRecord<>(letters.name(), "a letter", "no event"));
        send(kafka.administrator(), new ProducerRecord<>(Topics.GRANT_EVENTS, "a grant", "no event"));

        assertThat(keys(kafka.user("token-manager"), letters)).contains("a letter");
        assertThat(keys(kafka.user("token-manager"), Topics.GRANT)).contains("a grant");
    }

    @ParameterizedTest
    @MethodSource("everybodyElse")
    void nobody_but_token_manager_reads_sealed_tokens(String user) {
        for (Topic topic : List.of(Topics.OPT_IN, TOKEN_MANAGER.letters())) {
            assertThatExceptionOfType(TopicAuthorizationException.class)
                    .isThrownBy(() -> keys(kafka.user(user), topic));
        }
    }

    static Stream<String> everybodyElse() {
        return DECLARED.users().stream().filter(user -> !user.equals("token-manager"));
    }

    @Test
    void a_downstream_service_reads_in_groups_of_its_own_name() {
        send(kafka.administrator(), new ProducerRecord<>(Topics.DELIVERY_EVENTS, "a package", "no event"));

        assertThat(keys(kafka.user("odcs"), Topics.GRANT)).isNotNull();
        try (var consumer = consumer(kafka.user("odcs"), "odcs-reports")) {
            consumer.subscribe(Set.of(Topics.DELIVERY_EVENTS));
            await().until(() -> !consumer.poll(Patience.LIMIT).isEmpty());
            assertThatNoException().isThrownBy(consumer::commitSync);
        }
        try (var consumer = consumer(kafka.user("odcs"), "history-worker")) {
            consumer.subscribe(Set.of(Topics.GRANT_EVENTS));
            assertThatExceptionOfType(GroupAuthorizationException.class)
                    .isThrownBy(() -> consumer.poll(Patience.LIMIT));
        }
    }

    @ParameterizedTest
    @MethodSource("users")
    void a_user_writes_what_it_is_said_to_and_nothing_else(String user) {
        for (NewTopic topic : DECLARED.topics()) {
            var record = new ProducerRecord<>(topic.name(), user, "no event");
            if (isWriterOf(topic.name(), user)) {
                assertThatNoException().isThrownBy(() -> send(kafka.user(user), record));
            } else {
                assertThatExceptionOfType(AuthorizationException.class)
                        .isThrownBy(() -> send(kafka.user(user), record));
            }
        }
    }

    /** By the services, not by what is declared. */
    private static boolean isWriterOf(String topic, String user) {
        return SERVICES.stream()
                .filter(service -> service.user.equals(user))
                .anyMatch(service ->
                        Set.of(service.written.name(), service.letters().name()).contains(topic));
    }

    @ParameterizedTest
    @MethodSource("users")
    void no_user_makes_changes_or_deletes_topics(String user) throws Exception {
        try (var admin = Admin.create(kafka.user(user))) {
            var created = admin.createTopics(List.of(new NewTopic("another", 1, (short) 1)));
            assertThatExceptionOfType(ExecutionException.class)
                    .isThrownBy(() -> created.all().get())
                    .withCauseInstanceOf(AuthorizationException.class);
            for (NewTopic topic : DECLARED.topics()) {
                var deleted = admin.deleteTopics(List.of(topic.name()));
                assertThatExceptionOfType(ExecutionException.class)
                        .isThrownBy(() -> deleted.all().get())
                        .withCauseInstanceOf(AuthorizationException.class);
            }
        }
        assertThat(DECLARED.permissions())
                .extracting(permission -> permission.entry().operation())
                .doesNotContain(AclOperation.ALL, AclOperation.ALTER, AclOperation.ALTER_CONFIGS);
    }

    static Stream<String> users() {
        return DECLARED.users().stream();
    }

    @Test
    void what_scales_the_services_sees_offsets_and_no_record() throws Exception {
        try (var admin = Admin.create(kafka.user("keda"))) {
            for (String group : List.of("token-manager", "history-worker")) {
                assertThatNoException()
                        .isThrownBy(() -> admin.listConsumerGroupOffsets(group)
                                .partitionsToOffsetAndMetadata()
                                .get());
            }
        }
        assertThatExceptionOfType(TopicAuthorizationException.class)
                .isThrownBy(() -> keys(kafka.user("keda"), Topics.GRANT));
    }

    @Test
    void topics_are_declared_as_their_owners_create_them() {
        short copies = 3;
        assertThat(DECLARED.topics())
                .containsExactlyInAnyOrderElementsOf(SERVICES.stream()
                        .flatMap(service -> Stream.of(service.written, service.letters()))
                        .map(topic -> topic.toNewTopic(copies))
                        .toList());
    }

    @Test
    void every_name_in_a_permission_is_one_of_the_code() {
        List<String> topics = DECLARED.topics().stream().map(NewTopic::name).toList();
        assertThat(DECLARED.permissions()).allSatisfy(permission -> {
            String name = permission.pattern().name();
            if (permission.pattern().resourceType() == ResourceType.TOPIC) {
                assertThat(name).isIn(topics);
            } else {
                assertThat(permission.pattern().resourceType()).isEqualTo(ResourceType.GROUP);
                assertThat(name)
                        .isIn(Stream.concat(Stream.of("odcs"), SERVICES.stream().map(service -> service.user))
                                .toList());
            }
        });
    }

    private static NewTopic withoutCopies(NewTopic topic) {
        Map<String, String> settings = new HashMap<>(topic.configs());
        settings.put("min.insync.replicas", "1");
        return new NewTopic(topic.name(), topic.numPartitions(), (short) 1).configs(settings);
    }

    private static void send(Map<String, Object> client, ProducerRecord<String, String> record) {
        try (var producer = new KafkaProducer<>(client, new StringSerializer(), new StringSerializer())) {
            producer.send(record).get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException why ? why : new IllegalStateException(e);
        } catch (KafkaException e) { // who may write nowhere gets no producer id: told before or while it sends
            throw e.getCause() instanceof AuthorizationException why ? why : e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Keys of all that a topic has, read without a group. */
    private static List<String> keys(Map<String, Object> client, Topic topic) {
        try (var consumer = consumer(client, "")) {
            var partitions = IntStream.range(0, topic.partitions())
                    .mapToObj(partition -> new TopicPartition(topic.name(), partition))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Stream.Builder<String> keys = Stream.builder();
            do {
                consumer.poll(Duration.ofMillis(500)).forEach(record -> keys.add(record.key()));
            } while (partitions.stream()
                    .anyMatch(partition -> consumer.currentLag(partition).orElse(1) > 0));
            return keys.build().toList();
        }
    }

    private static KafkaConsumer<String, String> consumer(Map<String, Object> client, String group) {
        Map<String, Object> settings = new HashMap<>(client);
        settings.put("auto.offset.reset", "earliest");
        settings.put("enable.auto.commit", false);
        settings.put("allow.auto.create.topics", false);
        if (!group.isEmpty()) {
            settings.put("group.id", group);
        }
        return new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer());
    }
}
