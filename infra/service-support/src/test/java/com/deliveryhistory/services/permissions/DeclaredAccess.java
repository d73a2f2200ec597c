package com.deliveryhistory.services.permissions;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.utils.SecurityUtils;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The topics, users and permissions of a folder of Strimzi's {@code KafkaTopic}s and {@code KafkaUser}s. */
final class DeclaredAccess {

    private final List<JsonNode> resources;

    private DeclaredAccess(List<JsonNode> resources) {
        this.resources = resources;
    }

    static DeclaredAccess in(Path folder) {
        try (var files = Files.list(folder)) {
            List<JsonNode> resources = new ArrayList<>();
            for (Path file : files.sorted().toList()) {
                new Yaml(new SafeConstructor(new LoaderOptions()))
                        .loadAll(Files.readString(file))
                        .forEach(document -> resources.add(JsonMapper.shared().valueToTree(document)));
            }
            return new DeclaredAccess(resources);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As declared, copies included. */
    List<NewTopic> topics() {
        return all("KafkaTopic")
                .map(topic -> new NewTopic(
                                name(topic),
                                Optional.of(topic.at("/spec/partitions").intValue()),
                                Optional.of(topic.at("/spec/replicas").shortValue()))
                        .configs(settings(topic.at("/spec/config"))))
                .toList();
    }

    List<String> users() {
        return all("KafkaUser").map(DeclaredAccess::name).toList();
    }

    List<AclBinding> permissions() {
        return all("KafkaUser").flatMap(DeclaredAccess::permissions).toList();
    }

    private static Stream<AclBinding> permissions(JsonNode user) {
        return user.at("/spec/authorization/acls")
                .valueStream()
                .flatMap(rule -> rule.path("operations")
                        .valueStream()
                        .map(operation -> new AclBinding(
                                pattern(rule.path("resource")),
                                new AccessControlEntry(
                                        "User:" + name(user),
                                        "*",
                                        SecurityUtils.operation(operation.stringValue()),
                                        AclPermissionType.ALLOW))));
    }

    private static ResourcePattern pattern(JsonNode resource) {
        return new ResourcePattern(
                ResourceType.fromString(resource.path("type").stringValue().toUpperCase(Locale.ROOT)),
                resource.path("name").stringValue(),
                switch (resource.path("patternType").stringValue()) {
                    case "literal" -> PatternType.LITERAL;
                    case "prefix" -> PatternType.PREFIXED;
                    default -> throw new IllegalArgumentException("Strimzi knows no such pattern: " + resource);
                });
    }

    private static Map<String, String> settings(JsonNode config) {
        Map<String, String> settings = new HashMap<>();
        config.properties()
                .forEach(setting ->
                        settings.put(setting.getKey(), setting.getValue().stringValue()));
        return settings;
    }

    private Stream<JsonNode> all(String kind) {
        return resources.stream()
                .filter(resource -> kind.equals(resource.path("kind").asString()));
    }

    private static String name(JsonNode resource) {
        return resource.at("/metadata/name").stringValue();
    }
}
