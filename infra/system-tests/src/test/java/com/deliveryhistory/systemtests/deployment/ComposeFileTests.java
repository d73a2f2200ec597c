package com.deliveryhistory.systemtests.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What Compose would refuse or only find out while it runs, and whether its containers find each other. */
class ComposeFileTests {

    private static final ComposeFile COMPOSE = ComposeFile.read();

    @Test
    void every_key_is_one_of_compose_and_everything_referred_to_is_declared_and_used() {
        assertThat(COMPOSE.services()).hasSizeGreaterThan(15);
        assertThat(COMPOSE.unknownKeys()).isEmpty();
        assertThat(COMPOSE.undeclared()).isEmpty();
        assertThat(COMPOSE.unused()).isEmpty();
    }

    @Test
    void every_variable_has_a_default_or_says_that_it_is_needed() {
        assertThat(COMPOSE.variablesWithoutDefault()).isEmpty();
    }

    @Test
    void nobody_waits_for_what_cannot_be() {
        assertThat(COMPOSE.hopeless()).isEmpty();
    }

    @Test
    void every_file_that_is_mounted_or_built_from_is_there() {
        assertThat(COMPOSE.missingFiles()).isEmpty();
    }

    @Test
    void every_image_has_a_version() {
        assertThat(COMPOSE.unpinned()).isEmpty();
    }

    @Test
    void every_image_of_ours_is_built_by_one_service_that_those_wait_for_who_run_it_too() {
        assertThat(COMPOSE.builtTwice()).isEmpty();
        assertThat(COMPOSE.unbuilt()).isEmpty();
    }

    @Test
    void ports_are_this_machines_alone_and_wanted_once() {
        assertThat(COMPOSE.wrongPorts()).isEmpty();
    }

    @Test
    void whatever_runs_is_started_again_and_can_be_asked_whether_it_is_well() {
        assertThat(COMPOSE.unattended()).isEmpty();
    }

    @Test
    void containers_of_this_project_write_to_tmp_alone() {
        assertThat(COMPOSE.unconfined()).isEmpty();
    }

    @Test
    void the_proxy_leads_to_the_services_ports_and_is_where_services_look_for_each_other() {
        String proxy = YamlFiles.text(COMPOSE.configAt("proxy", "/etc/caddy/Caddyfile"));
        List<String> published = YamlFiles.texts(COMPOSE.service("proxy").path("ports"));

        assertThat(Product.services()).allSatisfy(service -> {
            int port = Product.port(service);
            assertThat(proxy).contains("http://:%d {\n\timport instances %s %d\n}".formatted(port, service, port));
            assertThat(published).contains("127.0.0.1:%1$d:%1$d".formatted(port));
        });
        assertThat(Stream.of("optin-web", "history-worker")
                        .map(service -> YamlFiles.text(COMPOSE.settingsOf(service)))
                        .flatMap(settings -> Pattern.compile("([\\w-]+)\\.base-url: http://proxy:(\\d+)")
                                .matcher(settings)
                                .results())
                        .map(found -> found.group(1) + " " + found.group(2)))
                .containsExactlyInAnyOrder(
                        "token-manager " + Product.port("token-manager"),
                        "history-worker " + Product.port("history-worker"),
                        "token-manager " + Product.port("token-manager"));
    }

    @Test
    void the_images_own_check_knows_every_services_port() {
        String check = YamlFiles.text(YamlFiles.INFRA.resolve("images/healthy"));

        assertThat(ComposeFile.builtServices()).allSatisfy(service -> {
            assertThat(check).contains("%s) port=%d ;;".formatted(service, Product.port(service)));
            assertThat(Product.isProbe(service, "/readyz")).isTrue();
        });
        assertThat(check).contains("GET /readyz ");
    }

    @ParameterizedTest
    @CsvSource({"ups-sandbox, ups.localhost, 8090", "identity-provider, sso.localhost, 8091"})
    void browsers_and_services_find_a_stand_in_by_one_name_and_port(String service, String name, int port) {
        JsonNode standIn = COMPOSE.service(service);

        assertThat(YamlFiles.texts(standIn.at("/networks/default/aliases"))).containsExactly(name);
        assertThat(YamlFiles.texts(standIn.path("ports"))).containsExactly("127.0.0.1:%1$d:%1$d".formatted(port));
        assertThat(YamlFiles.text(COMPOSE.settingsOf("optin-web")))
                .contains("issuer: http://%s:%d\n".formatted(name, port));
    }

    @Test
    void the_stand_ins_listen_where_they_are_looked_for() {
        assertThat(Product.port("ups-sandbox")).isEqualTo(8090);
        assertThat(YamlFiles.text(COMPOSE.siteOf("optin-web"))).contains("ups.base-url: http://ups.localhost:8090\n");
        assertThat(YamlFiles.texts(COMPOSE.service("identity-provider").path("command")))
                .containsSubsequence("8091", "http://localhost:8080/sso/globex/callback", "http://sso.localhost:8091");
    }

