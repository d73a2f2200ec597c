package com.deliveryhistory.systemtests.deployment;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** {@code infra/compose.yaml}, read as the Compose specification has it; each rule answers what breaks it. */
final class ComposeFile {

    private static final Set<String> KEYS = Set.of(
            "build",
            "cap_drop",
            "command",
            "configs",
            "depends_on",
            "deploy",
            "entrypoint",
            "environment",
            "healthcheck",
            "image",
            "mem_limit",
            "network_mode",
            "networks",
            "ports",
            "pull_policy",
            "read_only",
            "restart",
            "secrets",
            "security_opt",
            "stdin_open",
            "stop_grace_period",
            "tmpfs",
            "user",
            "volumes");

    /** {@code $$} is a dollar; else a name alone, or with a default, or with a message for whoever did not set it. */
    private static final Pattern VARIABLE =
            Pattern.compile("\\$(?:\\$|(?<bare>[A-Za-z_]\\w*)|\\{(?<name>[A-Za-z_]\\w*)(?<rest>[^}]*)})");

    private static final Pattern PINNED = Pattern.compile(".+:(?!latest$)[\\w.-]*\\d[\\w.-]*|.+:local");

    private final Path file;
    private final JsonNode project;

    private ComposeFile(Path file) {
        this.file = file;
        this.project = YamlFiles.document(file);
    }

    static ComposeFile read() {
        return new ComposeFile(YamlFiles.INFRA.resolve("compose.yaml"));
    }

    Map<String, JsonNode> services() {
        Map<String, JsonNode> services = new TreeMap<>();
        project.path("services").properties().forEach(entry -> services.put(entry.getKey(), entry.getValue()));
        return services;
    }

    JsonNode service(String name) {
        return project.path("services").required(name);
    }

    /** The environment of a service, as written. */
    Map<String, String> environment(String service) {
        Map<String, String> environment = new LinkedHashMap<>();
        service(service)
                .path("environment")
                .properties()
                .forEach(entry ->
                        environment.put(entry.getKey(), entry.getValue().asString()));
        return environment;
    }

