package com.deliveryhistory.localstack;

import com.deliveryhistory.localstack.processes.StackFailure;
import com.deliveryhistory.localstack.settings.Part;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The project's root, where the parts' boot jars are. */
final class ProjectFolder {

    /** System property that names the root, for when the stack's own code is not below it. */
    static final String PROPERTY = "delivery-history.project";

    private static final Map<Part, String> MODULES = Map.of(
            Part.UPS_SANDBOX, "infra/ups-sandbox",
            Part.TOKEN_MANAGER, "token-manager",
            Part.HISTORY_WORKER, "history-worker",
            Part.OPTIN_WEB, "optin-web");

    private final Path root;

    private ProjectFolder(Path root) {
        this.root = root;
    }

    static ProjectFolder find() {
        String given = System.getProperty(PROPERTY, "");
        if (!given.isBlank()) {
            return new ProjectFolder(Path.of(given).toAbsolutePath().normalize());
        }
        Path above = codeSource();
        while (above != null && !isRoot(above)) {
            above = above.getParent();
        }
        if (above == null) {
            above = Path.of("").toAbsolutePath();
            while (above != null && !isRoot(above)) {
                above = above.getParent();
            }
        }
        if (above == null) {
            throw StackFailure.because("Cannot find the project: name it with -D%s=FOLDER".formatted(PROPERTY));
        }
        return new ProjectFolder(above);
    }

    Path root() {
        return root;
    }

    /** Boot jar of a part. */
    Path jar(Part part) {
        Path jar =
                root.resolve(MODULES.getOrDefault(part, "")).resolve("target").resolve(part.label() + ".jar");
        if (!Files.isRegularFile(jar)) {
            throw StackFailure.because("%s is not built: run mvn package -DskipTests".formatted(root.relativize(jar)));
        }
        return jar;
    }

    private static Path codeSource() {
        try {
            return Path.of(ProjectFolder.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean isRoot(Path folder) {
        return Files.exists(folder.resolve("pom.xml"))
                && MODULES.values().stream().allMatch(module -> Files.isDirectory(folder.resolve(module)));
    }
}
