package com.deliveryhistory.services.permissions;

import static org.awaitility.Awaitility.await;

import com.deliveryhistory.servers.ClusterNode;
import com.deliveryhistory.servers.EmbeddedKafka;
import com.deliveryhistory.servers.Ports;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterUserScramCredentialsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialAlteration;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;

/**
 * A broker that asks its users for passwords (SCRAM) and permits them what its access control lists say, no more. Its
 * administrator comes by a door of its own.
 */
final class SecuredKafka implements AutoCloseable {

    private static final int SCRAM_ITERATIONS = 4096;

    private final EmbeddedKafka broker;
    private final int usersPort;

    private SecuredKafka(EmbeddedKafka broker, int usersPort) {
        this.broker = broker;
        this.usersPort = usersPort;
    }

    static SecuredKafka start(Path folder) {
        List<Integer> ports = Ports.free(3);
        int administratorsPort = ports.get(0);
        int usersPort = ports.get(1);
        var node = new ClusterNode(ClusterNode.newClusterId(), 1, List.of(ports.get(2)));
        String doors = "PLAINTEXT://127.0.0.1:%d,USERS://127.0.0.1:%d".formatted(administratorsPort, usersPort);
        Map<String, Object> settings = Map.of(
                "listeners",
                doors + ",CONTROLLER://127.0.0.1:" + ports.get(2),
                "advertised.listeners",
                doors,
                "listener.security.protocol.map",
                "PLAINTEXT:PLAINTEXT,USERS:SASL_PLAINTEXT,CONTROLLER:PLAINTEXT",
                "listener.name.users.sasl.enabled.mechanisms",
                "SCRAM-SHA-512",
                "listener.name.users.scram-sha-512.sasl.jaas.config",
                "org.apache.kafka.common.security.scram.ScramLoginModule required;",
                "authorizer.class.name",
                "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
                "super.users",
                "User:ANONYMOUS", // who comes by the administrators' door
                "auto.create.topics.enable",
                "true"); // as the default is: permissions have to prevent it
        return new SecuredKafka(EmbeddedKafka.start(folder, administratorsPort, node, settings), usersPort);
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

    /** Takes permissions away; brokers refuse what they allowed. */
    void revoke(Collection<AclBinding> permissions) throws Exception {
        try (var admin = Admin.create(administrator())) {
            admin.deleteAcls(permissions.stream().map(AclBinding::toFilter).toList())
                    .all()
                    .get();
        }
    }

    /** Gives permissions. */
    void permit(Collection<AclBinding> permissions) throws Exception {
        try (var admin = Admin.create(administrator())) {
            admin.createAcls(permissions).all().get();
        }
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
        return Map.of("bootstrap.servers", broker.bootstrapServers());
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
        broker.close();
    }
}