    /** The file of this project that a service finds at a place, by a config. */
    Path configAt(String service, String target) {
        return service(service)
                .path("configs")
                .valueStream()
                .filter(config -> config.path("target").asString("").equals(target))
                .map(config -> config.path("source").asString())
                .map(config ->
                        fileOf(project.path("configs").path(config).path("file").asString()))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("%s has no %s".formatted(service, target)));
    }

    /** The services whose images are built here. */
    static Stream<String> builtServices() {
        return Stream.concat(Product.services().stream(), Stream.of("ups-sandbox"));
    }

    /** A service's own settings. */
    Path settingsOf(String service) {
        return configAt(service, "/etc/delivery-history/service/application.yaml");
    }

    /** The settings of all services, which override a service's own. */
    Path siteOf(String service) {
        return configAt(service, "/etc/delivery-history/site/application.yaml");
    }

    /** Keys of services that Compose does not know. */
    List<String> unknownKeys() {
        return all((name, service) -> service.properties().stream()
                .map(Map.Entry::getKey)
                .filter(key -> !KEYS.contains(key))
                .map(key -> name + ": " + key));
    }

    /** Variables that somebody has to set and is not told of. */
    List<String> variablesWithoutDefault() {
        return VARIABLE.matcher(withoutRemarks())
                .results()
                .filter(found -> !found.group().equals("$$"))
                .filter(found ->
                        found.group("name") == null || !found.group("rest").matches(":?[-?].*"))
                .map(found -> found.group())
                .toList();
    }

    private String withoutRemarks() {
        return YamlFiles.text(file).replaceAll("(?m)^\\s*#.*$", "");
    }

    /** What services refer to and nobody declares. */
    List<String> undeclared() {
        return all((name, service) -> Stream.of(
                        missing(names(service.path("depends_on")), "services"),
                        missing(sources(service.path("configs")), "configs"),
                        missing(sources(service.path("secrets")), "secrets"),
                        missing(namedVolumes(service), "volumes"),
                        missing(
                                names(service.path("networks")).filter(network -> !network.equals("default")),
                                "networks"))
                .flatMap(missing -> missing)
                .map(missing -> name + ": " + missing));
    }

    /** What is declared and no service uses. */
    List<String> unused() {
        List<String> used = new ArrayList<>();
        services().values().forEach(service -> {
            sources(service.path("configs")).map(source -> "configs " + source).forEach(used::add);
            sources(service.path("secrets")).map(source -> "secrets " + source).forEach(used::add);
            namedVolumes(service).map(source -> "volumes " + source).forEach(used::add);
        });
        return Stream.of("configs", "secrets", "volumes")
                .flatMap(kind -> names(project.path(kind)).map(name -> kind + " " + name))
                .filter(declared -> !used.contains(declared))
                .toList();
    }

    /** Services that wait for what another one can never be: well without a check, or finished though it runs for ever. */
    List<String> hopeless() {
        return all((name, service) -> service.path("depends_on").properties().stream()
                .filter(needed -> {
                    JsonNode other = project.path("services").path(needed.getKey());
                    return switch (needed.getValue().path("condition").asString("")) {
                        case "service_healthy" -> !other.has("healthcheck") && !isOurs(other);
                        case "service_completed_successfully" ->
                            !other.path("restart").asString("").equals("no");
                        default ->
                            !needed.getValue().path("condition").asString("").equals("service_started");
                    };
                })
                .map(needed -> name + ": " + needed.getKey()));
    }

    /** Files and folders of this project that are mounted or built from and are not there. */
    List<String> missingFiles() {
        List<String> missing = new ArrayList<>();
        for (String kind : List.of("configs", "secrets")) {
            project.path(kind).properties().stream()
                    .map(entry -> entry.getValue().path("file").asString(""))
                    .filter(name -> !Files.isRegularFile(fileOf(name)))
                    .forEach(missing::add);
        }
        missing.addAll(all((name, service) -> service.path("volumes")
                .valueStream()
                .filter(volume -> volume.path("type").asString("").equals("bind"))
                .map(volume -> volume.path("source").asString(""))
                .filter(source -> !Files.exists(fileOf(source)))));
        missing.addAll(all((name, service) -> Stream.of(service.path("build"))
                .filter(JsonNode::isObject)
                .map(build -> build.path("context").asString("") + "/"
                        + build.path("dockerfile").asString(""))
                .filter(source -> !Files.isRegularFile(fileOf(source)))));
        return missing;
    }

    /** Images whose version is open. */
    List<String> unpinned() {
        return all((name, service) -> Stream.of(service.path("image").asString(""))
                .filter(image -> !PINNED.matcher(image).matches())
                .map(image -> name + ": " + image));
    }

    /** Ports that more than this machine can reach, or that two services want. */
    List<String> wrongPorts() {
        List<String> taken = new ArrayList<>();
        return all((name, service) -> YamlFiles.texts(service.path("ports")).stream()
                .filter(port -> {
                    boolean local = port.matches("127\\.0\\.0\\.1:\\d+:\\d+");
                    String outside = port.replaceAll(":\\d+$", "");
                    boolean free = !taken.contains(outside);
                    taken.add(outside);
                    return !local || !free;
                })
                .map(port -> name + ": " + port));
    }

    /** Services that run for ever and are not started again, or that nobody can ask whether they are well. */
    List<String> unattended() {
        return all((name, service) -> Stream.of(service)
                .filter(one -> {
                    String restart = one.path("restart").asString("");
                    boolean once = restart.equals("no");
                    boolean checked = one.has("healthcheck") || isOurs(one) || name.equals("jaeger");
                    return !once && !(restart.equals("unless-stopped") && checked);
                })
                .map(one -> name));
    }

    /** Images that more than one service builds, at the same time: the later one would be refused, as it is there already. */
    List<String> builtTwice() {
        Map<String, Long> builds = all((name, service) -> Stream.of(service)
                        .filter(one -> one.has("build"))
                        .map(one -> one.path("image").asString()))
                .stream()
                .collect(Collectors.groupingBy(image -> image, Collectors.counting()));
        return builds.entrySet().stream()
                .filter(image -> image.getValue() > 1)
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Services whose image has to be there, and is built for none of those that they wait for. */
    List<String> unbuilt() {
        return all((name, service) -> Stream.of(service)
                .filter(one -> one.path("pull_policy").asString("").equals("never"))
                .filter(one -> names(one.path("depends_on"))
                        .map(this::service)
                        .noneMatch(other ->
                                other.has("build") && other.path("image").equals(one.path("image"))))
                .map(one -> name));
    }

    /** Containers of this project that may write to their image, or have more of Linux than a service needs. */
    List<String> unconfined() {
        return all((name, service) -> Stream.of(service)
                .filter(one -> one.path("image").asString("").startsWith("delivery-history/"))
                .filter(one -> !(one.path("read_only").asBoolean(false)
                        && YamlFiles.texts(one.path("cap_drop")).contains("ALL")
                        && YamlFiles.texts(one.path("tmpfs")).stream().anyMatch(tmpfs -> tmpfs.startsWith("/tmp"))))
                .map(one -> name));
    }

    /** An image of a service, which brings its own check. */
    private static boolean isOurs(JsonNode service) {
        return service.has("build") && !service.path("build").has("target");
    }

    private Path fileOf(String relative) {
        return file.resolveSibling(relative).normalize();
    }

    private Stream<String> missing(Stream<String> names, String kind) {
        return names.filter(name -> !project.path(kind).has(name)).map(name -> kind + " " + name);
    }

    private static Stream<String> namedVolumes(JsonNode service) {
        return service.path("volumes")
                .valueStream()
                .filter(volume -> !volume.path("type").asString("").equals("bind"))
                .map(volume -> volume.path("source").asString("(no source)"));
    }

    private static Stream<String> sources(JsonNode list) {
        return list.valueStream()
                .map(entry -> entry.isString()
                        ? entry.asString()
                        : entry.path("source").asString(""));
    }

    /** Of a list its entries, of an object its keys. */
    private static Stream<String> names(JsonNode node) {
        return node.isObject()
                ? node.properties().stream().map(Map.Entry::getKey)
                : node.valueStream().map(JsonNode::asString);
    }

    private List<String> all(Rule rule) {
        return services().entrySet().stream()
                .flatMap(entry -> rule.problems(entry.getKey(), entry.getValue()))
                .toList();
    }

    @FunctionalInterface
    private interface Rule {
        Stream<String> problems(String name, JsonNode service);
    }
}
