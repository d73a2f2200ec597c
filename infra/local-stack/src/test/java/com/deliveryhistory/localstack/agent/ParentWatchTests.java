package com.deliveryhistory.localstack.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParentWatchTests {

    @TempDir
    Path folder;

    @Test
    void a_program_ends_when_the_one_that_started_it_is_gone() throws Exception {
        Process program = start();

        program.getOutputStream().close();

        assertThat(program.waitFor(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void a_terminals_interrupt_is_left_to_the_stack() throws Exception {
        Process program = start();

        new ProcessBuilder("kill", "-INT", String.valueOf(program.pid()))
                .start()
                .waitFor();

        assertThat(program.waitFor(300, TimeUnit.MILLISECONDS)).isFalse();
        program.destroy();
        assertThat(program.waitFor(20, TimeUnit.SECONDS)).isTrue();
    }

    private Process start() throws IOException {
        Process program = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-javaagent:" + agentJar(),
                        "-cp",
                        Path.of("target", "test-classes").toAbsolutePath().toString(),
                        Endless.class.getName())
                .start();
        assertThat(program.inputReader().readLine()).isEqualTo("running");
        return program;
    }

    private Path agentJar() throws IOException {
        var manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().putValue("Premain-Class", ParentWatch.class.getName());
        Path jar = folder.resolve("agent.jar");
        String entry = ParentWatch.class.getName().replace('.', '/') + ".class";
        try (var out = new JarOutputStream(Files.newOutputStream(jar), manifest);
                InputStream code = Objects.requireNonNull(
                        ParentWatch.class.getClassLoader().getResourceAsStream(entry))) {
            out.putNextEntry(new JarEntry(entry));
            code.transferTo(out);
            out.closeEntry();
        }
        return jar;
    }
}
