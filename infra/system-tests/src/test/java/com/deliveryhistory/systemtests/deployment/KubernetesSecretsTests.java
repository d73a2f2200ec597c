package com.deliveryhistory.systemtests.deployment;

import static org.assertj.core.api.Assertions.assertThat;

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
import tools.jackson.databind.JsonNode;

/** Secrets, settings and certificates of the services: that each is there, mounted and used. */
class KubernetesSecretsTests {

    private static final String MOUNTED = "/run/secrets/delivery-history";
    private static final Pattern SECRET_FILE = Pattern.compile(MOUNTED + "/([\\w.-]+)");

    static Stream<String> services() {
        return Product.services().stream();
    }

    @ParameterizedTest
    @MethodSource("services")
    void every_volume_that_is_mounted_is_there_and_every_volume_is_mounted(String service) {
        List<String> volumes = new ArrayList<>();
        Stream.of(Manifests.pods(), Manifests.deployment(service).at("/spec/template/spec"))
                .flatMap(pod -> pod.path("volumes").valueStream())
                .forEach(volume -> volumes.add(volume.path("name").asString()));

        assertThat(Manifests.pods()
                        .at("/containers/0/volumeMounts")
                        .valueStream()
                        .map(mount -> mount.path("name").asString()))
                .containsExactlyInAnyOrderElementsOf(volumes);
        assertThat(Manifests.container(service).path("name"))
                .isEqualTo(Manifests.pods().at("/containers/0/name"));
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
        Manifests.all("Ingress").stream()
                .map(ingress -> ingress.at("/metadata/annotations")
                        .path("nginx.ingress.kubernetes.io/proxy-ssl-secret")
                        .asString()
                        .replaceAll("^.*/", ""))
                .forEach(secret -> wanted.addAll(List.of(secret, secret + " ca.crt")));

        assertThat(secrets()).containsAll(wanted);
        assertThat(wanted).containsAll(SecretsReference.read().keySet());
    }

    @Test
    void what_keda_reads_keeps_its_name() {
        assertThat(Manifests.kustomizations().stream()
                        .flatMap(file ->
                                YamlFiles.document(file).path("secretGenerator").valueStream()))
                .isNotEmpty()
                .allMatch(secret -> secret.at("/options/disableNameSuffixHash").asBoolean(false));
    }

    @ParameterizedTest
    @MethodSource("services")
    void every_file_that_settings_name_is_mounted_and_every_secret_is_used(String service) {
        String settings = YamlFiles.text(Manifests.settingsFile(service));
        List<String> documented = SecretsReference.read().getOrDefault(service + "-secrets", List.of());
        List<String> files = SECRET_FILE
                .matcher(settings)
                .results()
                .map(found -> found.group(1))
                .toList();

        assertThat(documented).containsAll(files);
        assertThat(documented.stream()
                        .filter(key -> !files.contains(key)
                                && !SecretsReference.settings(service).containsKey(key)
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
    void who_calls_others_trusts_the_authority_of_the_services() {
        assertThat(services()
                        .map(service -> YamlFiles.text(Manifests.settingsFile(service)))
                        .filter(settings -> settings.contains("base-url: https://")))
                .hasSize(2)
                .allMatch(settings -> settings.contains("\nservice-calls.ssl-bundle: services\n"))
                .allMatch(settings ->
                        settings.contains("\n    services.truststore.certificate: file:/etc/service-tls/ca.crt\n"));
    }

    @ParameterizedTest
    @MethodSource("services")
    void private_keys_are_for_the_services_group_alone(String service) {
        assertThat(Manifests.deployment(service)
                        .at("/spec/template/spec/volumes")
                        .valueStream()
                        .flatMap(volume -> Stream.of(volume.path("secret"), volume.path("projected")))
                        .filter(source -> !source.isMissingNode()))
                .hasSize(2)
                .allMatch(source -> source.path("defaultMode").asInt() == 0440);
    }

    /** Those of a volume that is a secret: what is chosen of it, else all that it is said to have. */
    private static List<String> filesIn(String service, String volume) {
        JsonNode secret = Stream.of(
                        Manifests.pods(), Manifests.deployment(service).at("/spec/template/spec"))
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
}
