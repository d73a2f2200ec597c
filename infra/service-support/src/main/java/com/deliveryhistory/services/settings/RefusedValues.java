package com.deliveryhistory.services.settings;

import jakarta.validation.constraints.AssertTrue;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.BeanInstantiationException;
import org.springframework.boot.context.properties.bind.AbstractBindHandler;
import org.springframework.boot.context.properties.bind.BindContext;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.validation.BindValidationException;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.convert.ConversionException;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.FieldError;
import org.springframework.validation.ObjectError;

/**
 * Refuses a value of one of our settings in a sentence with the setting's name. Beside what the settings records say of
 * themselves it refuses times and sizes without a unit, which Spring Boot takes for milliseconds and bytes, and those of
 * nothing or less or beyond all sense; a time that may be nothing has a {@link DurationMin}.
 */
final class RefusedValues extends AbstractBindHandler {

    private static final String OURS = "com.deliveryhistory.";
    private static final String TIME = "write a number and a unit, such as 500ms, 10s, 5m, 24h or 30d";
    private static final String SIZE = "write a number and a unit, such as 512KB or 32MB";
    private static final String DIGITS = "[+-]?\\d+";

    /** MongoDB deletes nothing on time that is kept for longer than 68 years. */
    private static final Duration LONGEST = Duration.ofDays(50 * 365);

    private static final DataSize LARGEST = DataSize.ofGigabytes(1);

    /** A condition that settings have to meet together; what it is said of is no setting. */
    private static final String OF_SEVERAL = AssertTrue.class.getSimpleName();

    private boolean ours;

    RefusedValues(BindHandler parent) {
        super(parent);
    }

    @Override
    public <T> @Nullable Bindable<T> onStart(ConfigurationPropertyName name, Bindable<T> target, BindContext context) {
        if (context.getDepth() == 0) {
            ours = isOurs(target);
        }
        return super.onStart(name, target, context);
    }

    @Override
    public @Nullable Object onSuccess(
            ConfigurationPropertyName name, Bindable<?> target, BindContext context, Object result) {
        if (ours && result instanceof Duration time) {
            refuse(name, context, TIME, time.isPositive() || target.getAnnotation(DurationMin.class) != null);
            if (time.compareTo(LONGEST) > 0) {
                throw new UnfitSetting("%s is longer than 50 years: %s".formatted(name, TIME));
            }
        } else if (ours && result instanceof DataSize size) {
            refuse(name, context, SIZE, size.toBytes() > 0);
            if (size.compareTo(LARGEST) > 0) {
                throw new UnfitSetting("%s is larger than 1GB, and is held in memory: %s".formatted(name, SIZE));
            }
        }
        return super.onSuccess(name, target, context, result);
    }

    private static void refuse(ConfigurationPropertyName name, BindContext context, String write, boolean enough) {
        String given = given(name, context);
        if (given.strip().matches(DIGITS)) {
            throw new UnfitSetting("%s is %s, without a unit: %s".formatted(name, given, write));
        }
        if (!enough) {
            throw new UnfitSetting("%s is %s, and has to be more than nothing: %s".formatted(name, given, write));
        }
    }

    @Override
    public @Nullable Object onFailure(
            ConfigurationPropertyName name, Bindable<?> target, BindContext context, Exception error) throws Exception {
        if (ours && error instanceof ConversionException && context.getConfigurationProperty() != null) {
            throw new UnfitSetting(unreadable(name, target, given(name, context), error));
        }
        if (ours
                && error instanceof BeanInstantiationException
                && error.getCause() instanceof IllegalArgumentException told) {
            String message = String.valueOf(told.getMessage());
            throw new UnfitSetting(message.startsWith(name.toString()) ? message : name + ": " + message);
        }
        if (ours && error instanceof BindValidationException constraints) {
            throw new UnfitSetting(constraints.getValidationErrors().getAllErrors().stream()
                    .map(RefusedValues::violation)
                    .sorted()
                    .collect(Collectors.joining("\n")));
        }
        return super.onFailure(name, target, context, error);
    }

    /** Not with the value where it may have a password in it. */
    private static String unreadable(
            ConfigurationPropertyName name, Bindable<?> target, String given, Exception error) {
        Class<?> type = Objects.requireNonNull(target.getBoxedType().resolve(Object.class));
        if (type == URI.class) {
            return name + " is no address: write https://<host>, with :<port> and a path if need be";
        }
        String otherwise;
        if (type == Duration.class) {
            otherwise = TIME;
        } else if (type == DataSize.class) {
            otherwise = SIZE;
        } else if (type == Boolean.class) {
            otherwise = "write true or false";
        } else if (type.isEnum()) {
            otherwise = "write one of "
                    + Arrays.stream(type.getEnumConstants())
                            .map(constant ->
                                    constant.toString().toLowerCase(Locale.ROOT).replace('_', '-'))
                            .collect(Collectors.joining(", "));
        } else {
            otherwise = NestedExceptionUtils.getMostSpecificCause(error).getMessage();
        }
        return "%s is %s, which cannot be: %s".formatted(name, given, otherwise);
    }

    private static String violation(ObjectError error) {
        String field =
                error instanceof FieldError of ? of.getObjectName() + "." + of.getField() : error.getObjectName();
        String name = field.replaceAll("\\[(.*?\\D.*?)\\]", ".$1")
                .replaceAll("(?<=[a-zA-Z])([A-Z])", "-$1")
                .toLowerCase(Locale.ROOT);
        return OF_SEVERAL.equals(error.getCode())
                ? "%s: %s".formatted(name.substring(0, name.lastIndexOf('.')), error.getDefaultMessage())
                : "%s %s".formatted(name, error.getDefaultMessage());
    }

    /** With what stands for placeholders in it. */
    private static String given(ConfigurationPropertyName name, BindContext context) {
        return context.getConfigurationProperty() == null
                ? ""
                : context.getBinder().bind(name, Bindable.of(String.class)).orElse("");
    }

    private static boolean isOurs(Bindable<?> target) {
        Class<?> type = target.getType().resolve();
        return type != null && type.getName().startsWith(OURS);
    }
}
