package com.deliveryhistory.optin.mail;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.mail.autoconfigure.MailSenderAutoConfiguration;
import org.springframework.boot.test.context.ConfigDataApplicationContextInitializer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.mail.javamail.JavaMailSenderImpl;

class MailTimeOutsTests {

    @ParameterizedTest
    @ValueSource(strings = {"smtp", "smtps"})
    void a_mail_server_that_does_not_answer_is_given_up_before_another_instance_sends_the_mail(String protocol) {
        new ApplicationContextRunner()
                .withInitializer(new ConfigDataApplicationContextInitializer())
                .withConfiguration(AutoConfigurations.of(MailSenderAutoConfiguration.class))
                .withPropertyValues("spring.mail.host=mail.example", "spring.mail.protocol=" + protocol)
                .run(context -> assertThat(timeOuts(context.getBean(JavaMailSenderImpl.class), protocol))
                        .isPositive()
                        .isLessThan(Duration.ofMinutes(5)));
    }

    /** All together; none is an error, for it would be without end. */
    private static Duration timeOuts(JavaMailSenderImpl sender, String protocol) {
        return Stream.of("connectiontimeout", "timeout", "writetimeout")
                .map(name -> sender.getJavaMailProperties().getProperty("mail.%s.%s".formatted(protocol, name)))
                .map(millis -> Duration.ofMillis(Long.parseLong(millis)))
                .reduce(Duration.ZERO, Duration::plus);
    }
}
