package com.deliveryhistory.localstack.agent;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/**
 * The jar of {@link ParentWatch}. It holds that one class: an agent's jar and whatever its manifest leads to stand in
 * front of the program's own libraries, so the stack's own jar must not be it.
 */
public final class AgentJar {

    private AgentJar() {}

    /** Writes the jar into a folder and returns its path. */
    public static Path writeTo(Path folder) {
        var manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().putValue("Premain-Class", ParentWatch.class.getName());
        String entry = ParentWatch.class.getName().replace('.', '/') + ".class";
        Path jar = folder.resolve("stack-agent.jar");
        try (var out = new JarOutputStream(Files.newOutputStream(jar), manifest);
                InputStream code = ParentWatch.class.getResourceAsStream("ParentWatch.class")) {
            out.putNextEntry(new JarEntry(entry));
            Objects.requireNonNull(code).transferTo(out);
            out.closeEntry();
            return jar;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write " + jar, e);
        }
    }
}
