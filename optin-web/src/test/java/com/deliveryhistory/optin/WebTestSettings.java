package com.deliveryhistory.optin;

import com.deliveryhistory.testing.Patience;
import com.deliveryhistory.testing.TestIdentities;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.OctetSequenceKeyGenerator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The application's settings in tests, and the files that they name: keys, and companies c001, c002... */
final class WebTestSettings {

    /** A test takes one each. */
    static final int COMPANIES = 800;

    private WebTestSettings() {}

    /**
     * All settings that the application has to be given.
     *
     * @param outside whom it asks
     * @param password of everybody
     */
    static Map<String, Object> of(Outside outside, String password) {
        Path folder = folder(password);
        Map<String, Object> settings = new HashMap<>(securityEvents(outside));
        settings.putAll(identityProvider("c148", outside.identityProvider.issuer()));
        settings.putAll(identityProvider("c149", outside.identityProvider.issuer()));
        settings.putAll(identityProvider("c150", "http://localhost:1/nobody"));
        settings.putAll(Map.ofEntries(
                Map.entry("management.server.port", 0),
                Map.entry("server.forward-headers-strategy", "native"),
                Map.entry("sessions.cookie-name", "OPTIN_SESSION"),
                Map.entry("sessions.secure-cookie", false),
                Map.entry("sign-in.device-cookie-name", "OPTIN_DEVICE"),
                Map.entry("sign-in.secure-device-cookie", false),
                Map.entry("ups.base-url", outside.ups.address()),
                Map.entry("ups.applications.intelligent-delivery-history.client-id", "sbx-client-idh"),
                Map.entry("ups.applications.odcs.client-id", "sbx-client-odcs"),
                Map.entry("ups.issuer", "https://ups.test"),
                Map.entry("token-manager.base-url", outside.tokenManager.address()),
                Map.entry("token-manager.keys-fresh-for", "0s"),
                Map.entry("history-worker.base-url", outside.historyWorker.address()),
                Map.entry("service-identity.private-key", "file:" + folder.resolve("optin-web.jwk")),
                Map.entry("accounts.import-file", "file:" + folder.resolve("accounts.json")),
                Map.entry("identity-providers.of.c148.addresses-verified", "true"),
                Map.entry("identity-providers.of.c148.passwords", "false"),
                Map.entry("identity-providers.of.c148.second-factor-done", "true"),
                Map.entry("identity-providers.of.c148.second-factor-acr", "strong,stronger"),
                Map.entry("identity-providers.of.c148.second-factor-amr", "mfa"),
                Map.entry("identity-providers.of.c148.sign-out-there", "false"),
                Map.entry("second-factor.keys", "file:" + folder.resolve("second-factor.jwks")),
                Map.entry("announcements.relay-interval", "500ms"),
                Map.entry("account-executive.name", "Ada Executive"),
                Map.entry("account-executive.email", "ada@ups.test"),
                Map.entry("account-executive.phone", "+1 (555) 0100")));
        for (String whom : List.of("ups", "token-manager", "history-worker", "identity-providers")) {
            settings.put(whom + ".connect-timeout", Patience.LIMIT);
            settings.put(whom + ".read-timeout", Patience.LIMIT);
        }
        settings.put("history-worker.page-timeout", Patience.LIMIT);
        return settings;
    }

    private static Map<String, Object> identityProvider(String company, String issuer) {
        String provider = "identity-providers.of." + company;
        return Map.of(
                provider + ".issuer",
                issuer,
                provider + ".client-id",
                "optin-web",
                provider + ".client-secret",
                "secret-of-optin-web",
                provider + ".domains",
                company + ".example");
    }

    private static Map<String, Object> securityEvents(Outside outside) {
        Map<String, Object> settings = new HashMap<>();
        Map.of("ups", SecurityEventSender.ISSUER, "careful", "https://careful.test", "another", "https://another.test")
                .forEach((name, issuer) -> {
                    String transmitter = "security-events.transmitters." + name;
                    settings.put(transmitter + ".issuer", issuer);
                    settings.put(transmitter + ".audience", SecurityEventSender.AUDIENCE);
                    settings.put(transmitter + ".jwks-uri", outside.ups.address() + "/ssf/jwks");
                    if (!name.equals("ups")) {
                        settings.put(transmitter + ".bearer-token", "token-of-" + name);
                    }
                });
        return settings;
    }

    private static Path folder(String password) {
        try {
            Path folder = Files.createTempDirectory("optin-web-tests");
            TestIdentities.create(folder, "optin-web");
            var key =
                    new OctetSequenceKeyGenerator(256).keyIDFromThumbprint(true).generate();
            Files.writeString(folder.resolve("second-factor.jwks"), new JWKSet(key).toString(false));
            String companies = IntStream.rangeClosed(1, COMPANIES)
                    .mapToObj("c%03d"::formatted)
                    .map(id -> """
                            {"id":"%1$s","name":"Company %1$s","users":[
                              {"name":"%1$s-admin","role":"ADMIN","password":"%2$s","email":"%1$s-admin@example.com"},
                              {"name":"%1$s-user","role":"USER","password":"%2$s"}]}
                            """.formatted(id, password))
                    .collect(Collectors.joining(","));
            Files.writeString(folder.resolve("accounts.json"), "{\"companies\":[" + companies + "]}");
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }
}
