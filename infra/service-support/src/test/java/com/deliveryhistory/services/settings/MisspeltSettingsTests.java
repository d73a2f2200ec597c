package com.deliveryhistory.services.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.Resource;

class MisspeltSettingsTests {

    private static final Path INFRA = Path.of("..");

    @ParameterizedTest
    @CsvSource({
        "history.overlapp, history.overlap",
        "history.uploads.at-a-tmie, history.uploads.at-a-time",
        "ups.applications.odcs.client-idd, ups.applications.odcs.client-id",
        "ups.application.odcs.client-id, ups.applications.odcs.client-id",
        "service-identity.trustet.optin-web, service-identity.trusted.optin-web",
        "identity-providers.of.acme.domain[0], identity-providers.of.acme.domains",
        "account-executive.mail, account-executive.email",
        "histroy.overlap, history.overlap",
        "messagings.replicas, messaging.replicas"
    })
    void a_misspelt_setting_is_refused_with_the_one_that_was_meant(String given, String meant) {
        assertThatExceptionOfType(UnfitSetting.class)
                .isThrownBy(() -> start(settings(given)))
                .withMessage("%s (settings) is not a setting; did you mean %s?", given, meant);
    }

    @Test
    void a_setting_that_resembles_none_is_refused_too() {
        assertThatExceptionOfType(UnfitSetting.class)
                .isThrownBy(() -> start(settings("history.colour")))
                .withMessageStartingWith(
                        "history.colour (settings) is not a setting: write it as infra/configuration.md has it");
    }

    @Test
    void all_misspelt_settings_are_told_with_where_they_are_and_without_their_values() throws IOException {
        Resource file = new ByteArrayResource("""
                ups.applications.odcs:
                  client-secrte: hush
                store:
                  pool-sise: 7
                """.getBytes(StandardCharsets.UTF_8), "the site's file");

        assertThatExceptionOfType(UnfitSetting.class)
                .isThrownBy(() -> start(yaml(file).toArray(PropertySource<?>[]::new)))
                .withMessage("""
                        ups.applications.odcs.client-secrte (Byte array resource [the site's file] - 2:18) is not a setting; \
                        did you mean ups.applications.odcs.client-secret?
                        store.pool-sise (Byte array resource [the site's file] - 4:14) is not a setting; \
                        did you mean store.pool-size?""");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "history.overlap",
                "history.uploads.atATime",
                "history.applications[0]",
                "history.api.rates.some-caller.burst",
                "ups.applications.odcs.client-id",
                "ups.applications",
                "security-events.transmitters.ups.algorithms[1]",
                "encryption.kms-providers[aws:second].accessKeyId",
                "encryption.master-key.keyVaultEndpoint",
                "service-identity.trusted.a.name.with.dots",
                "spring.kafka.anything",
                "anything.of.others",
                "store-front.colour",
                "info.mail"
            })
    void settings_of_any_service_and_what_is_none_of_ours_pass(String given) {
        assertThatCode(() -> start(settings(given))).doesNotThrowAnyException();
    }

    @Test
    void what_a_platform_puts_into_the_environment_passes() {
        Map<String, Object> variables = Map.of(
                "HISTORY_WORKER_PORT", "tcp://10.0.0.1:8082",
                "HISTORY_WORKER_SERVICE_HOST", "10.0.0.1",
                "UPS_DEVICE", "battery",
                "MAIL", "/var/mail/operator");

        assertThatCode(() -> start(new SystemEnvironmentPropertySource(
                        StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, variables)))
                .doesNotThrowAnyException();
    }

    static Stream<Path> deployed() throws IOException {
        try (Stream<Path> files = Files.list(INFRA.resolve("kubernetes/base/settings"))) {
            return Stream.concat(
                    files.toList().stream(),
                    Stream.of(
                            INFRA.resolve("kubernetes/overlays/example/application.yaml"),
                            INFRA.resolve("compose/settings/site.yaml")));
        }
    }

    @ParameterizedTest
    @MethodSource("deployed")
    void what_is_deployed_has_no_misspelt_setting(Path file) throws IOException {
        List<PropertySource<?>> settings = yaml(new FileSystemResource(file));

        assertThat(settings).isNotEmpty();
        assertThatCode(() -> start(settings.toArray(PropertySource<?>[]::new))).doesNotThrowAnyException();
    }

    @Test
    @ExtendWith(OutputCaptureExtension.class)
    void a_service_says_it_instead_of_a_stack_trace(CapturedOutput output) {
        SpringApplication service = new SpringApplication(Nothing.class);
        service.setWebApplicationType(WebApplicationType.NONE);

        assertThatExceptionOfType(UnfitSetting.class).isThrownBy(() -> service.run("--history.overlapp=14h"));
        assertThat(output)
                .contains("history.overlapp (commandLineArgs) is not a setting;" + " did you mean history.overlap?")
                .doesNotContain("\tat ");
    }

    private static MapPropertySource settings(String name) {
        return new MapPropertySource("settings", Map.of(name, "some"));
    }

    private static List<PropertySource<?>> yaml(Resource file) throws IOException {
        return new YamlPropertySourceLoader().load("settings", file);
    }

    private static void start(PropertySource<?>... given) {
        try (var context = new GenericApplicationContext()) {
            List.of(given).forEach(context.getEnvironment().getPropertySources()::addLast);
            new MisspeltSettings().initialize(context);
        }
    }

    static class Nothing {}
}
