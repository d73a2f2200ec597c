package com.deliveryhistory.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.deliveryhistory.localstack.LocalStack;
import com.deliveryhistory.localstack.StackOptions;
import com.deliveryhistory.localstack.settings.Part;
import com.deliveryhistory.servers.EmbeddedKafka;
import com.deliveryhistory.testing.TopicReader;
import com.deliveryhistory.testing.TopicRecord;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All consumer groups forget how far they were, so that every service reads every topic from its start again. */
@Order(4) // see pom.xml
class ReplayTests {

    private static final List<String> GROUPS = List.of("token-manager", "history-worker", "optin-web");

    @Test
    void replaying_every_topic_changes_no_grant_and_doubles_no_delivery(@TempDir Path data) throws Exception {
        StackOptions options = StackOptions.temporary().withData(data.resolve("stack"));
        List<TopicRecord> grants;
        try (LocalStack stack = LocalStack.start(options)) {
            try (var acme = new Person(stack, "acme");
                    var globex = new Person(stack, "globex")) {
                acme.signIn();
                acme.optIn();
                acme.seesDeliveries();
                acme.changesThePasswordAtUps();
                acme.seesThatTheOptInEnded();
                acme.optIn();
                acme.seesDeliveries();
                globex.signIn();
                globex.optIn();
                globex.seesDeliveries();
                globex.changesThePasswordAtUps();
                globex.seesThatTheOptInEnded();
            }
            grants = TopicReader.read(stack.kafka(), "grant.events.v1");
        }
        forgetAllOffsets(data.resolve("stack").resolve(Part.KAFKA.label()));

        try (LocalStack stack = LocalStack.start(options.withData(data.resolve("stack")))) {
            for (String group : GROUPS) {
                await(group + " has read everything again")
                        .atMost(Duration.ofMinutes(2))
                        .until(() -> lag(stack.kafka(), group) == 0);
            }
            try (var acme = new Person(stack, "acme");
                    var globex = new Person(stack, "globex")) {
                acme.signIn();
                acme.seesDeliveries();
                globex.signIn();
                globex.seesThatTheOptInEnded();
            }
            assertThat(ids(TopicReader.read(stack.kafka(), "grant.events.v1")))
                    .as("no grant changed, or is told again")
                    .containsExactlyInAnyOrderElementsOf(ids(grants));
            assertThat(ids(TopicReader.read(stack.kafka(), "delivery.events.v1")))
                    .as("no delivery is told twice")
                    .isNotEmpty()
                    .doesNotHaveDuplicates();
        }
    }

    private static void forgetAllOffsets(Path folder) throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(folder, 0);
                Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            for (String group : GROUPS) { // each by itself: what was deleted cannot be deleted again
                await(group + " to be empty, as its services have left, or are thrown out when their sessions end")
                        .atMost(Duration.ofMinutes(2))
                        .ignoreExceptions()
                        .until(() -> {
                            admin.deleteConsumerGroups(List.of(group)).all().get();
                            return true;
                        });
            }
        }
    }

    /** Records that a group has not read yet; all, if it has committed nothing. */
    private static long lag(String kafka, String group) throws Exception {
        String topic = group.equals("token-manager") ? "optin.events.v1" : "grant.events.v1";
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka))) {
            Map<Integer, Long> read =
                    admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get().entrySet().stream()
                            .filter(offset -> offset.getKey().topic().equals(topic))
                            .collect(Collectors.toMap(
                                    offset -> offset.getKey().partition(),
                                    offset -> Objects.requireNonNull(offset.getValue())
                                            .offset()));
            return TopicReader.read(kafka, topic).stream()
                    .filter(record -> record.offset() >= read.getOrDefault(record.partition(), 0L))
                    .count();
        }
    }

    private static List<String> ids(List<TopicRecord> records) {
        return records.stream()
                .map(record -> record.headers().getOrDefault("ce_id", ""))
                .toList();
    }
}
