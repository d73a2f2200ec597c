package com.deliveryhistory.systemtests.deployment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;
import org.springframework.beans.support.ResourceEditorRegistrar;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.BoundPropertiesTrackingBindHandler;
import org.springframework.boot.context.properties.bind.PropertySourcesPlaceholdersResolver;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.core.env.PropertySources;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.DefaultResourceLoader;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The settings that a service has, its own and those of the libraries in its boot jar, as Spring Boot's metadata there names
 * them. Settings are bound to the very classes that the service binds them to, so that values count too.
 */
final class KnownSettings {

    private static final String METADATA = "META-INF/spring-configuration-metadata.json";

    private final Map<String, String> groups = new LinkedHashMap<>();
    private final Map<ConfigurationPropertyName, String> properties = new LinkedHashMap<>();
    private final Path module;

    private KnownSettings(Path module) {
        this.module = module;
    }

    /** @param module the service's folder, with its boot jar in {@code target} */
    static KnownSettings of(Path module) {
        var settings = new KnownSettings(module);
        Path jar = module.resolve("target/%s.jar".formatted(module.getFileName()));
        try (var file = new ZipFile(jar.toFile())) {
            for (ZipEntry entry : file.stream().toList()) {
                if (entry.getName().equals(METADATA)) {
                    settings.add(file.getInputStream(entry).readAllBytes());
                } else if (entry.getName().matches("BOOT-INF/lib/(spring-|service-support).*\\.jar")) {
                    settings.addLibrary(new ZipInputStream(file.getInputStream(entry)));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return settings;
    }

    private void addLibrary(ZipInputStream library) throws IOException {
        for (ZipEntry entry = library.getNextEntry(); entry != null; entry = library.getNextEntry()) {
            if (entry.getName().equals(METADATA)) {
                add(library.readAllBytes());
                return;
            }
        }
    }

    private void add(byte[] json) {
        JsonNode metadata = JsonMapper.shared().readTree(json);
        metadata.path("groups").forEach(group -> {
            if (group.has("type")) {
                groups.putIfAbsent(
                        group.path("name").asString(), group.path("type").asString());
            }
        });
        metadata.path("properties")
                .forEach(property -> properties.put(
                        name(property.path("name").asString()),
                        property.path("type").asString("")));
    }

    /** Of these environment variables those that set nothing; the JVM's own are not looked at. */
    List<String> unknownVariables(Collection<String> variables) {
        return variables.stream()
                .filter(variable -> !variable.equals("JAVA_TOOL_OPTIONS"))
                .filter(variable -> properties.keySet().stream().noneMatch(property -> isFor(variable, property)))
                .toList();
    }

    /** With and without an underscore for a dash: Spring Boot takes both. */
    private static boolean isFor(String variable, ConfigurationPropertyName property) {
        String name = property.toString().toUpperCase(Locale.ROOT).replace('.', '_');
        return variable.equals(name.replace("-", "")) || variable.equals(name.replace('-', '_'));
    }

    /**
     * Binds what a service is given.
     *
     * @param given in the order of precedence
     * @return names of what is no setting of the service
     * @throws RuntimeException of the binder, if a value is none of its setting
     */
    Set<String> unknown(PropertySources given) {
        Set<ConfigurationPropertyName> bound = new HashSet<>();
        Set<ConfigurationPropertyName> names = new HashSet<>();
        ConfigurationPropertySources.from(given)
                .forEach(source -> ((IterableConfigurationPropertySource) source).forEach(names::add));
        var resources = new ResourceEditorRegistrar(new DefaultResourceLoader(), new StandardEnvironment());
        var binder = new Binder(
                ConfigurationPropertySources.from(given),
                new PropertySourcesPlaceholdersResolver(given),
                ApplicationConversionService.getSharedInstance(),
                resources::registerCustomEditors);
        var tracking = new BoundPropertiesTrackingBindHandler(property -> bound.add(property.getName()));
        try (var classes = classes()) {
            groups.forEach((prefix, type) -> {
                if (names.stream().anyMatch(name(prefix)::isAncestorOf)) {
                    loaded(type, classes).ifPresent(target -> binder.bind(prefix, Bindable.of(target), tracking));
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return names.stream()
                .filter(name -> !bound.contains(name) && !isDeclared(name))
                .map(ConfigurationPropertyName::toString)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** What no class is bound to is in the metadata by its name: itself, or the map that it is an entry of. */
    private boolean isDeclared(ConfigurationPropertyName name) {
        return properties.containsKey(name)
                || properties.entrySet().stream()
                        .anyMatch(
                                property -> property.getValue().startsWith("java.util.Map<java.lang.String,java.lang.")
                                        && property.getKey().isAncestorOf(name));
    }

    private URLClassLoader classes() throws IOException {
        URI own = module.resolve("target/classes").toRealPath().toUri();
        return new URLClassLoader(new URL[] {own.toURL()}, KnownSettings.class.getClassLoader());
    }

    private static Optional<Class<?>> loaded(String type, ClassLoader classes) {
        try {
            return Optional.of(Class.forName(type, false, classes));
        } catch (ClassNotFoundException | LinkageError e) {
            return Optional.empty();
        }
    }

    private static ConfigurationPropertyName name(String name) {
        return ConfigurationPropertyName.adapt(name, '.');
    }
}
