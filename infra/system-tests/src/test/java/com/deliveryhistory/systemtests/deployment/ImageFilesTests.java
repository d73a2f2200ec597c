package com.deliveryhistory.systemtests.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code infra/images/Dockerfile} does after the build, done here. */
class ImageFilesTests {

    private static final String DOCKERFILE = YamlFiles.text(YamlFiles.INFRA.resolve("images/Dockerfile"));

    /** Folders at the root of the image in which the services are built. */
    private static final Pattern FOLDER = Pattern.compile("(?<![\\w.*/])/(boot-jar|layers|stack)\\b");

    private static final Pattern COPIED = Pattern.compile("COPY --from=build /(layers/[\\w-]+)/ \\./");

    @Test
    void the_jar_is_taken_apart_into_the_layers_that_the_image_is_made_of(@TempDir Path root) throws Exception {
        String commands = DOCKERFILE
                .lines()
                .dropWhile(line -> !line.contains("&& mkdir "))
                .takeWhile(line -> !line.isBlank())
                .collect(Collectors.joining("\n"))
                .replaceFirst("&& ", "");
        assertThat(commands).contains("extract --layers");

        assertThat(run(FOLDER.matcher(commands).replaceAll(root + "/$1"), root)).isEmpty();

        List<String> copied = COPIED.matcher(DOCKERFILE)
                .results()
                .map(found -> found.group(1))
                .toList();
        assertThat(copied).hasSize(4).allMatch(layer -> Files.isDirectory(root.resolve(layer)));
        assertThat(root.resolve("layers/application/app.jar")).isNotEmptyFile();
        assertThat(root.resolve("stack/local-stack.jar")).isNotEmptyFile();
        assertThat(root.resolve("stack/training.jwk")).content().contains("\"kty\"");
    }

    private static String run(String commands, Path root) throws IOException, InterruptedException {
        File output = root.resolve("output").toFile();
        ProcessBuilder shell = new ProcessBuilder("sh", "-e", "-c", commands)
                .directory(YamlFiles.INFRA.resolve("..").toFile())
                .redirectErrorStream(true)
                .redirectOutput(output);
        shell.environment().put("SERVICE", "token-manager");
        shell.environment()
                .merge(
                        "PATH",
                        Path.of(System.getProperty("java.home"), "bin").toString(),
                        (path, java) -> java + File.pathSeparator + path);
        return shell.start().waitFor() == 0 ? "" : Files.readString(output.toPath());
    }
}
