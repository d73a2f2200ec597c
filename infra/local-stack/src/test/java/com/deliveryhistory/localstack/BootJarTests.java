package com.deliveryhistory.localstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.deliveryhistory.localstack.processes.StackFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BootJarTests {

    @TempDir
    Path target;

    @Test
    void a_boot_jar_is_unpacked_once_and_shares_one_archive_of_classes() throws IOException {
        Path jar = bootJar("service.jar", "first build");

        List<String> first = new BootJar(jar).serviceArguments();
        Path unpacked = Path.of(first.getLast());
        FileTime unpackedAt = Files.getLastModifiedTime(unpacked);
        List<String> second = new BootJar(jar).serviceArguments();

        assertThat(unpacked).isRegularFile().hasFileName("service.jar").startsWith(target.resolve("unpacked"));
        assertThat(first).isEqualTo(second).contains("-XX:+AutoCreateSharedArchive");
        assertThat(Files.getLastModifiedTime(unpacked)).isEqualTo(unpackedAt);
    }

    @Test
    void a_command_uses_the_archive_and_does_not_write_it() throws IOException {
        var jar = new BootJar(bootJar("service.jar", "first build"));

        assertThat(jar.commandArguments())
                .contains("-XX:-AutoCreateSharedArchive")
                .containsAll(jar.serviceArguments().stream()
                        .filter(argument -> argument.startsWith("-XX:SharedArchiveFile="))
                        .toList());
    }

    @Test
    void another_build_takes_the_place_of_the_former() throws IOException {
        Path former = Path.of(new BootJar(bootJar("service.jar", "first build"))
                .serviceArguments()
                .getLast());

        Path next = Path.of(new BootJar(bootJar("service.jar", "second build"))
                .serviceArguments()
                .getLast());

        assertThat(next).isRegularFile().isNotEqualTo(former);
        assertThat(former).doesNotExist();
    }

    @Test
    void a_jar_without_boots_tools_is_started_as_it_is() throws IOException {
        Path jar = target.resolve("plain.jar");
        new JarOutputStream(Files.newOutputStream(jar), manifest()).close();

        assertThat(new BootJar(jar).serviceArguments()).containsExactly("-jar", jar.toString());
        assertThat(target.resolve("unpacked")).doesNotExist();
    }

    @Test
    void a_jar_that_cannot_be_unpacked_says_why() throws IOException {
        Path jar = bootJar("broken.jar", "first build");

        assertThatThrownBy(() -> new BootJar(jar).serviceArguments())
                .isInstanceOf(StackFailure.class)
                .hasMessageContaining("Cannot unpack " + jar)
                .hasMessageContaining("The disk is full");
    }

    private Path bootJar(String name, String content) throws IOException {
        Manifest manifest = manifest();
        manifest.getMainAttributes().putValue("Spring-Boot-Version", "4");
        Path jar = target.resolve(name);
        try (var out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
            out.putNextEntry(new ZipEntry(content));
        }
        return jar;
    }

    private static Manifest manifest() {
        var manifest = new Manifest();
        var attributes = manifest.getMainAttributes();
        attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        attributes.put(Attributes.Name.MAIN_CLASS, FakeBootTools.class.getName());
        attributes.put(
                Attributes.Name.CLASS_PATH,
                Stream.of(System.getProperty("java.class.path").split(":", -1))
                        .map(entry -> Path.of(entry).toUri().toString())
                        .collect(Collectors.joining(" ")));
        return manifest;
    }
}
