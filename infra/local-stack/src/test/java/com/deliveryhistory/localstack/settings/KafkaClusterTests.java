package com.deliveryhistory.localstack.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.deliveryhistory.localstack.processes.StackFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaClusterTests {

    @TempDir
    Path data;

    @Test
    void a_second_start_finds_the_same_cluster() {
        var first = KafkaCluster.in(data, 3);

        assertThat(KafkaCluster.in(data, 3)).isEqualTo(first);
    }

    @Test
    void another_number_of_brokers_is_refused_with_what_can_be_done() {
        KafkaCluster.in(data, 3);

        assertThatThrownBy(() -> KafkaCluster.in(data, 1))
                .isInstanceOf(StackFailure.class)
                .hasMessageContaining(data.toString())
                .hasMessageContaining("3 Kafka brokers")
                .hasMessageContaining("--brokers 3")
                .hasMessageContaining("--fresh");
    }

    @Test
    void data_without_a_note_is_of_one_broker() throws IOException {
        Files.createDirectories(data.resolve("kafka"));
        Files.createFile(data.resolve("kafka/meta.properties"));

        assertThat(KafkaCluster.in(data, 1).brokers()).isEqualTo(1);
        assertThatThrownBy(() -> KafkaCluster.in(data, 3)).hasMessageContaining("one Kafka broker");
    }
}
