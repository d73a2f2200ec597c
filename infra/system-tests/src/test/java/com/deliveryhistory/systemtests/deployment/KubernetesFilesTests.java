package com.deliveryhistory.systemtests.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySource;
import tools.jackson.databind.JsonNode;

/** What a cluster would refuse or only find out while it runs, and what the services would. */
class KubernetesFilesTests {

    private static final Path SITE = Manifests.FOLDER.resolve("overlays/example/application.yaml");
    private static final String MOUNTED = "/run/secrets/delivery-history";
    private static final Pattern SECRET_FILE = Pattern.compile(MOUNTED + "/([\\w.-]+)");
    private static final String NAME_LABEL = "app.kubernetes.io/name";

    static Stream<String> services() {
        return Product.services().stream();
    }

    @Test
    void every_resource_is_as_kubernetes_knows_it() {
        assertThat(Manifests.resources()).hasSizeGreaterThan(25);
        assertThat(Manifests.wrong()).isEmpty();
    }

    @Test
    void every_file_that_a_kustomization_names_is_there_and_every_file_is_named() {
        Set<Path> named = Manifests.named();
        Set<Path> there = new TreeSet<>(Manifests.files());
        Manifests.kustomizations().stream()
                .filter(file -> !file.startsWith(Manifests.FOLDER.resolve("overlays")))
                .forEach(there::add);

        assertThat(named).allMatch(Files::isRegularFile);
        assertThat(named).containsExactlyElementsOf(there);
    }

    @ParameterizedTest
    @MethodSource("services")
    void a_service_has_every_setting_that_it_is_given(String service) {
        Set<String> unknown = unknownSettings(service);
        unknown.removeIf(setting -> isOfAnother(service, setting));

        assertThat(unknown).isEmpty();
    }

    @Test
    void every_environment_variable_is_a_setting_of_every_service() {
        List<String> variables = Manifests.pods()
                .at("/containers/0/env")
                .valueStream()
                .map(variable -> variable.path("name").asString())
                .toList();

        assertThat(variables).contains("SPRING_CONFIG_ADDITIONAL_LOCATION");
        assertThat(Product.services())
                .allSatisfy(service -> assertThat(Product.settings(service).unknownVariables(variables))
                        .isEmpty());
    }

    @ParameterizedTest
    @MethodSource("services")
    void a_services_ports_are_those_that_it_listens_on(String service) {
        assertThat(container(service)
                        .path("ports")
                        .valueStream()
                        .map(port -> port.path("name").asString() + " "
                                + port.path("containerPort").asString()))
                .containsExactlyInAnyOrder(
                        "https " + Product.port(service), "management " + Product.managementPort(service));
        assertThat(Manifests.the("Service", service)
                        .at("/spec/ports")
                        .valueStream()
                        .map(port -> port.path("port").asInt() + " "
                                + port.path("targetPort").asString()))
                .containsExactly(Product.port(service) + " https");
    }

    @ParameterizedTest
    @MethodSource("services")
    void probes_ask_what_a_service_answers(String service) {
        List<JsonNode> probes = Stream.of("startupProbe", "livenessProbe", "readinessProbe")
                .map(probe -> Manifests.pods().at("/containers/0/" + probe + "/httpGet"))
                .toList();

        assertThat(probes).allSatisfy(probe -> {
            assertThat(probe.path("port").asString()).isEqualTo("https");
            assertThat(probe.path("scheme").asString()).isEqualTo("HTTPS");
            assertThat(Product.isProbe(service, probe.path("path").asString())).isTrue();
        });
        assertThat(Manifests.the("PodMonitor", "delivery-history")
                        .at("/spec/podMetricsEndpoints/0/port")
                        .asString())
                .isEqualTo("management");
        assertThat(Product.tellsPrometheus(service)).isTrue();
    }

    @ParameterizedTest
    @MethodSource("services")
    void every_volume_that_is_mounted_is_there_and_every_volume_is_mounted(String service) {
        List<String> volumes = new ArrayList<>();
        Stream.of(Manifests.pods(), deployment(service).at("/spec/template/spec"))
                .flatMap(pod -> pod.path("volumes").valueStream())
                .forEach(volume -> volumes.add(volume.path("name").asString()));

        assertThat(Manifests.pods()
                        .at("/containers/0/volumeMounts")
                        .valueStream()
                        .map(mount -> mount.path("name").asString()))
                .containsExactlyInAnyOrderElementsOf(volumes);
        assertThat(container(service).path("name")).isEqualTo(Manifests.pods().at("/containers/0/name"));
    }

    @Test
    void every_config_map_is_generated() {
        assertThat(volumeSources()
                        .filter(source -> source.has("configMap"))
                        .map(source -> source.at("/configMap/name").asString()))
                .isNotEmpty()
                .allMatch(Manifests.generated("configMapGenerator")::contains);
    }

