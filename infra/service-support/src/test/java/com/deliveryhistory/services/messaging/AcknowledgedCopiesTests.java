package com.deliveryhistory.services.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import com.deliveryhistory.testing.TestKafka;
import com.deliveryhistory.testing.WithKafka;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Test;

/** On one broker: a copy is taken for enough where there can be no three. */
@WithKafka
class AcknowledgedCopiesTests {

    private static final String TOPIC = "acknowledged.v1";

    private final TestKafka kafka;
    private final Map<String, Object> client;

    AcknowledgedCopiesTests(TestKafka kafka) {
        this.kafka = kafka;
        this.client = Map.of("bootstrap.servers", kafka.bootstrapServers());
    }

    @Test
    void two_copies_have_to_acknowledge_where_there_are_enough() throws Exception {
        kafka.recreate(TOPIC);

        new AcknowledgedCopies(client, 1).raise(List.of(TOPIC));

        assertThat(needed()).isEqualTo("2");
    }

    @Test
    void nothing_is_raised_where_there_are_too_few() throws Exception {
        kafka.recreate(TOPIC);

        new AcknowledgedCopies(client, AcknowledgedCopies.COPIES_ENOUGH).raise(List.of(TOPIC));

        assertThat(needed()).isEqualTo("1");
    }

    private String needed() throws Exception {
        ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, TOPIC);
        try (var admin = kafka.admin()) {
            return admin.describeConfigs(List.of(topic))
                    .all()
                    .get()
                    .values()
                    .iterator()
                    .next()
                    .get("min.insync.replicas")
                    .value();
        }
    }
}
