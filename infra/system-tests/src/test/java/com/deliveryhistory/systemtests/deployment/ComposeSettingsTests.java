package com.deliveryhistory.systemtests.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import com.deliveryhistory.localstack.settings.ContainerSecrets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;

/** What services in containers would not find out before they start: their settings, secrets and keys. */
class ComposeSettingsTests {

    private static final ComposeFile COMPOSE = ComposeFile.read();
    private static final Path FOLDER = YamlFiles.INFRA.resolve("compose");
    private static final String SECRETS = "/run/secrets/delivery-history";
    private static final Pattern USED_SECRET = Pattern.compile("file:" + SECRETS + "/([\\w.-]+)|\\$\\{([\\w.-]+)}");

    @TempDir
    static Path made;

    @BeforeAll
    static void makeSecrets() {
        ContainerSecrets.prepare(made, 0);
    }

    static Stream<String> builtServices() {
        return ComposeFile.builtServices();
    }

    @ParameterizedTest
    @MethodSource("builtServices")
    void a_service_has_every_setting_that_it_is_given(String service) {
        Set<String> unknown = unknownSettings(service);
        unknown.removeIf(setting -> isOfAnother(service, setting) || isPlaceholder(service, setting));

        assertThat(unknown).isEmpty();
        assertThat(Product.settings(service)
                        .unknownVariables(COMPOSE.environment(service).keySet()))
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("builtServices")
    void a_service_reads_settings_where_they_are_mounted(String service) {
        assertThat(COMPOSE.environment(service).get("SPRING_CONFIG_ADDITIONAL_LOCATION"))
                .isEqualTo("file:/etc/delivery-history/service/,file:/etc/delivery-history/site/");
        assertThat(COMPOSE.settingsOf(service)).isEqualTo(FOLDER.resolve("settings/%s.yaml".formatted(service)));
        assertThat(COMPOSE.siteOf(service)).isEqualTo(FOLDER.resolve("settings/site.yaml"));
    }

    @ParameterizedTest
    @MethodSource("builtServices")
    void a_service_finds_every_secret_that_it_reads_and_reads_every_one_that_it_gets(String service) {
        List<String> used = USED_SECRET
                .matcher(YamlFiles.text(COMPOSE.settingsOf(service)))
                .results()
                .map(found -> found.group(1) == null ? found.group(2) : found.group(1))
                .toList();
        List<String> settings = secretSettings(service).keySet().stream()
                .filter(name -> !used.contains(name))
                .toList();

        assertThat(secrets(service)).containsAll(used);
        assertThat(secrets(service).stream().filter(name -> !used.contains(name) && !settings.contains(name)))
                .isEmpty();
        assertThat(volumeAt(service, SECRETS)).isEqualTo(service + "-secrets");
        assertThat(volumeAt("secrets", "/secrets/" + service)).isEqualTo(service + "-secrets");
    }

    @Test
    void token_manager_keeps_its_keys_in_a_volume_that_its_image_may_write_to() {
        String settings = YamlFiles.text(COMPOSE.settingsOf("token-manager"));

        assertThat(settings).contains("/var/lib/token-manager/encryption.key", "/var/lib/token-manager/sealing.jwks");
        assertThat(volumeAt("token-manager", "/var/lib/token-manager"))
                .isEqualTo(volumeAt("secrets", "/secrets/token-manager-keys"));
    }

    @Test
    void the_image_makes_every_folder_of_secrets_its_users() {
        String image = YamlFiles.text(YamlFiles.INFRA.resolve("images/Dockerfile"));
        List<String> folders = COMPOSE.service("secrets")
                .path("volumes")
                .valueStream()
                .map(volume -> volume.path("target").asString())
                .toList();

        assertThat(folders)
                .hasSize(6)
                .allSatisfy(folder -> assertThat(image).containsPattern(" %s(\\s|$)".formatted(folder)));
    }

    private static Set<String> unknownSettings(String service) {
        var given = new MutablePropertySources();
        given.addLast(new MapPropertySource("secrets", secretSettings(service)));
        Product.yaml(COMPOSE.siteOf(service)).forEach(given::addLast);
        Product.yaml(COMPOSE.settingsOf(service)).forEach(given::addLast);
        return Product.settings(service).unknown(given);
    }

    /** A setting of the site, which is for all services, and some have no such setting. */
    private static boolean isOfAnother(String service, String setting) {
        return Product.yaml(COMPOSE.siteOf(service)).stream().anyMatch(source -> source.containsProperty(setting))
                && Product.services().stream()
                        .filter(other -> !other.equals(service))
                        .anyMatch(other -> !unknownSettings(other).contains(setting));
    }

    private static boolean isPlaceholder(String service, String setting) {
        return YamlFiles.text(COMPOSE.settingsOf(service)).contains("${" + setting + "}");
    }

    /** Names of files, each of which is read as the setting of that name. */
    private static Map<String, Object> secretSettings(String service) {
        return secrets(service).stream()
                .filter(name -> !name.matches(".*\\.(jwks?|json)"))
                .collect(Collectors.toMap(name -> name, name -> "secret"));
    }

    private static List<String> secrets(String service) {
        try (var files = Files.list(made.resolve(service))) {
            return files.map(file -> file.getFileName().toString()).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String volumeAt(String service, String target) {
        return COMPOSE.service(service)
                .path("volumes")
                .valueStream()
                .filter(volume -> volume.path("target").asString().equals(target))
                .map(volume -> volume.path("source").asString())
                .findFirst()
                .orElse("");
    }
}
