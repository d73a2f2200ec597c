package com.deliveryhistory.localstack.settings;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalSettingsTests {

    @TempDir
    Path data;

    @Test
    void a_second_start_keeps_keys_and_secrets() throws Exception {
        String first = secret(LocalSettings.in(data, Addresses.usual(0), 0));
        String key = Files.readString(data.resolve("keys/optin-web.jwk"));

        String second = secret(LocalSettings.in(data, Addresses.usual(0), 0));

        assertThat(second).isEqualTo(first).hasSize(64);
        assertThat(data.resolve("keys/optin-web.jwk")).hasContent(key);
    }

    @Test
    void a_service_gets_its_own_private_key_and_its_callers_public_ones() throws Exception {
        var settings = settings(LocalSettings.in(data, Addresses.usual(0), 0), Part.TOKEN_MANAGER);

        assertThat(settings)
                .containsEntry("service-identity.name", "token-manager")
                .containsKey("service-identity.trusted.history-worker");
        assertThat(JWK.parse(Files.readString(data.resolve("keys/token-manager.jwk")))
                        .isPrivate())
                .isTrue();
        assertThat(JWKSet.load(data.resolve("keys/history-worker.jwks").toFile())
                        .getKeys())
                .singleElement()
                .satisfies(key -> assertThat(key.isPrivate()).isFalse());
    }

    @Test
    void a_downstream_service_may_have_the_tokens_of_its_application_alone() throws Exception {
        var settings = settings(LocalSettings.in(data, Addresses.usual(0), 0), Part.TOKEN_MANAGER);

        assertThat(settings)
                .containsEntry("access.callers.odcs.applications", List.of("odcs"))
                .containsEntry(
                        "service-identity.trusted.odcs",
                        data.resolve("keys/odcs.jwks").toUri().toString());
        assertThat(JWK.parse(Files.readString(data.resolve("keys/odcs.jwk"))).isPrivate())
                .isTrue();
    }

    @Test
    void a_downstream_service_may_read_histories() throws Exception {
        assertThat(settings(LocalSettings.in(data, Addresses.usual(0), 0), Part.HISTORY_WORKER))
                .containsEntry(
                        "service-identity.trusted.odcs",
                        data.resolve("keys/odcs.jwks").toUri().toString());
    }

    @Test
    void only_token_manager_and_the_sandbox_know_client_secrets() throws Exception {
        var local = LocalSettings.in(data, Addresses.usual(0), 0);
        String secret = secret(local);

        assertThat(local.environment(Instance.first(Part.UPS_SANDBOX), Map.of()).toString())
                .contains(secret);
        assertThat(local.environment(Instance.first(Part.OPTIN_WEB), Map.of()).toString())
                .doesNotContain(secret);
        assertThat(local.environment(Instance.first(Part.HISTORY_WORKER), Map.of())
                        .toString())
                .doesNotContain(secret);
    }

    @Test
    void secret_files_are_for_their_owner_alone() throws Exception {
        LocalSettings.in(data, Addresses.usual(0), 0);

        try (var files = Files.list(data.resolve("keys"))) {
            for (Path file : files.toList()) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                        .isEqualTo("rw-------");
            }
        }
    }

    @Test
    void more_companies_are_numbered() throws Exception {
        LocalSettings.in(data, Addresses.usual(0), 2);

        var companies = JSONObjectUtils.parse(Files.readString(data.resolve("accounts/companies.json")));
        assertThat((List<?>) companies.get("companies")).hasSize(4);
        assertThat(companies.toString()).contains("c00001-admin", "c00002-admin");
        assertThat(data.resolve("accounts/ups-profiles.json")).content().contains("c00001-ups", "c00002-ups");
    }

    @Test
    void free_ports_are_all_different_and_free() {
        Addresses.free()
                .withInstances(Part.TOKEN_MANAGER, 3)
                .withInstances(Part.KAFKA, 3)
                .requireFree(EnumSet.allOf(Part.class));
    }

    @Test
    void several_instances_have_ports_and_a_name_of_their_own_and_all_else_in_common() throws Exception {
        var local = LocalSettings.in(data, Addresses.usual(5).withInstances(Part.TOKEN_MANAGER, 2), 0);

        var first = settings(local, Part.TOKEN_MANAGER);
        var second = JSONObjectUtils.parse(local.environment(new Instance(Part.TOKEN_MANAGER, 2), Map.of())
                .getOrDefault("SPRING_APPLICATION_JSON", "{}"));

        assertThat(second)
                .containsEntry("server.port", 8286L)
                .containsEntry("management.server.port", 9286L)
                .containsEntry("service-identity.instance", "local-2");
        List.of("server.port", "management.server.port", "service-identity.instance")
                .forEach(own -> {
                    first.remove(own);
                    second.remove(own);
                });
        assertThat(second).isEqualTo(first);
    }

    @Test
    void several_instances_are_known_to_others_by_the_usual_address() throws Exception {
        var addresses = Addresses.usual(0).withInstances(Part.TOKEN_MANAGER, 2);

        assertThat(addresses.shared()).containsExactly(Part.TOKEN_MANAGER);
        assertThat(addresses.port(Instance.first(Part.TOKEN_MANAGER))).isEqualTo(8181);
        assertThat(settings(LocalSettings.in(data, addresses, 0), Part.HISTORY_WORKER))
                .containsEntry("token-manager.base-url", "http://localhost:8081");
    }

    @Test
    void services_know_all_brokers_and_keep_a_copy_on_three_of_them() throws Exception {
        var alone = settings(LocalSettings.in(data, Addresses.usual(0), 0), Part.OPTIN_WEB);
        var addresses = Addresses.usual(0).withInstances(Part.KAFKA, 5);
        var several = settings(LocalSettings.in(data, addresses, 0), Part.OPTIN_WEB);

        assertThat(alone)
                .containsEntry("spring.kafka.bootstrap-servers", "127.0.0.1:9092")
                .containsEntry("messaging.replicas", 1L);
        assertThat(several.get("spring.kafka.bootstrap-servers"))
                .asString()
                .startsWith("127.0.0.1:9092,127.0.0.1:9192,")
                .endsWith(",127.0.0.1:9492");
        assertThat(several).containsEntry("messaging.replicas", 3L);
    }

    private static String secret(LocalSettings local) throws Exception {
        return String.valueOf(
                settings(local, Part.TOKEN_MANAGER).get("ups.applications.intelligent-delivery-history.client-secret"));
    }

    private static Map<String, Object> settings(LocalSettings local, Part part) throws Exception {
        return JSONObjectUtils.parse(
                local.environment(Instance.first(part), Map.of()).getOrDefault("SPRING_APPLICATION_JSON", "{}"));
    }
}
