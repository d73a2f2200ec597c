package com.deliveryhistory.servers;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.jspecify.annotations.Nullable;

/**
 * Kafka's own broker, broker and KRaft controller in one, listening on 127.0.0.1 only; alone, or one of several that
 * are a cluster. What it holds stays in its folder, so that a second start there continues where the first one ended.
 */
public final class EmbeddedKafka implements AutoCloseable {

    private static final String CONTROLLER = "CONTROLLER";

    /** A node whose fellows have left first finds nobody to sign off with, and Kafka would look for them for minutes. */
    private static final Duration SIGN_OFF = Duration.ofSeconds(5);

    private final KafkaRaftServer server;
    private final ClusterNode node;
    private final int port;
    private final @Nullable Path temporaryFolder;
    private boolean closed;

    private EmbeddedKafka(KafkaRaftServer server, ClusterNode node, int port, @Nullable Path temporaryFolder) {
        this.server = server;
        this.node = node;
        this.port = port;
        this.temporaryFolder = temporaryFolder;
    }

    /**
     * Starts a broker alone and returns when it takes requests.
     *
     * @param folder keeps its data; created and formatted if it is not there
     * @param port 0 for any free one
     * @throws PortTaken if something else listens on the port
     */
    public static EmbeddedKafka start(Path folder, int port) {
        return startAlone(folder, port, null);
    }

    /**
     * Starts one of several brokers and returns when it takes requests, which takes more than half of them.
     *
     * @param folder its own; created and formatted if it is not there
     * @throws PortTaken if something else listens on the port, or on the controller's
     */
    public static EmbeddedKafka start(Path folder, int port, ClusterNode node) {
        return start(folder, port, node, Map.of(), null);
    }

    /**
     * The same.
     *
     * @param more settings of a broker, by their names in Kafka; they outweigh what is set here
     */
    public static EmbeddedKafka start(Path folder, int port, ClusterNode node, Map<String, Object> more) {
        return start(folder, port, node, more, null);
    }

    /** Starts a broker on a free port with a folder that goes when it is closed. */
    public static EmbeddedKafka startTemporary() {
        try {
            Path folder = Files.createTempDirectory("embedded-kafka");
            return startAlone(folder, 0, folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static EmbeddedKafka startAlone(Path folder, int wantedPort, @Nullable Path temporaryFolder) {
        List<Integer> free = Ports.free(2);
        int port = wantedPort == 0 ? free.getFirst() : wantedPort;
        return start(folder, port, ClusterNode.alone(free.getLast()), Map.of(), temporaryFolder);
    }

    private static EmbeddedKafka start(
            Path folder, int port, ClusterNode node, Map<String, Object> more, @Nullable Path temporaryFolder) {
        for (int needed : List.of(port, node.controllerPort())) {
            if (!Ports.isFree(needed)) {
                throw new PortTaken("Kafka", needed);
            }
        }
        format(folder, node);
        Map<String, Object> settings = settings(folder, port, node);
        settings.putAll(more);
        var server = new KafkaRaftServer(new KafkaConfig(settings, false), Time.SYSTEM);
        server.startup();
        return new EmbeddedKafka(server, node, port, temporaryFolder);
    }

    /** Address for {@code bootstrap.servers}. */
    public String bootstrapServers() {
        return "127.0.0.1:" + port;
    }

    public int port() {
        return port;
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        if (node.isAlone()) {
            shutDown();
        } else {
            shutDownWithin(SIGN_OFF);
        }
        if (temporaryFolder != null) {
            Folders.delete(temporaryFolder);
        }
    }

    private void shutDown() {
        server.shutdown();
        server.awaitShutdown();
    }

    /** What is not closed by then is, like after a crash, put right by the next start. */
    private void shutDownWithin(Duration patience) {
        try {
            Thread.ofPlatform()
                    .daemon()
                    .name("close-kafka-" + node.id())
                    .start(this::shutDown)
                    .join(patience);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void format(Path folder, ClusterNode node) {
        try {
            Files.createDirectories(folder);
            if (Files.exists(folder.resolve("meta.properties"))) {
                return;
            }
            var said = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
            new Formatter()
                    .setPrintStream(said)
                    .setClusterId(node.clusterId())
                    .setNodeId(node.id())
                    .setControllerListenerName(CONTROLLER)
                    .setMetadataLogDirectory(folder.toString())
                    .addDirectory(folder.toString())
                    .setIgnoreFormatted(true)
                    .run();
        } catch (Exception e) {
            throw new IllegalStateException("Cannot prepare Kafka's folder " + folder, e);
        }
    }

    private static Map<String, Object> settings(Path folder, int port, ClusterNode node) {
        Map<String, Object> settings = new HashMap<>();
        settings.put("process.roles", "broker,controller");
        settings.put("node.id", node.id());
        settings.put("controller.quorum.voters", node.voters());
        settings.put(
                "listeners",
                "PLAINTEXT://127.0.0.1:%d,%s://127.0.0.1:%d".formatted(port, CONTROLLER, node.controllerPort()));
        settings.put("advertised.listeners", "PLAINTEXT://127.0.0.1:" + port);
        settings.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,%s:PLAINTEXT".formatted(CONTROLLER));
        settings.put("controller.listener.names", CONTROLLER);
        settings.put("log.dirs", folder.toString());
        settings.put("auto.create.topics.enable", "false");
        String copies = String.valueOf(node.copies());
        String inSync = String.valueOf(node.copiesInSync());
        settings.put("default.replication.factor", copies);
        settings.put("min.insync.replicas", inSync);
        settings.put("offsets.topic.replication.factor", copies);
        settings.put("transaction.state.log.replication.factor", copies);
        settings.put("transaction.state.log.min.isr", inSync);
        settings.put("share.coordinator.state.topic.replication.factor", copies);
        settings.put("share.coordinator.state.topic.min.isr", inSync);
        // small and quick
        settings.put("offsets.topic.num.partitions", "1");
        settings.put("transaction.state.log.num.partitions", "1");
        settings.put("share.coordinator.state.topic.num.partitions", "1");
        settings.put("num.network.threads", "2");
        settings.put("num.io.threads", "2");
        settings.put("background.threads", "2");
        settings.put("num.recovery.threads.per.data.dir", "1");
        settings.put("log.cleaner.dedupe.buffer.size", "4194304");
        settings.put("log.index.size.max.bytes", "1048576");
        settings.put("broker.heartbeat.interval.ms", "500");
        // a broker that was killed is let in again when its old session has run out
        settings.put("broker.session.timeout.ms", "4000");
        settings.put("group.initial.rebalance.delay.ms", "0");
        // a consumer that was killed should be missed within seconds
        settings.put("group.min.session.timeout.ms", "1000");
        settings.put("group.consumer.min.session.timeout.ms", "3000");
        settings.put("group.consumer.min.heartbeat.interval.ms", "500");
        // a stack that was not started for weeks still knows where its consumers were
        settings.put("offsets.retention.minutes", "525600");
        return settings;
    }
}
