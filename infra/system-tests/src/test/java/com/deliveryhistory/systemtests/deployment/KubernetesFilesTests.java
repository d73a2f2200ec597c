package com.deliveryhistory.systemtests.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
import org.springframework.util.unit.DataSize;
import tools.jackson.databind.JsonNode;

/** What a cluster would refuse or only find out while it runs, and what the services would. */
class KubernetesFilesTests {

    private static final Path SITE = Manifests.FOLDER.resolve("overlays/example/application.yaml");
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
        assertThat(Manifests.container(service)
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

    @Test
    void services_call_each_other_over_tls_where_they_are() {
        assertThat(services()
                        .map(Manifests::settingsFile)
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
            assertThat(Manifests.deployment(service)
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
                    .contains(Manifests.deployment(service)
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
                        .map(service ->
                                Manifests.container(service).path("image").asString())
                        .toList());
    }

    @Test
    void the_ingress_checks_that_it_is_optin_web_by_the_authority_of_the_services() {
        List<String> secret = List.of(annotation("proxy-ssl-secret").split("/", -1));
        JsonNode checked = Manifests.the("Certificate", "optin-web");

        assertThat(annotation("backend-protocol")).isEqualTo("HTTPS");
        assertThat(annotation("proxy-ssl-verify")).isEqualTo("on");
        assertThat(checked.at("/spec/dnsNames").valueStream().map(JsonNode::asString))
                .contains(annotation("proxy-ssl-name"));
        assertThat(secret)
                .startsWith(YamlFiles.document(SITE.resolveSibling("kustomization.yaml"))
                        .path("namespace")
                        .asString());
        assertThat(Manifests.all("Certificate"))
                .filteredOn(certificate ->
                        certificate.at("/spec/secretName").asString().equals(secret.getLast()))
                .singleElement()
                .extracting(own -> own.at("/spec/issuerRef"))
                .isEqualTo(checked.at("/spec/issuerRef"));
    }

    @Test
    void the_ingress_lets_through_what_optin_web_takes() {
        String size = annotation("proxy-body-size");

        assertThat(size).matches("\\d+m");
        assertThat(DataSize.parse(size.replace("m", "MB"))).isEqualTo(Product.largestRequest("optin-web"));
    }

    private static String annotation(String name) {
        return Manifests.the("Ingress", "optin-web")
                .at("/metadata/annotations")
                .path("nginx.ingress.kubernetes.io/" + name)
                .asString("");
    }

    private static List<PropertySource<?>> settings(String service) {
        return Product.yaml(Manifests.settingsFile(service));
    }

    private static Set<String> unknownSettings(String service) {
        var given = new MutablePropertySources();
        given.addLast(new MapPropertySource("secrets", SecretsReference.settings(service)));
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
