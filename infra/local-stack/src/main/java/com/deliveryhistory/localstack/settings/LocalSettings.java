package com.deliveryhistory.localstack.settings;

import com.deliveryhistory.localstack.identityprovider.IdentityProvider;
import com.deliveryhistory.servers.ClusterNode;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What each part is told: all that differs from production is here and nowhere else. The settings go to a process as
 * one environment variable with JSON, which keeps their names as they are and secrets out of process lists.
 */
public final class LocalSettings {

    private static final String SHORT_LOG_LINES = "%d{HH:mm:ss.SSS} %-5p %-32.32logger{31} : %m%n%wEx";

    private final Addresses addresses;
    private final Secrets secrets;
    private final Path accounts;

    private LocalSettings(Addresses addresses, Secrets secrets, Path accounts) {
        this.addresses = addresses;
        this.secrets = secrets;
        this.accounts = accounts;
    }

    /**
     * Prepares keys, secrets and accounts below a data folder; what is there stays.
     *
     * @param companies how many companies to add to acme and globex
     */
    public static LocalSettings in(Path data, Addresses addresses, int companies) {
        Path accounts = data.resolve("accounts");
        PrivateFiles.createFolder(accounts);
        var settings = new LocalSettings(addresses, Secrets.in(data.resolve("keys")), accounts);
        Accounts.writeCompanies(settings.companiesFile(), companies);
        Accounts.writeUpsProfiles(settings.profilesFile(), companies);
        return settings;
    }

    /**
     * Environment variables for a process.
     *
     * @param more settings that override these
     */
    public Map<String, String> environment(Instance instance, Map<String, Object> more) {
        Map<String, Object> settings = new LinkedHashMap<>(
                switch (instance.part()) {
                    case KAFKA, MONGODB, MAILBOX, IDENTITY_PROVIDER -> Map.of();
                    case UPS_SANDBOX -> sandbox();
                    case TOKEN_MANAGER -> tokenManager(instance);
                    case HISTORY_WORKER -> historyWorker(instance);
                    case OPTIN_WEB -> optinWeb(instance);
                });
        settings.putAll(more);
        return settings.isEmpty()
                ? Map.of()
                : Map.of("SPRING_APPLICATION_JSON", JSONObjectUtils.toJSONString(settings));
    }

    private Map<String, Object> sandbox() {
        var settings = common(Instance.first(Part.UPS_SANDBOX));
        settings.put("accounts.import-file", profilesFile().toUri().toString());
        int index = 0;
        for (Application application : Application.ALL) {
            String client = "sandbox.clients[%d].".formatted(index++);
            settings.put(client + "client-id", application.clientId());
            settings.put(client + "client-secret", secrets.clientSecret(application));
            settings.put(client + "name", application.title());
            settings.put(
                    client + "redirect-uris",
                    List.of(addresses.url(Part.OPTIN_WEB) + "/login/oauth2/code/" + application.name()));
        }
        settings.put("sandbox.security-events.enabled", true);
        settings.put("sandbox.security-events.issuer", url(Part.UPS_SANDBOX));
        settings.put("sandbox.security-events.audience", url(Part.OPTIN_WEB));
        settings.put("sandbox.security-events.receiver", url(Part.OPTIN_WEB) + "/ssf/events");
        return settings;
    }

    private Map<String, Object> tokenManager(Instance instance) {
        var settings = service(instance, List.of(Part.HISTORY_WORKER.label(), Application.ODCS.name()));
        settings.put(
                "encryption.local-key-file", secrets.file("key-encryption.key").toString());
        settings.put("encryption.create-if-missing", true);
        settings.put("sealing.key-file", secrets.file("sealing.jwks").toString());
        settings.put("sealing.create-if-missing", true);
        settings.put(
                "access.callers.%s.applications".formatted(Part.HISTORY_WORKER),
                List.of(Application.DELIVERY_HISTORY.name()));
        // a service of the customer's, which has the application's name; see the downstream example
        settings.put(
                "access.callers.%s.applications".formatted(Application.ODCS.name()), List.of(Application.ODCS.name()));
        for (Application application : Application.ALL) {
            settings.put(client(application) + "client-id", application.clientId());
            settings.put(client(application) + "client-secret", secrets.clientSecret(application));
        }
        return settings;
    }

