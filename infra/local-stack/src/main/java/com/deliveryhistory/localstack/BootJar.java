package com.deliveryhistory.localstack;

import com.deliveryhistory.localstack.processes.StackFailure;
import com.deliveryhistory.servers.Folders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;

/**
 * A part's boot jar, prepared for quick starts: unpacked once by the jar's own tools, as the JVM shares no classes of jars
 * within jars, and with an archive of loaded classes, which the JVM writes when the part first stops in good order. Both
 * lie beside the jar and belong to its content: another build makes others.
 *
 * @see <a href="https://docs.spring.io/spring-boot/reference/packaging/efficient.html">Spring Boot, Efficient
 *     Deployments</a>
 */
final class BootJar {

    private static final String UNPACKED = "unpacked";
    private static final String FRESH = "fresh";

    private final Path jar;

    BootJar(Path jar) {
        this.jar = jar;
    }

    /** The arguments of {@code java} that start the service. */
    List<String> serviceArguments() {
        return arguments("-XX:+AutoCreateSharedArchive");
    }

    /** The arguments of {@code java} that start a short command of the jar: it uses the service's archive, and writes none. */
    List<String> commandArguments() {
        return arguments("-XX:-AutoCreateSharedArchive");
    }

    private List<String> arguments(String archiving) {
        if (!isBootJar()) {
            return List.of("-jar", jar.toString());
        }
        Path folder = unpacked();
        Path archive = folder.resolve("classes-%s.jsa".formatted(Runtime.version()));
        return List.of(
                "-Xlog:cds=off", // says of hundreds of classes that they cannot be shared
                "-XX:+UnlockDiagnosticVMOptions",
                "-XX:+AllowArchivingWithJavaAgent", // the stack's agent changes no class
                archiving,
                "-XX:SharedArchiveFile=" + archive,
                "-jar",
                folder.resolve(jar.getFileName()).toString());
    }

    private boolean isBootJar() {
        try (var file = new JarFile(jar.toFile())) {
            Manifest manifest = file.getManifest();
            return manifest != null && manifest.getMainAttributes().getValue("Spring-Boot-Version") != null;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + jar, e);
        }
    }

    private Path unpacked() {
        try {
            Path folder = jar.resolveSibling(UNPACKED).resolve("%08x".formatted(checksum()));
            if (!Files.isDirectory(folder)) {
                Path fresh = Files.createTempDirectory(Files.createDirectories(folder.getParent()), FRESH);
                unpackInto(fresh);
                moveUnlessThere(fresh, folder);
                deleteOthers(folder);
            }
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot unpack " + jar, e);
        }
    }

    private long checksum() throws IOException {
        try (var in = new CheckedInputStream(Files.newInputStream(jar), new CRC32())) {
            byte[] buffer = new byte[1 << 16];
            while (in.read(buffer) >= 0) {
                // the stream computes as it reads
            }
            return in.getChecksum().getValue();
        }
    }

    private void unpackInto(Path folder) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var command = List.of(
                java,
                "-Djarmode=tools",
                "-jar",
                jar.toString(),
                "extract",
                "--force",
                "--destination",
                folder.toString());
        Process tools = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(tools.getInputStream().readAllBytes(), Charset.defaultCharset());
        try {
            if (tools.waitFor() != 0) {
                throw StackFailure.because("Cannot unpack %s: %s".formatted(jar, said.strip()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw StackFailure.because("Interrupted while unpacking " + jar);
        }
    }

    /** Another stack may have unpacked the same jar meanwhile. */
    private static void moveUnlessThere(Path fresh, Path folder) throws IOException {
        try {
            Files.move(fresh, folder, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileSystemException e) {
            Folders.delete(fresh);
            if (!Files.isDirectory(folder)) {
                throw e;
            }
        }
    }

    private static void deleteOthers(Path folder) throws IOException {
        try (var folders = Files.list(folder.getParent())) {
            folders.filter(other -> !other.equals(folder)
                            && !other.getFileName().toString().startsWith(FRESH))
                    .forEach(Folders::delete);
        }
    }
}
