package com.deliveryhistory.benchmarks.stage;

import com.deliveryhistory.localstack.processes.StackFailure;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where the programs are that are measured, and where reports go. */
public record Project(Path root) {

    private static final String PROPERTY = "delivery-history.project";

    /** The project that the system property names, or else the one that this was started in. */
    public static Project find() {
        return new Project(
                Path.of(System.getProperty(PROPERTY, "")).toAbsolutePath().normalize());
    }

    public Path reports() {
        return root.resolve("infra/benchmarks/target");
    }

    public Path relative(Path file) {
        return root.relativize(file);
    }

    /** The folder with Kafka Connect and MongoDB's connector. */
    Path connectLibraries() {
        Path folder = root.resolve("infra/connect-worker/target/lib");
        if (!Files.isDirectory(folder)) {
            throw StackFailure.because("%s is not there: start this with infra/bench".formatted(relative(folder)));
        }
        return folder;
    }

    Path bootJar(String module) {
        Path folder = root.resolve(module);
        Path jar = folder.resolve("target").resolve(folder.getFileName() + ".jar");
        if (!Files.isRegularFile(jar)) {
            throw StackFailure.because("%s is not built: start this with infra/bench".formatted(relative(jar)));
        }
        return jar;
    }
}
