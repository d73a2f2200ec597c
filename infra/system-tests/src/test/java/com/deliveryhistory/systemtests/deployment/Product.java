package com.deliveryhistory.systemtests.deployment;

import com.deliveryhistory.localstack.settings.Part;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.FileSystemResource;
import org.springframework.util.unit.DataSize;

/** What the services are by themselves: their settings, their ports, the addresses that tell whether they are well. */
final class Product {

    private static final Map<String, KnownSettings> SETTINGS = new ConcurrentHashMap<>();

    private Product() {}

    static List<String> services() {
        return Part.services().stream().map(Part::label).toList();
    }

    static KnownSettings settings(String service) {
        return SETTINGS.computeIfAbsent(service, name -> KnownSettings.of(module(name)));
    }

    /** The port that a service listens on unless it is told otherwise. */
    static int port(String service) {
        return Integer.parseInt(own(service, "server.port"));
    }

    static int managementPort(String service) {
        return Integer.parseInt(own(service, "management.server.port"));
    }

    /** Whether a service answers at this path of its own port, as Spring Boot's probes do. */
    static boolean isProbe(String service, String path) {
        return List.of("/livez", "/readyz").contains(path)
                && own(service, "management.endpoint.health.probes.enabled").equals("true")
                && own(service, "management.endpoint.health.probes.add-additional-paths")
                        .equals("true");
    }

    static boolean tellsPrometheus(String service) {
        return List.of(own(service, "management.endpoints.web.exposure.include").split(",\\s*"))
                .contains("prometheus");
    }

    /** Whether nothing that is logged looks like a line of its own. */
    static boolean writesLinesThatNobodyForges(String service) {
        return own(service, "spring.config.import").equals("classpath:com/deliveryhistory/services/log-lines.yaml");
    }

    /** The largest request that a service takes. */
    static DataSize largestRequest(String service) {
        return DataSize.parse(own(service, "spring.servlet.multipart.max-request-size"));
    }

    static List<PropertySource<?>> yaml(Path file) {
        try {
            return new YamlPropertySourceLoader().load(file.toString(), new FileSystemResource(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String own(String service, String setting) {
        return yaml(module(service).resolve("src/main/resources/application.yaml")).stream()
                .map(source -> String.valueOf(source.getProperty(setting)))
                .findFirst()
                .orElse("");
    }

    private static Path module(String service) {
        return service.equals(Part.UPS_SANDBOX.label())
                ? YamlFiles.INFRA.resolve(service)
                : YamlFiles.INFRA.resolve("..").resolve(service);
    }
}
