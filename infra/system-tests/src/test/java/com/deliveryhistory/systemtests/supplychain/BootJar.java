package com.deliveryhistory.systemtests.supplychain;

import com.deliveryhistory.localstack.settings.Part;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.jar.JarFile;
import org.apache.commons.codec.digest.DigestUtils;
import tools.jackson.databind.json.JsonMapper;

/**
 * A service's boot jar as the build has left it.
 *
 * @param libraries SHA-256 of each library in it, by file name
 */
record BootJar(Sbom sbom, Map<String, String> libraries) {

    private static final String LIBRARIES = "BOOT-INF/lib/";

    /** Reads a jar. Its SBOM is looked for where the manifest says that it is. */
    static BootJar of(Part service) {
        Path path = Path.of("../..", service.label(), "target", service.label() + ".jar");
        try (var jar = new JarFile(path.toFile())) {
            var manifest = jar.getManifest().getMainAttributes();
            if (!"CycloneDX".equals(manifest.getValue("Sbom-Format"))) {
                throw new IllegalStateException("No SBOM in %s: was it built offline?".formatted(path));
            }
            Map<String, String> libraries = new HashMap<>();
            for (var entry : jar.stream()
                    .filter(entry -> entry.getName().startsWith(LIBRARIES) && !entry.isDirectory())
                    .toList()) {
                try (var in = jar.getInputStream(entry)) {
                    libraries.put(entry.getName().substring(LIBRARIES.length()), DigestUtils.sha256Hex(in));
                }
            }
            try (var in = jar.getInputStream(jar.getJarEntry(manifest.getValue("Sbom-Location")))) {
                return new BootJar(new Sbom(JsonMapper.shared().readTree(in)), libraries);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + path, e);
        }
    }
}
