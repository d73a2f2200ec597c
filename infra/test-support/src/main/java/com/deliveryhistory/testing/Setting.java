package com.deliveryhistory.testing;

import java.lang.reflect.RecordComponent;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/**
 * A setting as Spring Boot's metadata has it.
 *
 * @param type of the record's component, with its type arguments
 * @param defaultValue empty if there is none
 * @param source the class that Spring Boot binds with the setting
 */
record Setting(String name, String type, String defaultValue, String source) {

    private static final Pattern MAP = Pattern.compile("java\\.util\\.Map<java\\.lang\\.String,\\s?(.+)>");
    private static final String OURS = "com.deliveryhistory.";

    /**
     * The settings that this one consists of: the metadata stops at maps, and at records of other modules. The name of any
     * entry of a map is {@code <>}.
     */
    List<Setting> parts() {
        Matcher map = MAP.matcher(type);
        if (map.matches() && isRecord(map.group(1))) {
            return partsOf(name + ".<>.", map.group(1));
        }
        return isRecord(type) ? partsOf(name + ".", type) : List.of(this);
    }

    boolean isAddress() {
        return type.equals(URI.class.getName());
    }

    /** The setting's name, that of an entry of a map being {@code some}. */
    String entry() {
        return name.replace("<>", "some");
    }

    /**
     * Makes what the setting belongs to, from this value and nothing else.
     *
     * @throws BindException if that is not possible
     */
    void bind(String value) {
        Class<?> settings = classOf(source);
        String prefix = settings.getAnnotation(ConfigurationProperties.class).value();
        new Binder(new MapConfigurationPropertySource(Map.of(entry(), value))).bind(prefix, Bindable.of(settings));
    }

    /** Whether anything can be below it: a map of texts and the like. */
    boolean isOpen() {
        return MAP.matcher(type).matches();
    }

    boolean isOrIsAbove(String other) {
        return other.equals(name) || other.startsWith(name + ".");
    }

    boolean isOrIsBelow(String other) {
        return name.equals(other) || name.startsWith(other + ".");
    }

    private List<Setting> partsOf(String stem, String recordName) {
        return Arrays.stream(classOf(recordName).getRecordComponents())
                .map(component -> new Setting(
                        stem + kebab(component), component.getGenericType().getTypeName(), "", source))
                .flatMap(setting -> setting.parts().stream())
                .toList();
    }

    /** Records of one component are values, such as an application's name. */
    private static boolean isRecord(String typeName) {
        return typeName.startsWith(OURS)
                && !typeName.contains("<")
                && classOf(typeName).isRecord()
                && classOf(typeName).getRecordComponents().length > 1;
    }

    private static Class<?> classOf(String typeName) {
        try {
            return Class.forName(typeName, false, Setting.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String kebab(RecordComponent component) {
        return component.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }
}
