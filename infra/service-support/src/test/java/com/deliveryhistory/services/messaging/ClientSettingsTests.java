package com.deliveryhistory.services.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.boot.kafka.autoconfigure.KafkaConnectionDetails;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.boot.kafka.autoconfigure.SslBundleSslEngineFactory;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class ClientSettingsTests {

    @Test
    void every_client_is_told_of_the_servers_the_protocol_and_the_bundle_that_are_configured() {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class, KafkaAutoConfiguration.class))
                .withPropertyValues(
                        "spring.kafka.bootstrap-servers=first:9092,second:9092",
                        "spring.kafka.security.protocol=SSL",
                        "spring.kafka.ssl.bundle=brokers",
                        "spring.ssl.bundle.jks.brokers.key.alias=reader")
                .run(context -> {
                    SslBundle bundle = context.getBean(SslBundles.class).getBundle("brokers");
                    ClientSettings clients = new ClientSettings(
                            context.getBean(KafkaProperties.class), context.getBean(KafkaConnectionDetails.class));

                    assertThat(all(clients))
                            .allSatisfy(client -> assertThat(client)
                                    .containsEntry("bootstrap.servers", List.of("first:9092", "second:9092"))
                                    .containsEntry("security.protocol", "SSL")
                                    .containsEntry("ssl.engine.factory.class", SslBundleSslEngineFactory.class)
                                    .containsEntry(SslBundle.class.getName(), bundle));
                });
    }

    @Test
    void whoever_knows_of_the_servers_is_believed_before_the_properties() {
        ClientSettings clients = new ClientSettings(new KafkaProperties(), () -> List.of("elsewhere:9092"));

        assertThat(all(clients))
                .allSatisfy(client -> assertThat(client).containsEntry("bootstrap.servers", List.of("elsewhere:9092")));
    }

    private static List<Map<String, Object>> all(ClientSettings clients) {
        return Stream.of(clients.consumer(), clients.producer(), clients.admin())
                .toList();
    }
}
