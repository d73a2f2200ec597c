package com.deliveryhistory.localstack.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.deliveryhistory.localstack.processes.StackFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTests {

    @TempDir
    Path temporary;

    @Test
    void two_stacks_cannot_share_a_folder() {
        Path folder = temporary.resolve("data");
        try (var first = DataFolder.open(folder, false)) {
            assertThatThrownBy(() -> DataFolder.open(first.path(), false))
                    .isInstanceOf(StackFailure.class)
                    .hasMessageContaining("Another stack uses");
        }
        DataFolder.open(folder, false).close();
    }

    @Test
    void data_is_kept_unless_a_fresh_start_is_wanted() throws IOException {
        Path file = temporary.resolve("data").resolve("kafka").resolve("something");
        try (var data = DataFolder.open(temporary.resolve("data"), false)) {
            Files.writeString(data.of(Part.KAFKA).resolve("something"), "kept");
        }
        DataFolder.open(temporary.resolve("data"), false).close();
        assertThat(file).exists();

        DataFolder.open(temporary.resolve("data"), true).close();

        assertThat(file).doesNotExist();
    }

    @Test
    void a_folder_with_other_things_in_it_is_left_alone() throws IOException {
        Path precious = Files.writeString(temporary.resolve("precious"), "text");

        assertThatThrownBy(() -> DataFolder.open(temporary, true))
                .isInstanceOf(StackFailure.class)
                .hasMessageContaining("not a local stack's data");
        assertThat(precious).exists();
    }

    @Test
    void only_the_owner_can_look_in() throws IOException {
        try (var data = DataFolder.open(temporary.resolve("data"), false)) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.path())))
                    .isEqualTo("rwx------");
        }
    }

    @Test
    void what_a_process_was_told_is_kept_for_its_owner_alone() throws IOException {
        Path folder = temporary.resolve("data");
        Instance first = Instance.first(Part.TOKEN_MANAGER);
        assertThat(DataFolder.environment(folder, first)).isEmpty();
        try (var data = DataFolder.open(folder, false)) {
            data.keepEnvironment(first, Map.of("NAME", "a \"value\""));
            assertThat(PosixFilePermissions.toString(
                            Files.getPosixFilePermissions(data.of(first).resolve("environment.json"))))
                    .isEqualTo("rw-------");
        }

        assertThat(DataFolder.environment(folder, first)).contains(Map.of("NAME", "a \"value\""));
    }

    @Test
    void what_a_killed_stack_left_running_is_ended() throws IOException {
        var left = new ProcessBuilder("sleep", "60").start();
        Path folder = temporary.resolve("data");
        var data = DataFolder.open(folder, false);
        data.remember(left.toHandle());
        Path notes = folder.resolve("stack.processes");
        String noted = Files.readString(notes);
        data.close();
        Files.writeString(notes, noted);

        DataFolder.open(folder, false).close();

        assertThat(left.isAlive()).isFalse();
    }

    @Test
    void a_process_that_only_has_the_same_number_is_left_alone() throws IOException {
        var other = new ProcessBuilder("sleep", "60").start();
        Path folder = temporary.resolve("data");
        DataFolder.open(folder, false).close();
        Files.writeString(folder.resolve("stack.processes"), other.pid() + " 2020-01-01T00:00:00Z\n");

        DataFolder.open(folder, false).close();

        assertThat(other.isAlive()).isTrue();
        other.destroyForcibly();
    }
}
