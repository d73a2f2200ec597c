package com.deliveryhistory.services.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.validation.BindValidationException;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class MessagingSettingsTests {

    @ParameterizedTest
    @CsvSource({
        "messaging.publish-timeout=0s, publishTimeout",
        "messaging.first-retry=0, firstRetry",
        "messaging.longest-retry=0s, longestRetry",
        "messaging.unknown-key-patience=-1s, unknownKeyPatience"
    })
    void a_time_in_which_nothing_can_be_done_is_refused_at_the_start_by_the_settings_name(String setting, String name) {
        new ApplicationContextRunner()
                .withUserConfiguration(App.class)
                .withPropertyValues(setting)
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .isInstanceOf(BindValidationException.class)
                        .hasMessageContaining(name));
    }

    @EnableConfigurationProperties(MessagingSettings.class)
    static class App {}
}
