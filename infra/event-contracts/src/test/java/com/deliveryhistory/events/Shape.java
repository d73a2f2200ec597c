package com.deliveryhistory.events;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * What readers of an event rely on.
 *
 * @param fields by their paths: {@code lost[].from} is a field of the elements of {@code lost}
 */
record Shape(String topic, String key, Map<String, Field> fields) {

    private static final Pattern LINE = Pattern.compile("(topic|key|required|optional)\\s+(.+)");
    private static final Pattern FIELD = Pattern.compile("([^:]+): (.+)");

    /**
     * A field.
     *
     * @param type or the values that it can have
     * @param required whether it is always there
     */
    record Field(String type, boolean required) {}

    /** Reads the recorded form. */
    static Shape parse(String text) {
        String topic = "";
        String key = "";
        Map<String, Field> fields = new LinkedHashMap<>();
        for (String line : text.lines().toList()) {
            Matcher parts = match(LINE, line);
            switch (parts.group(1)) {
                case "topic" -> topic = parts.group(2);
                case "key" -> key = parts.group(2);
                default -> {
                    Matcher field = match(FIELD, parts.group(2));
                    fields.put(field.group(1), new Field(field.group(2), "required".equals(parts.group(1))));
                }
            }
        }
        return new Shape(topic, key, fields);
    }

    /** What a JSON Schema says. */
    static Map<String, Field> fieldsOf(JsonNode schema) {
        Map<String, Field> fields = new LinkedHashMap<>();
        collect("", schema, fields);
        return fields;
    }

    private static void collect(String prefix, JsonNode schema, Map<String, Field> fields) {
        List<String> required =
                schema.path("required").valueStream().map(JsonNode::asString).toList();
        schema.path("properties").propertyStream().forEach(property -> {
            String path = prefix + property.getKey();
            JsonNode value = property.getValue();
            fields.put(path, new Field(typeOf(value), required.contains(property.getKey())));
            collect(path + ".", value, fields);
            collect(path + "[].", value.path("items"), fields);
        });
    }

    private static String typeOf(JsonNode schema) {
        if (schema.has("const")) {
            return schema.get("const").asString();
        }
        if (schema.has("enum")) {
            return schema.get("enum").valueStream().map(JsonNode::asString).collect(joining(" | "));
        }
        return schema.required("type").asString()
                + (schema.has("format") ? " " + schema.get("format").asString() : "")
                + (schema.has("pattern") ? " " + schema.get("pattern").asString() : "");
    }

    /** The values of a field that has but a few. */
    static List<String> valuesOf(JsonNode fieldSchema) {
        return fieldSchema.path("enum").valueStream().map(JsonNode::asString).toList();
    }

    /** Where today's fields would break readers of this shape, or cannot be read from events of this shape. */
    List<String> brokenBy(Map<String, Field> today) {
        List<String> broken = new ArrayList<>();
        fields.forEach((path, published) -> {
            Field field = today.get(path);
            if (field == null) {
                broken.add(path + " is gone");
            } else if (!field.type().equals(published.type())) {
                broken.add("%s was \"%s\" and is \"%s\"".formatted(path, published.type(), field.type()));
            } else if (field.required() && !published.required()) {
                broken.add(path + " is required, and older events lack it");
            } else if (!field.required() && published.required()) {
                broken.add(path + " may be absent, and readers rely on it");
            }
        });
        today.forEach((path, field) -> {
            if (field.required() && !fields.containsKey(path) && !isInNewPart(path)) {
                broken.add(path + " is new and required, and older events lack it");
            }
        });
        return broken;
    }

    /** What is below a new field may be required: whoever writes the one writes the other. */
    private boolean isInNewPart(String path) {
        int end = Math.max(path.lastIndexOf('.'), 0);
        String parent = path.substring(0, end).replaceFirst("\\[]$", "");
        return !parent.isEmpty() && !fields.containsKey(parent);
    }

    /** The record key of an event, by the values of its fields. */
    String keyOf(JsonNode event) {
        return Pattern.compile("\\{(\\w+)}")
                .matcher(key)
                .replaceAll(field -> Matcher.quoteReplacement(
                        Objects.requireNonNull(event.get(field.group(1))).asString()));
    }

    private static Matcher match(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("Not understood: " + text);
        }
        return matcher;
    }
}
