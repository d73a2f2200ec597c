package com.deliveryhistory.systemtests.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.error.YAMLException;

/** What holds for all of these files. */
class DeploymentFilesTests {

    @Test
    void every_yaml_file_can_be_read_and_says_something() {
        List<Path> files = YamlFiles.below(YamlFiles.INFRA);

        assertThat(files)
                .contains(
                        YamlFiles.INFRA.resolve("compose.yaml"),
                        YamlFiles.INFRA.resolve("kubernetes/base/pods.yaml"),
                        YamlFiles.INFRA.resolve("observability/alerts.yaml"))
                .allSatisfy(file -> assertThat(YamlFiles.documents(file)).isNotEmpty());
    }

    @Test
    void every_service_writes_log_lines_that_nobody_forges() {
        assertThat(Product.services()).isNotEmpty().allMatch(Product::writesLinesThatNobodyForges);
    }

    @Test
    void a_key_that_is_there_twice_is_a_mistake() {
        assertThatExceptionOfType(YAMLException.class).isThrownBy(() -> YamlFiles.documents("a: 1\na: 2"));
    }
}
