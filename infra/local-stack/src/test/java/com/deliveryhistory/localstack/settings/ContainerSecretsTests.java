package com.deliveryhistory.localstack.settings;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContainerSecretsTests {

    @TempDir
    Path folder;

    @Test
    void a_service_gets_its_own_private_key_and_its_callers_public_ones() throws Exception {
        ContainerSecrets.prepare(folder, 0);

        JWK key = JWK.parse(Files.readString(folder.resolve("history-worker/history-worker.jwk")));
        assertThat(key.isPrivate()).isTrue();
        assertThat(JWKSet.load(folder.resolve("token-manager/history-worker.jwks")
                                .toFile())
                        .getKeys())
                .containsExactly(key.toPublicJWK());
    }

    @Test
    void token_manager_and_the_sandbox_share_client_secrets_and_nobody_else_has_them() throws Exception {
        ContainerSecrets.prepare(folder, 0);

        String secret = Files.readString(folder.resolve("token-manager/ups.applications.odcs.client-secret"));
        assertThat(folder.resolve("ups-sandbox/odcs.client-secret")).hasContent(secret);
        for (String other : new String[] {"optin-web", "history-worker"}) {
            try (var files = Files.list(folder.resolve(other))) {
                assertThat(files)
                        .isNotEmpty()
                        .allSatisfy(file -> assertThat(Files.readString(file)).doesNotContain(secret));
            }
        }
    }

    @Test
    void a_second_start_keeps_what_the_first_one_made() throws Exception {
        ContainerSecrets.prepare(folder, 0);
        String key = Files.readString(folder.resolve("optin-web/optin-web.jwk"));

        ContainerSecrets.prepare(folder, 2);

        assertThat(folder.resolve("optin-web/optin-web.jwk")).hasContent(key);
        assertThat(folder.resolve("optin-web/companies.json")).content().contains("acme-admin", "c00002-admin");
    }
}
