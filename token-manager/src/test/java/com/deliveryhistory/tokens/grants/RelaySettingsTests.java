package com.deliveryhistory.tokens.grants;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.validation.autoconfigure.ValidationAutoConfiguration;

class RelaySettingsTests {

    private final ApplicationContextRunner service = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(ValidationAutoConfiguration.class))
            .withUserConfiguration(Settings.class);

    @EnableConfigurationProperties(RelaySettings.class)
    static class Settings {}

    @Test
    void without_settings_there_are_good_ones() {
        service.run(context -> assertThat(context).hasSingleBean(RelaySettings.class));
    }

    @ParameterizedTest
    @ValueSource(strings = {"concurrent=0", "concurrent=-1", "scan-interval=0s", "scan-interval=-1s", "retry=0s"})
    void what_would_send_nothing_or_never_rest_is_refused_at_start(String setting) {
        service.withPropertyValues("grants.relay." + setting)
                .run(context -> assertThat(context).hasFailed());
    }

    @ParameterizedTest
    @ValueSource(strings = {"40s", "10s"})
    void so_is_taking_a_sender_for_gone_before_its_claim_ends(String repeatAfter) {
        service.withPropertyValues("grants.relay.repeat-after=" + repeatAfter)
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessageStartingWith("grants.relay.repeat-after is ")
                        .hasMessageContaining("must be longer than 40 s, grants.relay.lease"));
    }
}
