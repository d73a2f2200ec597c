package com.deliveryhistory.services.settings;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.boot.context.properties.source.UnboundElementsSourceFilter;
import org.springframework.boot.origin.Origin;
import org.springframework.boot.origin.PropertySourceOrigin;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Refuses a start with a setting that is written as none of the services has it, which Spring Boot would pass over: its
 * default would hold, and nobody would know. Spring Boot's own refusal, {@code ignoreUnknownFields}, is for prefixes that one
 * class alone has, knows no settings of other services, and shows values, which may be secret.
 *
 * <p>As there, environment variables and system properties are let pass: a platform sets some by itself, such as the addresses
 * of a service that is called as a prefix is.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class MisspeltSettings implements ApplicationContextInitializer<ConfigurableApplicationContext> {

    private static final UnboundElementsSourceFilter WRITTEN_FOR_SERVICES = new UnboundElementsSourceFilter();

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        KnownNames known = KnownNames.ofReference();
        List<String> refusals = new ArrayList<>();
        for (ConfigurationPropertySource source : ConfigurationPropertySources.get(context.getEnvironment())) {
            if (source instanceof IterableConfigurationPropertySource written && WRITTEN_FOR_SERVICES.apply(source)) {
                written.stream()
                        .filter(name -> known.isMisspelt(SettingName.of(name)))
                        .map(name -> refusal(name, written, known))
                        .forEach(refusals::add);
            }
        }
        if (!refusals.isEmpty()) {
            throw new UnfitSetting(String.join("\n", refusals));
        }
    }

    private static String refusal(
            ConfigurationPropertyName name, ConfigurationPropertySource source, KnownNames known) {
        return "%s (%s) is not a setting%s"
                .formatted(
                        name,
                        place(source.getConfigurationProperty(name)),
                        known.nearest(SettingName.of(name))
                                .map("; did you mean %s?"::formatted)
                                .orElse(": write it as infra/configuration.md has it, or leave it out"));
    }

    /** Where in a file, or else what it came by. */
    private static String place(@Nullable ConfigurationProperty setting) {
        Origin origin = Origin.from(setting);
        return origin instanceof PropertySourceOrigin source && source.getOrigin() == null
                ? source.getPropertySource().getName()
                : String.valueOf(origin);
    }
}