    @Test
    void prometheus_scrapes_every_instance_under_the_names_that_alerts_know() {
        JsonNode settings = YamlFiles.document(COMPOSE.configAt("prometheus", "/etc/prometheus/prometheus.yml"));

        assertThat(YamlFiles.texts(settings.path("rule_files"))).containsExactly("alerts.yaml");
        assertThat(COMPOSE.configAt("prometheus", "/etc/prometheus/alerts.yaml"))
                .isEqualTo(YamlFiles.INFRA.resolve("observability/alerts.yaml"));
        assertThat(settings.path("scrape_configs")
                        .valueStream()
                        .map(job -> "%s %s %s %s"
                                .formatted(
                                        job.path("job_name").asString(),
                                        job.path("metrics_path").asString(),
                                        job.at("/dns_sd_configs/0/names/0").asString(),
                                        job.at("/dns_sd_configs/0/port").asString())))
                .containsExactlyInAnyOrderElementsOf(Product.services().stream()
                        .map(service -> "%1$s /actuator/prometheus %1$s %2$d"
                                .formatted(service, Product.managementPort(service)))
                        .toList());
        assertThat(Product.services()).allMatch(Product::tellsPrometheus);
    }

    @Test
    void grafana_has_the_data_source_that_the_dashboards_ask() {
        JsonNode here = YamlFiles.document(
                COMPOSE.configAt("grafana", "/etc/grafana/provisioning/datasources/data-sources.yaml"));
        JsonNode theirs = YamlFiles.document(
                YamlFiles.INFRA.resolve("observability/grafana/provisioning/datasources/prometheus.yaml"));

        assertThat(here.at("/datasources/0/uid")).isEqualTo(theirs.at("/datasources/0/uid"));
        assertThat(here.at("/datasources/0/url").asString()).isEqualTo("http://prometheus:9090");
        assertThat(COMPOSE.service("grafana")
                        .path("volumes")
                        .valueStream()
                        .map(volume -> volume.path("target").asString()))
                .contains(COMPOSE.environment("grafana").get("DASHBOARDS"));
    }

    @Test
    void topics_are_made_as_they_are_declared_for_kubernetes() {
        Map<String, Map<String, String>> declared = new TreeMap<>();
        for (JsonNode topic : YamlFiles.documents(YamlFiles.INFRA.resolve("kubernetes/base/kafka/topics.yaml"))) {
            Map<String, String> settings = new TreeMap<>();
            topic.at("/spec/config")
                    .properties()
                    .forEach(entry ->
                            settings.put(entry.getKey(), entry.getValue().asString()));
            settings.put("partitions", topic.at("/spec/partitions").asString());
            settings.put("replicas", topic.at("/spec/replicas").asString());
            declared.put(topic.at("/metadata/name").asString(), settings);
        }

        assertThat(topicsMade()).isEqualTo(declared);
    }

    /** By the script, as its lines say. */
    private static Map<String, Map<String, String>> topicsMade() {
        String script = YamlFiles.text(COMPOSE.configAt("topics", "/topics.sh"));
        Map<String, String> ofAll = new HashMap<>();
        Pattern.compile("--partitions (\\d+) --replication-factor (\\d+) --config (\\S+)=(\\S+)")
                .matcher(script)
                .results()
                .forEach(found -> ofAll.putAll(Map.of(
                        "partitions", found.group(1), "replicas", found.group(2), found.group(3), found.group(4))));
        Map<String, Map<String, String>> made = new TreeMap<>();
        script.lines().filter(line -> line.startsWith("create ")).forEach(line -> {
            var words = new ArrayList<>(List.of(line.split(" ")));
            Map<String, String> settings = new TreeMap<>(ofAll);
            words.subList(2, words.size()).forEach(word -> {
                int at = word.indexOf('=');
                settings.put(word.substring(0, at), word.substring(at + 1));
            });
            made.put(words.get(1), settings);
        });
        return made;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void a_broker_tells_clients_where_it_listens(int number) {
        Map<String, String> broker = COMPOSE.environment("kafka-" + number);
        int outside = 9092 + 100 * (number - 1);

        assertThat(broker)
                .containsEntry("KAFKA_NODE_ID", String.valueOf(number))
                .containsEntry(
                        "KAFKA_LISTENERS", "INTERNAL://:19092,CONTROLLER://:9093,EXTERNAL://:%d".formatted(outside))
                .containsEntry(
                        "KAFKA_ADVERTISED_LISTENERS",
                        "INTERNAL://kafka-%d:19092,EXTERNAL://localhost:%d".formatted(number, outside));
        assertThat(broker.get("KAFKA_CONTROLLER_QUORUM_VOTERS")).contains("%1$d@kafka-%1$d:9093".formatted(number));
        assertThat(YamlFiles.texts(COMPOSE.service("kafka-" + number).path("ports")))
                .containsExactly("127.0.0.1:%1$d:%1$d".formatted(outside));
        assertThat(YamlFiles.text(COMPOSE.siteOf("optin-web"))).contains("kafka-%d:19092".formatted(number));
    }
}
