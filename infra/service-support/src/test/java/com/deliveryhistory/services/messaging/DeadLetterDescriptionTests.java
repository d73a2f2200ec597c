package com.deliveryhistory.services.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import com.deliveryhistory.events.Event;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** Dead letters, as {@code asyncapi.yaml} describes them to whoever reads them. */
class DeadLetterDescriptionTests {

    @Test
    void every_header_that_is_added_is_described() throws IOException {
        assertThat(described().keySet())
                .isEqualTo(Stream.of(DeadLetters.class.getDeclaredFields())
                        .filter(field -> Modifier.isStatic(field.getModifiers()) && field.getType() == String.class)
                        .map(DeadLetterDescriptionTests::value)
                        .collect(Collectors.toSet()));
    }

    private static Map<?, ?> described() throws IOException {
        try (InputStream file = Event.class.getResourceAsStream("asyncapi.yaml")) {
            Map<?, ?> node = new Yaml().load(Objects.requireNonNull(file));
            for (String step : List.of("components", "messages", "DeadLetter", "headers", "properties")) {
                node = (Map<?, ?>) Objects.requireNonNull(node.get(step), step);
            }
            return node;
        }
    }

    private static String value(Field constant) {
        try {
            return (String) constant.get(null);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }
}