    @Test
    void every_secret_and_its_keys_are_documented_or_made_by_strimzi() {
        List<String> wanted = new ArrayList<>();
        volumeSources()
                .flatMap(source -> Stream.concat(
                        Stream.of(source.path("secret")),
                        source.at("/projected/sources").valueStream().map(one -> one.path("secret"))))
                .filter(secret -> !secret.isMissingNode())
                .forEach(secret -> {
                    String name = secret.path("name")
                            .asString(secret.path("secretName").asString(""));
                    wanted.add(name);
                    secret.path("items")
                            .forEach(item ->
                                    wanted.add(name + " " + item.path("key").asString()));
                });
        Manifests.all("TriggerAuthentication")
                .forEach(authentication -> authentication
                        .at("/spec/secretTargetRef")
                        .forEach(reference -> wanted.add(reference.path("name").asString() + " "
                                + reference.path("key").asString())));
        Manifests.all("Ingress")
                .forEach(ingress -> ingress.at("/spec/tls")
                        .forEach(tls -> wanted.add(tls.path("secretName").asString())));

        assertThat(secrets()).containsAll(wanted);
        assertThat(wanted).containsAll(SecretsReference.read().keySet());
    }

    @ParameterizedTest
    @MethodSource("services")
    void every_file_that_settings_name_is_mounted_and_every_secret_is_used(String service) {
        String settings = YamlFiles.text(settingsFile(service));
        List<String> documented = SecretsReference.read().getOrDefault(service + "-secrets", List.of());
        List<String> files = SECRET_FILE
                .matcher(settings)
                .results()
                .map(found -> found.group(1))
                .toList();

        assertThat(documented).containsAll(files);
        assertThat(documented.stream()
                        .filter(key -> !files.contains(key)
                                && !secretSettings(service).containsKey(key)
                                && !key.contains("<")))
                .isEmpty();
        assertThat(settings).contains("configtree:" + MOUNTED + "/");
        Map<String, String> mounts = new HashMap<>();
        Manifests.pods()
                .at("/containers/0/volumeMounts")
                .forEach(mount -> mounts.put(
                        mount.path("mountPath").asString(), mount.path("name").asString()));
        assertThat(mounts).containsEntry(MOUNTED, "secrets");
        Pattern.compile("file:(/etc/[\\w-]+)/([\\w.]+)")
                .matcher(settings)
                .results()
                .forEach(found -> assertThat(filesIn(service, mounts.getOrDefault(found.group(1), found.group(1))))
                        .contains(found.group(2)));
    }

    @Test
    void services_call_each_other_over_tls_where_they_are() {
        assertThat(services()
                        .map(KubernetesFilesTests::settingsFile)
                        .flatMap(file -> Pattern.compile("([\\w-]+)\\.base-url: https://([\\w-]+):(\\d+)")
                                .matcher(YamlFiles.text(file))
                                .results()))
                .hasSize(3)
                .allSatisfy(found -> {
                    assertThat(found.group(2)).isEqualTo(found.group(1));
                    assertThat(Integer.parseInt(found.group(3))).isEqualTo(Product.port(found.group(1)));
                });
    }

    @Test
    void who_calls_others_trusts_the_authority_of_the_services() {
        assertThat(services()
                        .map(service -> YamlFiles.text(settingsFile(service)))
                        .filter(settings -> settings.contains("base-url: https://")))
                .hasSize(2)
                .allMatch(settings -> settings.contains("\nservice-calls.ssl-bundle: services\n"))
                .allMatch(settings ->
                        settings.contains("\n    services.truststore.certificate: file:/etc/service-tls/ca.crt\n"));
    }

    @ParameterizedTest
    @MethodSource("services")
    void private_keys_are_for_the_services_group_alone(String service) {
        assertThat(deployment(service)
                        .at("/spec/template/spec/volumes")
                        .valueStream()
                        .flatMap(volume -> Stream.of(volume.path("secret"), volume.path("projected")))
                        .filter(source -> !source.isMissingNode()))
                .hasSize(2)
                .allMatch(source -> source.path("defaultMode").asInt() == 0440);
    }

    @Test
    void selectors_find_pods_and_network_policies_their_ports() {
        Set<String> names = new TreeSet<>(Product.services());
        names.add("mongodb");

        Manifests.resources()
                .flatMap(resource -> resource.findValues("matchLabels").stream())
                .filter(labels -> labels.has(NAME_LABEL))
                .forEach(labels ->
                        assertThat(names).contains(labels.path(NAME_LABEL).asString()));
        for (JsonNode policy : Manifests.all("NetworkPolicy")) {
            for (JsonNode rule : policy.at("/spec/egress")) {
                rule.path("to").forEach(to -> {
                    String target =
                            to.at("/podSelector/matchLabels").path(NAME_LABEL).asString("");
                    if (Product.services().contains(target)) {
                        assertThat(rule.at("/ports/0/port").asInt()).isEqualTo(Product.port(target));
                    }
                });
            }
            for (JsonNode rule : policy.at("/spec/ingress")) {
                assertThat(rule.at("/ports/0/port").asString()).isIn("https", "management");
            }
        }
        services().forEach(service -> {
            assertThat(Manifests.the("Service", service)
                            .at("/spec/selector")
                            .path(NAME_LABEL)
                            .asString())
                    .isEqualTo(service);
            assertThat(deployment(service)
                            .at("/spec/template/metadata/labels")
                            .path(NAME_LABEL)
                            .asString())
                    .isEqualTo(service);
            assertThat(Manifests.the("PodDisruptionBudget", service)
                            .at("/spec/selector/matchLabels")
                            .path(NAME_LABEL)
                            .asString())
                    .isEqualTo(service);
            assertThat(Manifests.names("ServiceAccount"))
                    .contains(deployment(service)
                            .at("/spec/template/spec/serviceAccountName")
                            .asString());
        });
    }

