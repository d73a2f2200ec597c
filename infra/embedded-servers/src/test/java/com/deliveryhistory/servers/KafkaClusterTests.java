package com.deliveryhistory.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Three brokers, each a process of its own. */
@Execution(ExecutionMode.CONCURRENT) // it mostly waits
@Timeout(240) // it waits for processes, and for what dead ones leave behind to run out
class KafkaClusterTests {

    private static final int BROKERS = 3;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration SHORT = Duration.ofSeconds(3);
    private static final String TOPIC = "letters";

    @TempDir
    Path folder;

    private final List<Integer> ports = Ports.free(2 * BROKERS);
    private final String clusterId = ClusterNode.newClusterId();
    private final List<Process> brokers = new ArrayList<>();

    @AfterEach
    void end() throws InterruptedException {
        for (Process broker : brokers) {
            broker.destroyForcibly().waitFor();
        }
    }

    @Test
    void one_of_three_may_die_with_two_away_nothing_is_acknowledged_and_all_stop_together() throws Exception {
        for (int id = 1; id <= BROKERS; id++) {
            brokers.add(start(id));
        }
        try (var admin = Admin.create(client());
                var producer = producer(PATIENCE)) {
            eventually().until(() -> nodes(admin).size() == BROKERS);
            admin.createTopics(List.of(new NewTopic(TOPIC, Optional.of(1), Optional.empty())))
                    .all()
                    .get();
            eventually().until(() -> inSync(admin).size() == BROKERS);
            send(producer, "to three");

            int leader = leader(admin);
            brokers.get(leader - 1).destroyForcibly().waitFor();
            send(producer, "to two");
            eventually().until(() -> leader(admin) != leader);

            int second = leader(admin);
            brokers.get(second - 1).destroyForcibly().waitFor();
            try (var impatient = impatientProducer()) {
                assertThatThrownBy(() -> send(impatient, "to one")).isInstanceOf(ExecutionException.class);
            }

            brokers.set(leader - 1, start(leader));
            brokers.set(second - 1, start(second));
            eventually().until(() -> inSync(admin).size() == BROKERS);
            send(producer, "to three again");
        }

        brokers.forEach(Process::destroy);

        for (Process broker : brokers) {
            assertThat(broker.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        }
    }

    /** What one broker has been told of, another may not know yet. */
    private static ConditionFactory eventually() {
        return await().atMost(PATIENCE).ignoreExceptions();
    }

    private Process start(int id) throws IOException {
        var node = new ClusterNode(clusterId, id, ports.subList(BROKERS, 2 * BROKERS));
        String classPath = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(List.of("-Xmx256m", "-XX:TieredStopAtLevel=1", "-cp", classPath, KafkaProcess.class.getName()));
        command.addAll(List.of(
                String.valueOf(ports.get(id - 1)), folder.resolve("kafka-" + id).toString()));
        command.addAll(List.of(KafkaProcess.arguments(node)));
        Path output = Files.createDirectories(folder).resolve(id + ".log");
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()))
                .start();
    }

    private KafkaProducer<String, String> producer(Duration patience) {
        return producer(patience, true);
    }

    /** Not idempotent: else it would wait, without end, for a producer id, which two brokers have to agree on. */
    private KafkaProducer<String, String> impatientProducer() {
        return producer(SHORT, false);
    }

    private KafkaProducer<String, String> producer(Duration patience, boolean idempotent) {
        Map<String, Object> settings = new HashMap<>(client());
        settings.put("enable.idempotence", idempotent);
        settings.put("acks", "all");
        settings.put("linger.ms", 0);
        settings.put("delivery.timeout.ms", Math.toIntExact(patience.toMillis()));
        settings.put("request.timeout.ms", Math.toIntExact(SHORT.toMillis()));
        settings.put("max.block.ms", patience.toMillis());
        return new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer());
    }

    private Map<String, Object> client() {
        return Map.of(
                "bootstrap.servers",
                IntStream.range(0, BROKERS)
                        .mapToObj(broker -> "127.0.0.1:" + ports.get(broker))
                        .collect(Collectors.joining(",")));
    }

    private static void send(KafkaProducer<String, String> producer, String value) throws Exception {
        producer.send(new ProducerRecord<>(TOPIC, value)).get();
    }

    private static Collection<Node> nodes(Admin admin) throws Exception {
        return admin.describeCluster().nodes().get();
    }

    private static List<Node> inSync(Admin admin) throws Exception {
        return partition(admin).isr();
    }

    private static int leader(Admin admin) throws Exception {
        return partition(admin).leader().id();
    }

    private static TopicPartitionInfo partition(Admin admin) throws Exception {
        return admin.describeTopics(List.of(TOPIC))
                .allTopicNames()
                .get()
                .values()
                .iterator()
                .next()
                .partitions()
                .getFirst();
    }
}