    private Map<String, Object> historyWorker(Instance instance) {
        var settings = service(instance, List.of(Part.OPTIN_WEB.label(), Application.ODCS.name()));
        settings.put("history.poll-interval", "5s");
        settings.put("history.overlap", "2h"); // the sandbox takes ranges in UTC, as is known
        settings.put("token-manager.base-url", url(Part.TOKEN_MANAGER));
        return settings;
    }

    private Map<String, Object> optinWeb(Instance instance) {
        var settings = service(instance, List.of());
        // plain HTTP, for clients that take no secure cookie over it, even from this machine
        settings.put("sessions.cookie-name", "OPTIN_SESSION");
        settings.put("sessions.secure-cookie", false);
        settings.put("sign-in.device-cookie-name", "OPTIN_DEVICE");
        settings.put("sign-in.secure-device-cookie", false);
        settings.put("accounts.import-file", companiesFile().toUri().toString());
        settings.put("second-factor.keys", secrets.secondFactorKeys().toUri().toString());
        settings.put("token-manager.base-url", url(Part.TOKEN_MANAGER));
        settings.put("history-worker.base-url", url(Part.HISTORY_WORKER));
        String identityProvider = "identity-providers.of." + Accounts.WITH_IDENTITY_PROVIDER + ".";
        settings.put(identityProvider + "issuer", url(Part.IDENTITY_PROVIDER));
        settings.put(identityProvider + "client-id", IdentityProvider.CLIENT_ID);
        settings.put(identityProvider + "client-secret", IdentityProvider.CLIENT_SECRET);
        settings.put(identityProvider + "domains", List.of(Accounts.WITH_IDENTITY_PROVIDER + ".example"));
        settings.put("spring.mail.host", "127.0.0.1");
        settings.put("spring.mail.port", addresses.mailServerPort());
        settings.put("mail.from", "delivery-history@localhost.localdomain");
        settings.put("mail.base-url", url(Part.OPTIN_WEB));
        String transmitter = "security-events.transmitters.%s.".formatted(Part.UPS_SANDBOX);
        settings.put(transmitter + "issuer", url(Part.UPS_SANDBOX));
        settings.put(transmitter + "audience", url(Part.OPTIN_WEB));
        settings.put(transmitter + "jwks-uri", url(Part.UPS_SANDBOX) + "/sandbox/ssf/jwks");
        for (Application application : Application.ALL) {
            settings.put(client(application) + "client-id", application.clientId());
        }
        return settings;
    }

    private Map<String, Object> service(Instance instance, List<String> callers) {
        var settings = common(instance);
        Part part = instance.part();
        settings.put("management.server.port", addresses.managementPort(instance));
        settings.put("management.server.address", "127.0.0.1");
        settings.put("spring.kafka.bootstrap-servers", addresses.kafka());
        settings.put(
                "messaging.replicas",
                ClusterNode.copies(addresses.instances(Part.KAFKA).size()));
        settings.put("service-identity.name", part.label());
        // after a crash it takes its partitions back at once
        settings.put("service-identity.instance", instance.number() == 1 ? "local" : "local-" + instance.number());
        settings.put(
                "service-identity.private-key",
                secrets.privateKey(part.label()).toUri().toString());
        for (String caller : callers) {
            settings.put(
                    "service-identity.trusted." + caller,
                    secrets.publicKeys(caller).toUri().toString());
        }
        settings.put("ups.base-url", url(Part.UPS_SANDBOX));
        return settings;
    }

    private Map<String, Object> common(Instance instance) {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("server.port", addresses.port(instance));
        settings.put("server.address", "127.0.0.1");
        settings.put("spring.mongodb.uri", addresses.mongodb(instance.part().label()));
        settings.put("spring.main.banner-mode", "off");
        settings.put("logging.pattern.console", SHORT_LOG_LINES);
        // their clients' chatter at start would hide what the services say
        settings.put("logging.level.org.apache.kafka", "warn");
        settings.put("logging.level.org.mongodb.driver", "warn");
        return settings;
    }

    private String url(Part part) {
        return addresses.url(part).toString();
    }

    private static String client(Application application) {
        return "ups.applications.%s.".formatted(application.name());
    }

    private Path companiesFile() {
        return accounts.resolve("companies.json");
    }

    private Path profilesFile() {
        return accounts.resolve("ups-profiles.json");
    }
}
