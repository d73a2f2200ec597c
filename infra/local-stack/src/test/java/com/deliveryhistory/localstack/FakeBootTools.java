package com.deliveryhistory.localstack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Stands for the tools in a boot jar: "unpacks" the jar by copying it to the destination; knows nothing else. */
final class FakeBootTools {

    private FakeBootTools() {}

    public static void main(String[] arguments) throws IOException {
        List<String> given = List.of(arguments);
        Path jar = Path.of(System.getProperty("java.class.path"));
        if (!"tools".equals(System.getProperty("jarmode")) || !given.getFirst().equals("extract")) {
            throw new IllegalArgumentException("These are not the tools' arguments");
        }
        Path destination = Path.of(given.get(given.indexOf("--destination") + 1));
        if (jar.getFileName().toString().startsWith("broken")) {
            throw new IllegalStateException("The disk is full");
        }
        Files.copy(jar, destination.resolve(jar.getFileName()));
    }
}
