package com.deliveryhistory.history.retention;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.validation.autoconfigure.ValidationAutoConfiguration;

class RetentionSettingsTests {

    private static final Clock NOON = Clock.fixed(Instant.parse("2026-07-13T12:00:00Z"), ZoneOffset.UTC);

    private final ApplicationContextRunner service = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(ValidationAutoConfiguration.class))
            .withUserConfiguration(Settings.class);

    @EnableConfigurationProperties(RetentionSettings.class)
    static class Settings {}

    @Test
    void without_a_setting_all_is_kept_for_ever() {
        service.run(
                context -> assertThat(context.getBean(RetentionSettings.class).firstDay(NOON))
                        .isEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"400d", "P400D", "PT9600H"})
    void a_time_is_written_in_days(String time) {
        service.withPropertyValues("history.kept-for=" + time).run(context -> {
            RetentionSettings settings = context.getBean(RetentionSettings.class);
            assertThat(settings.days()).contains(400);
            assertThat(settings.firstDay(NOON))
                    .contains(LocalDate.parse("2026-07-13").minusDays(401));
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"119d", "0", "-400d", "9601h"})
    void what_ups_would_bring_back_or_is_no_number_of_days_is_refused_at_start(String time) {
        service.withPropertyValues("history.kept-for=" + time)
                .run(context -> assertThat(context.getStartupFailure())
                        .rootCause()
                        .extracting(Object::toString, InstanceOfAssertFactories.STRING)
                        .contains("120d at least"));
    }
}
