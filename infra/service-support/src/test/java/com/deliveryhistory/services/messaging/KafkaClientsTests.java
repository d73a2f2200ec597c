package com.deliveryhistory.services.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.deliveryhistory.events.EventCodec;
import com.deliveryhistory.services.auth.ServiceIdentity;
import com.deliveryhistory.services.time.ClockAutoConfiguration;
import com.deliveryhistory.services.tracing.Traces;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.kafka.autoconfigure.DefaultKafkaProducerFactoryCustomizer;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.boot.kafka.autoconfigure.KafkaConnectionDetails;
import org.springframework.boot.kafka.autoconfigure.SslBundleSslEngineFactory;
import org.springframework.boot.kafka.autoconfigure.metrics.KafkaMetricsAutoConfiguration;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.config.ConcurrentKafkaListenerContainerFactory;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.core.ProducerFactory;
import org.springframework.kafka.listener.ContainerProperties;

/** What a service's clients of Kafka are made with; nothing here needs a broker. */
@ExtendWith(OutputCaptureExtension.class)
class KafkaClientsTests {

    private final ApplicationContextRunner service = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    ClockAutoConfiguration.class,
                    SslAutoConfiguration.class,
                    KafkaMetricsAutoConfiguration.class,
                    KafkaAutoConfiguration.class,
                    MessagingAutoConfiguration.class))
            .withUserConfiguration(App.class)
            .withPropertyValues("service-identity.name=reader", "spring.kafka.bootstrap-servers=localhost:1");

    @Test
    void every_client_is_told_of_the_servers_the_protocol_and_the_bundle_that_are_configured() {
        service.withPropertyValues(
                        "spring.kafka.bootstrap-servers=localhost:1,localhost:2",
                        "spring.kafka.security.protocol=SSL",
                        "spring.kafka.ssl.bundle=brokers",
                        "spring.ssl.bundle.jks.brokers.key.alias=reader")
                .run(context -> {
                    SslBundle bundle = context.getBean(SslBundles.class).getBundle("brokers");

                    assertThat(clients(context))
                            .allSatisfy(client -> assertThat(client)
                                    .containsEntry("bootstrap.servers", List.of("localhost:1", "localhost:2"))
                                    .containsEntry("security.protocol", "SSL")
                                    .containsEntry("ssl.engine.factory.class", SslBundleSslEngineFactory.class)
                                    .containsEntry(SslBundle.class.getName(), bundle));
                });
    }

    @Test
    void what_kafka_does_not_take_is_logged_without_what_it_says(CapturedOutput output) {
        service.withPropertyValues("messaging.publish-timeout=500ms")
                .run(context -> assertThatExceptionOfType(NotPublished.class)
                        .isThrownBy(() -> context.getBean(EventPublisher.class)
                                .publishRecords(
                                        List.of(new ProducerRecord<>("topic", "a key", new byte[] {77, 78, 79})))));

        assertThat(output.getAll()).contains("topic").doesNotContain("a key", "77, 78");
    }

    @Test
    void whoever_knows_of_the_servers_is_believed_before_the_properties() {
        service.withBean(KafkaConnectionDetails.class, () -> () -> List.of("localhost:2"))
                .run(context -> assertThat(clients(context))
                        .allSatisfy(client ->
                                assertThat(client).containsEntry("bootstrap.servers", List.of("localhost:2"))));
    }

    @Test
    void the_newer_protocol_of_consumer_groups_can_be_chosen() {
        service.withPropertyValues(
                        "service-identity.instance=reader-1",
                        "spring.kafka.consumer.properties[group.protocol]=consumer")
                .run(context -> {
                    // throws if one of the settings is of the older protocol alone
                    ConsumerConfig settings = new ConsumerConfig(consumer(listeners(context)));

                    assertThat(settings.getString("group.instance.id")).isEqualTo("reader-1");
                });
    }

    @Test
    void listeners_are_as_the_settings_of_spring_kafka_say_but_for_what_keeps_events_from_being_lost() {
        service.withPropertyValues(
                        "spring.kafka.listener.poll-timeout=7s",
                        "spring.kafka.listener.immediate-stop=true",
                        "spring.kafka.listener.auth-exception-retry-interval=1m",
                        "spring.kafka.listener.type=single",
                        "spring.kafka.listener.ack-mode=manual",
                        "spring.kafka.consumer.enable-auto-commit=true",
                        "spring.kafka.consumer.max-poll-records=7")
                .run(context -> {
                    var listeners = listeners(context);
                    ContainerProperties container = listeners.getContainerProperties();

                    assertThat(container.getPollTimeout()).isEqualTo(7_000);
                    assertThat(container.isStopImmediate()).isTrue();
                    assertThat(container.getAuthExceptionRetryInterval()).isEqualTo(Duration.ofMinutes(1));
                    assertThat(consumer(listeners)).containsEntry("max.poll.records", 7);
                    assertThat(listeners.isBatchListener()).isTrue();
                    assertThat(container.getAckMode()).isEqualTo(ContainerProperties.AckMode.BATCH);
                    assertThat(consumer(listeners)).containsEntry("enable.auto.commit", false);
                });
    }

    @Test
    void listeners_are_in_the_group_that_the_unread_are_counted_of() {
        service.withPropertyValues("service-identity.name=renamed", "spring.kafka.consumer.group-id=another")
                .run(context -> {
                    assertThat(consumer(listeners(context))).containsEntry("group.id", "renamed");
                    assertThat(context.getBean(MeterRegistry.class)
                                    .get("events.unread")
                                    .tag("consumer", "renamed")
                                    .gauge())
                            .isNotNull();
                });
    }

    @Test
    void listeners_run_on_platform_threads_also_where_others_are_virtual() {
        service.withPropertyValues("spring.threads.virtual.enabled=true")
                .run(context -> assertThat(
                                listeners(context).getContainerProperties().getListenerTaskExecutor())
                        .as("the container makes its own")
                        .isNull());
    }

    @Test
    void what_the_producer_does_is_measured() {
        service.run(context -> {
            template(context).execute(Producer::metrics);

            assertThat(context.getBean(MeterRegistry.class)
                            .find("kafka.producer.record.error.total")
                            .meter())
                    .isNotNull();
        });
    }

    @Test
    void the_producer_is_closed_with_the_service() {
        List<String> closed = new ArrayList<>();
        service.withBean(DefaultKafkaProducerFactoryCustomizer.class, () -> factory -> note(closed, factory))
                .run(context -> template(context).execute(Producer::metrics));

        assertThat(closed).hasSize(1);
    }

    @Test
    void an_administrator_without_a_broker_does_not_begin_anew_all_the_time() {
        service.run(context -> assertThat(context.getBean(KafkaAdmin.class).getConfigurationProperties())
                .containsEntry("metadata.recovery.strategy", "none"));
    }

    private static <K, V> void note(List<String> closed, ProducerFactory<K, V> factory) {
        factory.addListener(new ProducerFactory.Listener<>() {
            @Override
            public void producerRemoved(String id, Producer<K, V> producer) {
                closed.add(id);
            }
        });
    }

    private static List<Map<String, Object>> clients(ApplicationContext context) {
        ConsumerFactory<?, ?> consumers = context.getBean(ConsumerFactory.class);
        return List.of(
                consumers.getConfigurationProperties(),
                consumer(listeners(context)),
                template(context).getProducerFactory().getConfigurationProperties(),
                context.getBean(KafkaAdmin.class).getConfigurationProperties());
    }

    private static KafkaTemplate<?, ?> template(ApplicationContext context) {
        return context.getBean(KafkaTemplate.class);
    }

    private static ConcurrentKafkaListenerContainerFactory<Object, Object> listeners(ApplicationContext context) {
        return context.getBean(EventListeners.class).factory(EventCodec.OPT_IN);
    }

    private static Map<String, Object> consumer(ConcurrentKafkaListenerContainerFactory<?, ?> listeners) {
        return Objects.requireNonNull(listeners.getConsumerFactory()).getConfigurationProperties();
    }

    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties(ServiceIdentity.class)
    static class App {

        @Bean
        MeterRegistry metrics() {
            return new SimpleMeterRegistry();
        }

        @Bean
        Traces traces() {
            return Traces.none();
        }
    }
}
