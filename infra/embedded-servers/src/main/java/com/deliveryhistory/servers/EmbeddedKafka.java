package com.deliveryhistory.servers;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.jspecify.annotations.Nullable;

/**
 * Kafka's own broker, broker and KRaft controller in one, listening on 127.0.0.1 only. What it holds stays in its
 * folder, so that a second start there continues where the first one ended.
 */
public final class EmbeddedKafka implements AutoCloseable {

    private static final int NODE_ID = 1;
    private static final String CONTROLLER = "CONTROLLER";

    private final KafkaRaftServer server;
    private final int port;
    private final @Nullable Path temporaryFolder;
    private boolean closed;

    private EmbeddedKafka(KafkaRaftServer server, int port, @Nullable Path temporaryFolder) {
        this.server = server;
        this.port = port;
        this.temporaryFolder = temporaryFolder;
    }

    /**
     * Starts a broker and returns when it takes requests.
     *
     * @param folder keeps its data; created and formatted if it is not there
     * @param port 0 for any free one
     * @throws PortTaken if something else listens on the port
     */
    public static EmbeddedKafka start(Path folder, int port) {
        return start(folder, port, null);
    }

    /** Starts a broker on a free port with a folder that goes when it is closed. */
    public static EmbeddedKafka startTemporary() {
        try {
            Path folder = Files.createTempDirectory("embedded-kafka");
            return start(folder, 0, folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static EmbeddedKafka start(Path folder, int wantedPort, @Nullable Path temporaryFolder) {
        if (wantedPort != 0 && !Ports.isFree(wantedPort)) {
            throw new PortTaken("Kafka", wantedPort);
        }
        List<Integer> free = Ports.free(2);
        int port = wantedPort == 0 ? free.getFirst() : wantedPort;
        format(folder);
        var config = new KafkaConfig(settings(folder, port, free.getLast()), false);
        var server = new KafkaRaftServer(config, Time.SYSTEM);
        server.startup();
        return new EmbeddedKafka(server, port, temporaryFolder);
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
        server.shutdown();
        server.awaitShutdown();
        if (temporaryFolder != null) {
            Folders.delete(temporaryFolder);
        }
    }

    private static void format(Path folder) {
        try {
            Files.createDirectories(folder);
            if (Files.exists(folder.resolve("meta.properties"))) {
                return;
            }
            var said = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
            new Formatter()
                    .setPrintStream(said)
                    .setClusterId(Uuid.randomUuid().toString())
                    .setNodeId(NODE_ID)
                    .setControllerListenerName(CONTROLLER)
                    .setMetadataLogDirectory(folder.toString())
                    .addDirectory(folder.toString())
                    .setIgnoreFormatted(true)
                    .run();
        } catch (Exception e) {
            throw new IllegalStateException("Cannot prepare Kafka's folder " + folder, e);
        }
    }

    private static Map<String, Object> settings(Path folder, int port, int controllerPort) {
        Map<String, Object> settings = new HashMap<>();
        settings.put("process.roles", "broker,controller");
        settings.put("node.id", NODE_ID);
        settings.put("controller.quorum.voters", NODE_ID + "@127.0.0.1:" + controllerPort);
        settings.put(
                "listeners", "PLAINTEXT://127.0.0.1:%d,%s://127.0.0.1:%d".formatted(port, CONTROLLER, controllerPort));
        settings.put("advertised.listeners", "PLAINTEXT://127.0.0.1:" + port);
        settings.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,%s:PLAINTEXT".formatted(CONTROLLER));
        settings.put("controller.listener.names", CONTROLLER);
        settings.put("log.dirs", folder.toString());
        settings.put("auto.create.topics.enable", "false");
        // one broker: no copies elsewhere
        settings.put("default.replication.factor", "1");
        settings.put("min.insync.replicas", "1");
        settings.put("offsets.topic.replication.factor", "1");
        settings.put("transaction.state.log.replication.factor", "1");
        settings.put("transaction.state.log.min.isr", "1");
        settings.put("share.coordinator.state.topic.replication.factor", "1");
        settings.put("share.coordinator.state.topic.min.isr", "1");
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
