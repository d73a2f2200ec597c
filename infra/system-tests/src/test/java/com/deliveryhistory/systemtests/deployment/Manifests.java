package com.deliveryhistory.systemtests.deployment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** The files in {@code infra/kubernetes}. */
final class Manifests {

    static final Path FOLDER = YamlFiles.INFRA.resolve("kubernetes");

    /** Kubernetes' own, which its model knows field by field. */
    private static final Map<String, Class<?>> OF_KUBERNETES = Map.of(
            "v1 Namespace",
            Namespace.class,
            "v1 Service",
            Service.class,
            "v1 ServiceAccount",
            ServiceAccount.class,
            "apps/v1 Deployment",
            Deployment.class,
            "networking.k8s.io/v1 Ingress",
            Ingress.class,
            "networking.k8s.io/v1 NetworkPolicy",
            NetworkPolicy.class,
            "policy/v1 PodDisruptionBudget",
            PodDisruptionBudget.class);

    /** Those of operators, which are not on the class path. */
    private static final Set<String> OF_OPERATORS = Set.of(
            "cert-manager.io/v1 Certificate",
            "cert-manager.io/v1 Issuer",
            "kafka.strimzi.io/v1 KafkaTopic",
            "kafka.strimzi.io/v1 KafkaUser",
            "keda.sh/v1alpha1 ScaledObject",
            "keda.sh/v1alpha1 TriggerAuthentication",
            "monitoring.coreos.com/v1 PodMonitor");

    private static final ObjectMapper STRICT = strict();

    private Manifests() {}

    /** All files with resources, patches or settings; no kustomizations. */
    static List<Path> files() {
        return YamlFiles.below(FOLDER).stream()
                .filter(file -> !isKustomization(file))
                .toList();
    }

    static List<Path> kustomizations() {
        return YamlFiles.below(FOLDER).stream()
                .filter(Manifests::isKustomization)
                .toList();
    }

    private static boolean isKustomization(Path file) {
        return file.endsWith("kustomization.yaml");
    }

    static Stream<JsonNode> resources() {
        return files().stream()
                .flatMap(file -> YamlFiles.documents(file).stream())
                .filter(document -> document.has("kind"));
    }

    static List<JsonNode> all(String kind) {
        return resources()
                .filter(resource -> resource.path("kind").asString().equals(kind))
                .toList();
    }

    static JsonNode the(String kind, String name) {
        return all(kind).stream()
                .filter(resource -> name(resource).equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("There is no %s %s".formatted(kind, name)));
    }

    static List<String> names(String kind) {
        return all(kind).stream().map(Manifests::name).toList();
    }

    static String name(JsonNode resource) {
        return resource.at("/metadata/name").asString();
    }

    /** What all pods have alike. */
    static JsonNode pods() {
        return the("Deployment", "any").at("/spec/template/spec");
    }

    static JsonNode deployment(String service) {
        return the("Deployment", service);
    }

    static JsonNode container(String service) {
        return deployment(service).at("/spec/template/spec/containers/0");
    }

    /** The settings that a service is given in all sites. */
    static Path settingsFile(String service) {
        return FOLDER.resolve("base/settings/%s.yaml".formatted(service));
    }

    /** What is no resource as Kubernetes knows it: unknown fields, values of other types. */
    static List<String> wrong() {
        List<String> wrong = new ArrayList<>();
        resources().forEach(resource -> {
            String kind = resource.path("apiVersion").asString() + " "
                    + resource.path("kind").asString();
            Class<?> model = OF_KUBERNETES.get(kind);
            if (model == null) {
                if (!OF_OPERATORS.contains(kind)) {
                    wrong.add("Nobody knows " + kind);
                }
                return;
            }
            try {
                STRICT.readValue(resource.toString(), model);
            } catch (JsonProcessingException e) {
                wrong.add("%s %s: %s".formatted(kind, name(resource), e.getOriginalMessage()));
            }
        });
        return wrong;
    }

    /** The model's classes take any field besides those that they have; here it is a mistake. */
    private static ObjectMapper strict() {
        var introspector = new JacksonAnnotationIntrospector() {
            private static final long serialVersionUID = 1L;

            @Override
            public Boolean hasAnySetter(Annotated member) {
                return false;
            }
        };
        return com.fasterxml.jackson.databind.json.JsonMapper.builder()
                .annotationIntrospector(introspector)
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .build();
    }

    /** Files and folders that kustomizations name. */
    static Set<Path> named() {
        Set<Path> named = new TreeSet<>();
        for (Path kustomization : kustomizations()) {
            JsonNode content = YamlFiles.document(kustomization);
            Stream.of(
                            content.path("resources").valueStream().map(JsonNode::asString),
                            content.path("components").valueStream().map(JsonNode::asString),
                            content.path("patches")
                                    .valueStream()
                                    .filter(patch -> patch.has("path"))
                                    .map(patch -> patch.path("path").asString()),
                            content.path("configMapGenerator")
                                    .valueStream()
                                    .flatMap(map -> map.path("files").valueStream())
                                    .map(file -> file.asString().replaceAll("^[^=]*=", "")))
                    .flatMap(names -> names)
                    .map(name -> kustomization.resolveSibling(name).normalize())
                    .map(path -> Files.isDirectory(path) ? path.resolve("kustomization.yaml") : path)
                    .forEach(named::add);
        }
        return named;
    }

    /** Names of what kustomizations generate. */
    static List<String> generated(String generator) {
        return kustomizations().stream()
                .flatMap(file -> YamlFiles.document(file).path(generator).valueStream())
                .map(one -> one.path("name").asString())
                .toList();
    }
}
