package com.deliveryhistory.services.permissions;

import static org.awaitility.Awaitility.await;

import com.deliveryhistory.servers.Ports;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterUserScramCredentialsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialAlteration;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;

/**
 * A broker that asks its users for passwords (SCRAM) and permits them what its access control lists say, no more. Its
 * administrator comes by a door of its own.
 */
final class SecuredKafka implements AutoCloseable {

    private static final int SCRAM_ITERATIONS = 4096;

    private final KafkaRaftServer server;
    private final int administratorsPort;
    private final int usersPort;

    private SecuredKafka(KafkaRaftServer server, int administratorsPort, int usersPort) {
        this.server = server;
        this.administratorsPort = administratorsPort;
        this.usersPort = usersPort;
    }

    static SecuredKafka start(Path folder) throws Exception {
        List<Integer> ports = Ports.free(3);
        new Formatter()
                .setPrintStream(new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8))
                .setClusterId(Uuid.randomUuid().toString())
                .setNodeId(1)
                .setControllerListenerName("CONTROLLER")
                .setMetadataLogDirectory(folder.toString())
                .addDirectory(folder.toString())
                .run();
        var server = new KafkaRaftServer(new KafkaConfig(settings(folder, ports), false), Time.SYSTEM);
        server.startup();
        return new SecuredKafka(server, ports.get(0), ports.get(1));
    }

    private static Map<String, Object> settings(Path folder, List<Integer> ports) {
        Map<String, Object> settings = new HashMap<>();
        settings.put("process.roles", "broker,controller");
        settings.put("node.id", 1);
        settings.put("controller.quorum.voters", "1@127.0.0.1:" + ports.get(2));
        settings.put(
                "listeners",
                "ADMINISTRATORS://127.0.0.1:%d,USERS://127.0.0.1:%d,CONTROLLER://127.0.0.1:%d"
                        .formatted(ports.get(0), ports.get(1), ports.get(2)));
        settings.put(
                "listener.security.protocol.map", "ADMINISTRATORS:PLAINTEXT,USERS:SASL_PLAINTEXT,CONTROLLER:PLAINTEXT");
        settings.put("inter.broker.listener.name", "ADMINISTRATORS");
        settings.put("controller.listener.names", "CONTROLLER");
        settings.put("listener.name.users.sasl.enabled.mechanisms", "SCRAM-SHA-512");
        settings.put(
                "listener.name.users.scram-sha-512.sasl.jaas.config",
                "org.apache.kafka.common.security.scram.ScramLoginModule required;");
        settings.put("authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer");
        settings.put("super.users", "User:ANONYMOUS"); // who comes by the administrators' door
        settings.put("log.dirs", folder.toString());
        settings.put("auto.create.topics.enable", "true"); // as the default is: permissions have to prevent it
        settings.put("offsets.topic.replication.factor", "1");
        settings.put("offsets.topic.num.partitions", "1");
        settings.put("transaction.state.log.replication.factor", "1");
        settings.put("transaction.state.log.min.isr", "1");
        settings.put("group.initial.rebalance.delay.ms", "0");
        settings.put("log.cleaner.dedupe.buffer.size", "4194304");
        settings.put("log.index.size.max.bytes", "1048576");
        return settings;
    }

    /** Takes in topics, users and what these may do. */
    void prepare(Collection<NewTopic> topics, Collection<String> users, Collection<AclBinding> permissions)
            throws Exception {
        List<UserScramCredentialAlteration> passwords = users.stream()
                .map(user -> (UserScramCredentialAlteration) new UserScramCredentialUpsertion(
                        user, new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, SCRAM_ITERATIONS), password(user)))
                .toList();
        try (var admin = Admin.create(administrator())) {
            admin.createTopics(topics).all().get();
            admin.createAcls(permissions).all().get();
            admin.alterUserScramCredentials(passwords, new AlterUserScramCredentialsOptions())
                    .all()
                    .get();
            // the controller has acknowledged; the broker may learn of it a little later
            await().until(() ->
                    admin.describeAcls(AclBindingFilter.ANY).values().get().size() == permissions.size());
        }
        await().until(() -> users.stream().allMatch(this::isLetIn));
    }

    private boolean isLetIn(String user) {
        try (var admin = Admin.create(user(user))) {
            return !admin.describeCluster().nodes().get().isEmpty();
        } catch (ExecutionException notYet) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Client settings of who may do everything. */
    Map<String, Object> administrator() {
        return Map.of("bootstrap.servers", "127.0.0.1:" + administratorsPort);
    }

    /** Client settings of a user. */
    Map<String, Object> user(String name) {
        return Map.of(
                "bootstrap.servers",
                "127.0.0.1:" + usersPort,
                "security.protocol",
                "SASL_PLAINTEXT",
                "sasl.mechanism",
                "SCRAM-SHA-512",
                "sasl.jaas.config",
                "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"%s\" password=\"%s\";"
                        .formatted(name, password(name)));
    }

    /** The same as settings of a service. */
    String[] service(String name) {
        return user(name).entrySet().stream()
                .map(setting -> setting.getKey().equals("bootstrap.servers")
                        ? "spring.kafka.bootstrap-servers=" + setting.getValue()
                        : "spring.kafka.properties[%s]=%s".formatted(setting.getKey(), setting.getValue()))
                .collect(Collectors.toList())
                .toArray(String[]::new);
    }

    private static String password(String user) {
        return "password-of-" + user;
    }

    @Override
    public void close() {
        server.shutdown();
        server.awaitShutdown();
    }
}
