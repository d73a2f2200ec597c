package com.deliveryhistory.services.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.deliveryhistory.services.storage.StoreAutoConfiguration;
import jakarta.validation.Valid;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Positive;
import java.net.URI;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Map;
import java.util.Set;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.bind.PropertySourcesPlaceholdersResolver;
import org.springframework.boot.context.properties.bind.validation.ValidationBindHandler;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.mongodb.autoconfigure.MongoAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.beanvalidation.LocalValidatorFactoryBean;

class RefusedValuesTests {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "some.read-timeout=14         | some.read-timeout is 14, without a unit: write a number and a unit, such as",
                "some.read-timeout=${fourteen}| some.read-timeout is 14, without a unit",
                "some.read-timeout=-3s        | some.read-timeout is -3s, and has to be more than nothing: write a number",
                "some.read-timeout=0s         | some.read-timeout is 0s, and has to be more than nothing",
                "some.read-timeout=60y        | some.read-timeout is 60y, which cannot be: write a number and a unit, such as",
                "some.read-timeout=20000d     | some.read-timeout is longer than 50 years",
                "some.read-timeout=9999999999999999d | some.read-timeout is 9999999999999999d, which cannot be",
                "some.pause=0                 | some.pause is 0, without a unit",
                "some.pause=-1s               | some.pause must be longer than or equal to 0",
                "some.pause=2m                | some.pause must be shorter than or equal to 1 minute",
                "some.largest=32              | some.largest is 32, without a unit: write a number and a unit, such as 512KB",
                "some.largest=0KB             | some.largest is 0KB, and has to be more than nothing",
                "some.largest=2GB             | some.largest is larger than 1GB, and is held in memory: write a number",
                "some.largest=32 apples       | some.largest is 32 apples, which cannot be: write a number and a unit",
                "some.at-a-time=two           | some.at-a-time is two, which cannot be",
                "some.at-a-time=0             | some.at-a-time must be greater than 0",
                "some.at-a-time=1001          | some: at-a-time is no more than a thousand",
                "some.of.acme.least=7,some.of.acme.client-id=x | some.of.acme: least is no more than most",
                "some.always=maybe            | some.always is maybe, which cannot be: write true or false",
                "some.required-for=nobody     | some.required-for is nobody, which cannot be: write one of none, all-people",
                "some.time-zone=Mars          | some.time-zone is Mars, which cannot be: Unknown time-zone ID: Mars",
                "some.of.acme.client-id=      | some.of.acme.client-id must not be blank",
                "some.of.acme.rest-after=5    | some.of.acme.rest-after is 5, without a unit",
                "some.names=no-good           | some: no-good is no name",
                "some.names=fair             | some.names: write good alone"
            })
    void a_value_that_cannot_be_is_refused_in_a_sentence_that_names_the_setting(String setting, String sentence) {
        assertThatThrownBy(() -> bind(setting.split(",")))
                .rootCause()
                .isInstanceOf(UnfitSetting.class)
                .message()
                .startsWith(sentence);
    }

    @Test
    void an_address_that_cannot_be_read_is_refused_without_the_password_in_it() {
        assertThatThrownBy(() -> bind("some.base-url=ht tps://maria:secret@host/"))
                .rootCause()
                .isInstanceOf(UnfitSetting.class)
                .hasMessage("some.base-url is no address: write https://<host>, with :<port> and a path if need be");
    }

    @Test
    void everything_that_a_record_refuses_is_told_at_once() {
        assertThatThrownBy(() -> bind("some.at-a-time=0", "some.pause=2m"))
                .rootCause()
                .hasMessage(
                        "some.at-a-time must be greater than 0\nsome.pause must be shorter than or equal to 1 minute");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "some.read-timeout=14ms",
                "some.read-timeout=PT14S",
                "some.read-timeout=18250d",
                "some.pause=0s",
                "some.largest=1B",
                "some.names=14"
            })
    void a_value_with_a_unit_passes(String setting) {
        assertThatCode(() -> bind(setting)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "store.read-timeout=20 | store.read-timeout is 20, without a unit",
                "store.pool-size=many  | store.pool-size is many, which cannot be",
                "store.read-timeout=2d | store.read-timeout must be shorter than or equal to 1 day"
            })
    @ExtendWith(OutputCaptureExtension.class)
    void a_service_says_it_instead_of_a_stack_trace(String setting, String sentence, CapturedOutput output) {
        SpringApplication service = new SpringApplication(
                SslAutoConfiguration.class,
                MongoAutoConfiguration.class,
                SettingsAutoConfiguration.class,
                StoreAutoConfiguration.class);
        service.setWebApplicationType(WebApplicationType.NONE);

        assertThatThrownBy(() -> service.run(
                "--spring.application.name=some", "--spring.mongodb.uri=mongodb://127.0.0.1:1/some", "--" + setting));
        assertThat(output).contains(sentence).doesNotContain("\tat ");
    }

    private static void bind(String... settings) {
        StandardEnvironment environment = new StandardEnvironment();
        TestPropertyValues.of(settings).and("fourteen=14").applyTo(environment);
        try (LocalValidatorFactoryBean constraints = new LocalValidatorFactoryBean()) {
            constraints.afterPropertiesSet();
            new Binder(
                            ConfigurationPropertySources.get(environment),
                            new PropertySourcesPlaceholdersResolver(environment))
                    .bind(
                            "some",
                            Bindable.of(Settings.class),
                            new RefusedValues(new ValidationBindHandler(constraints)));
        }
    }

    enum RequiredFor {
        NONE,
        ALL_PEOPLE
    }

    record Part(
            @NotBlank String clientId,
            @DefaultValue("1s") Duration restAfter,
            @DefaultValue("1") int least) {

        @AssertTrue(message = "least is no more than most")
        boolean isInOrder() {
            return least <= 3;
        }
    }

    /** Not annotated as others are, for then it would be in the metadata of those. */
    record Settings(
            @DefaultValue("5s") Duration readTimeout,

            @DefaultValue("5s") @DurationMin @DurationMax(minutes = 1)
            Duration pause,

            @DefaultValue("32MB") DataSize largest,
            @DefaultValue("2") @Positive int atATime,
            @DefaultValue("true") boolean always,
            @DefaultValue("none") RequiredFor requiredFor,
            @DefaultValue("UTC") ZoneId timeZone,
            @Nullable URI baseUrl,
            @DefaultValue("good") Set<String> names,
            @DefaultValue Map<String, @Valid Part> of) {

        Settings {
            if (names.contains("no-good")) {
                throw new IllegalArgumentException("no-good is no name");
            }
            if (names.contains("fair")) {
                throw new IllegalArgumentException("some.names: write good alone");
            }
        }

        @AssertTrue(message = "at-a-time is no more than a thousand")
        boolean isSensible() {
            return atATime <= 1_000;
        }
    }
}
