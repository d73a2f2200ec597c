package com.deliveryhistory.services.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import com.deliveryhistory.events.EventCodec;
import com.deliveryhistory.services.auth.ServiceIdentity;
import com.deliveryhistory.services.tracing.Traces;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
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
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.kafka.core.KafkaTemplate;

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

    @Test
    void the_newer_protocol_of_consumer_groups_can_be_chosen() {
        KafkaProperties kafka = new KafkaProperties();
        kafka.getConsumer().getProperties().put("group.protocol", "consumer");
        ServiceIdentity identity = new ServiceIdentity("reader", "reader-1", null, Map.of());
        MeterRegistry metrics = new SimpleMeterRegistry();
        EventListeners listeners = new EventListeners(
                kafka,
                new ClientSettings(kafka, () -> List.of("nowhere:9092")),
                identity,
                new MessagingSettings(
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(1),
                        Set.of(),
                        null),
                new DeadLetters(
                        "reader",
                        new KafkaTemplate<>(new DefaultKafkaProducerFactory<>(Map.of())),
                        metrics,
                        Clock.systemUTC()),
                metrics,
                new UnreadEvents(new KafkaAdmin(Map.of()), "reader", metrics),
                Traces.none(),
                Clock.systemUTC());

        Map<String, Object> settings = Objects.requireNonNull(
                        listeners.factory(EventCodec.OPT_IN).getConsumerFactory())
                .getConfigurationProperties();

        // throws if one of the settings is of the older protocol alone
        assertThat(new ConsumerConfig(settings).getString("group.instance.id")).isEqualTo("reader-1");
    }

    private static List<Map<String, Object>> all(ClientSettings clients) {
        return Stream.of(clients.consumer(), clients.producer(), clients.admin())
                .toList();
    }
}
