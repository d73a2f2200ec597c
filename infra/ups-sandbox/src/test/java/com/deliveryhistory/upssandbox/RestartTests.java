package com.deliveryhistory.upssandbox;

import static org.assertj.core.api.Assertions.assertThat;

import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;

class RestartTests {

    private final MongoServer store = new MongoServer(new MemoryBackend());
    private String address = "";

    @BeforeEach
    void startStore() {
        address = store.bindAndGetConnectionString();
    }

    @AfterEach
    void stopStore() {
        store.shutdownNow();
    }

    @Test
    void a_restart_forgets_nothing() {
        Instant now = Instant.now();
        Instant begin = now.minus(Duration.ofDays(1));
        String code;
        JsonNode tokens;
        String feed;
        try (var sandbox = start(0)) {
            var caller = new Caller(port(sandbox));
            caller.changePassword("globex-ups", Caller.PASSWORD, "changed-password");
            tokens = caller.optIn("acme-ups");
            QuantumViews.read(caller, tokens);
            feed = QuantumViews.wholeFeed(caller, "A1B2C3", begin, now).toString();
            code = caller.code("acme-ups");
        }
        try (var sandbox = start(0)) {
            var caller = new Caller(port(sandbox));
            assertThat(caller.exchange(code).status()).isEqualTo(200);
            assertThat(caller.exchange(code).status()).isEqualTo(400);
            assertThat(QuantumViews.read(caller, tokens).status()).isEqualTo(200);
            assertThat(QuantumViews.wholeFeed(caller, "A1B2C3", begin, now)).hasToString(feed);
            assertThat(caller.refresh(tokens.path("refresh_token").asString()).status())
                    .isEqualTo(200);
            assertThat(caller.refresh(tokens.path("refresh_token").asString()).status())
                    .isEqualTo(400);
            assertThat(caller.logIn("globex-ups", "changed-password", Caller.authorization())
                            .status())
                    .isEqualTo(302);
            assertThat(caller.get("/sandbox/ledger").body()).contains("/security/v1/oauth/token");
        }
    }

    @Test
    void a_log_in_form_that_was_open_during_a_restart_can_still_be_sent() {
        Caller caller;
        Map<String, String> form;
        int port;
        try (var sandbox = start(0)) {
            port = port(sandbox);
            caller = new Caller(port);
            form = caller.get(caller.get(Caller.authorization()).header("location"))
                    .hiddenFields();
        }
        try (var sandbox = start(port)) {
            assertThat(port(sandbox)).isEqualTo(port);
            form.putAll(Map.of("username", "acme-ups", "agreement", "true"));
            Map<String, String> second = caller.post("/login", form).hiddenFields();
            second.put("password", Caller.PASSWORD);

            var back = caller.post("/login/password", second);

            assertThat(caller.exchange(back.redirectParameter("code")).status()).isEqualTo(200);
        }
    }

    private ConfigurableApplicationContext start(int port) {
        return new SpringApplicationBuilder(UpsSandbox.class)
                .properties(Map.of(
                        "accounts.import-file", "classpath:accounts.json",
                        "sandbox.clients[0].client-id", Caller.CLIENT_ID,
                        "sandbox.clients[0].client-secret", Caller.CLIENT_SECRET,
                        "sandbox.clients[0].name", "Intelligent Delivery History",
                        "sandbox.clients[0].redirect-uris", Caller.REDIRECT_URI))
                .run("--server.port=" + port, "--spring.mongodb.uri=" + address + "/ups-sandbox");
    }

    private static int port(ConfigurableApplicationContext sandbox) {
        return Objects.requireNonNull(((WebServerApplicationContext) sandbox).getWebServer())
                .getPort();
    }
}