    @Test
    void what_leads_to_deployments_and_services_leads_to_some_that_are_there() {
        Manifests.all("ScaledObject")
                .forEach(scaled -> assertThat(Product.services())
                        .contains(scaled.at("/spec/scaleTargetRef/name").asString()));
        JsonNode backend = Manifests.the("Ingress", "optin-web").at("/spec/rules/0/http/paths/0/backend/service");
        assertThat(Manifests.the("Service", backend.path("name").asString())
                        .at("/spec/ports")
                        .valueStream()
                        .map(port -> port.path("name")))
                .contains(backend.at("/port/name"));
        assertThat(YamlFiles.document(SITE.resolveSibling("kustomization.yaml"))
                        .path("images")
                        .valueStream()
                        .map(image -> image.path("name").asString()))
                .containsExactlyInAnyOrderElementsOf(services()
                        .map(service -> container(service).path("image").asString())
                        .toList());
    }

    /** Those of a volume that is a secret: what is chosen of it, else all that it is said to have. */
    private static List<String> filesIn(String service, String volume) {
        JsonNode secret = Stream.of(Manifests.pods(), deployment(service).at("/spec/template/spec"))
                .flatMap(pod -> pod.path("volumes").valueStream())
                .filter(one -> one.path("name").asString().equals(volume))
                .map(one -> one.path("secret"))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("There is no volume " + volume));
        return secret.has("items")
                ? secret.path("items")
                        .valueStream()
                        .map(item -> item.path("path").asString())
                        .toList()
                : SecretsReference.read().getOrDefault(secret.path("secretName").asString(), List.of());
    }

    private static JsonNode deployment(String service) {
        return Manifests.the("Deployment", service);
    }

    private static JsonNode container(String service) {
        return deployment(service).at("/spec/template/spec/containers/0");
    }

    private static Path settingsFile(String service) {
        return Manifests.FOLDER.resolve("base/settings/%s.yaml".formatted(service));
    }

    private static List<PropertySource<?>> settings(String service) {
        return Product.yaml(settingsFile(service));
    }

    private static Stream<JsonNode> volumeSources() {
        return Manifests.all("Deployment").stream()
                .flatMap(deployment ->
                        deployment.at("/spec/template/spec/volumes").valueStream());
    }

    /** Names of secrets, and each with its keys: as documented, as generated, and as Strimzi makes them. */
    private static Set<String> secrets() {
        Map<String, List<String>> known = new HashMap<>(SecretsReference.read());
        Manifests.generated("secretGenerator").forEach(name -> known.put(name, List.of("username")));
        Manifests.names("KafkaUser").forEach(user -> known.put(user, List.of("password", "sasl.jaas.config")));
        known.put("kafka-cluster-ca-cert", List.of("ca.crt"));
        Set<String> secrets = new TreeSet<>(known.keySet());
        known.forEach((name, keys) -> keys.forEach(key -> secrets.add(name + " " + key)));
        return secrets;
    }

    /** Keys of a service's secrets that are named like settings, for the applications of the example. */
    private static Map<String, Object> secretSettings(String service) {
        Map<String, Object> settings = new HashMap<>();
        settings.put("spring.kafka.properties.sasl.jaas.config", "secret");
        for (String key : SecretsReference.read().getOrDefault(service + "-secrets", List.of())) {
            if (key.contains("<name>")) {
                Stream.of("intelligent-delivery-history", "odcs")
                        .forEach(name -> settings.put(key.replace("<name>", name), "secret"));
            } else if (!key.matches(".*\\.(jwks?|key)")) {
                settings.put(key, "secret");
            }
        }
        return settings;
    }

    private static Set<String> unknownSettings(String service) {
        var given = new MutablePropertySources();
        given.addLast(new MapPropertySource("secrets", secretSettings(service)));
        Product.yaml(SITE).forEach(given::addLast);
        settings(service).forEach(given::addLast);
        return Product.settings(service).unknown(given);
    }

    /** A setting of the site, which is for all services, and some have no such setting. */
    private static boolean isOfAnother(String service, String setting) {
        return Product.yaml(SITE).stream().anyMatch(source -> source.containsProperty(setting))
                && services()
                        .filter(other -> !other.equals(service))
                        .anyMatch(other -> !unknownSettings(other).contains(setting));
    }
}
