package com.deliveryhistory.history.ups;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What can be read of a text that is not the JSON it should be: all up to where it breaks. Values of the same name become
 * a list, what lies too deep is left out, bytes that are no UTF-8 are marked as such.
 */
final class SalvagedJson {

    private static final int DEEPEST_KEPT = 100;
    private static final String LEFT_OUT = "(too deep to be kept)";

    private static final JsonMapper LENIENT = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(200_000)
                            .maxNumberLength(Integer.MAX_VALUE)
                            .maxNameLength(Integer.MAX_VALUE)
                            .maxStringLength(Integer.MAX_VALUE)
                            .build())
                    .enable(
                            JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS,
                            JsonReadFeature.ALLOW_BACKSLASH_ESCAPING_ANY_CHARACTER,
                            JsonReadFeature.ALLOW_LEADING_ZEROS_FOR_NUMBERS,
                            JsonReadFeature.ALLOW_LEADING_PLUS_SIGN_FOR_NUMBERS,
                            JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS,
                            JsonReadFeature.ALLOW_MISSING_VALUES,
                            JsonReadFeature.ALLOW_TRAILING_COMMA)
                    .disable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .build();

    private final JsonNodeFactory nodes = LENIENT.getNodeFactory();
    private final Deque<JsonNode> open = new ArrayDeque<>();
    private JsonNode root = nodes.missingNode();
    private @Nullable String name;

    private SalvagedJson() {}

    /**
     * Reads as far as it goes.
     *
     * @return the tree, and of it the containers that were still open at the end: empty if it was read to its end
     */
    static Salvage read(byte[] text) {
        return new SalvagedJson().salvage(new String(text, StandardCharsets.UTF_8));
    }

    /**
     * What was read.
     *
     * @param unfinished by identity: where the text broke, from the innermost container to the root
     */
    record Salvage(JsonNode tree, Set<JsonNode> unfinished) {}

    private Salvage salvage(String text) {
        Set<JsonNode> unfinished = Collections.newSetFromMap(new IdentityHashMap<>());
        try (JsonParser parser = LENIENT.createParser(text)) {
            JsonToken token = parser.nextToken();
            while (token != null) {
                take(token, parser);
                token = open.isEmpty() ? null : parser.nextToken();
            }
            long end = parser.currentLocation().getCharOffset();
            if (text.indexOf('"', (int) end) >= 0) {
                unfinished.add(root); // a part of the answer lies behind its end
            }
        } catch (JacksonException e) {
            unfinished.addAll(open);
        }
        return new Salvage(root, unfinished);
    }

    private void take(JsonToken token, JsonParser parser) {
        switch (token) {
            case START_OBJECT, START_ARRAY -> begin(token, parser);
            case END_OBJECT, END_ARRAY -> open.pop();
            case PROPERTY_NAME -> name = parser.currentName();
            case VALUE_TRUE -> add(nodes.booleanNode(true));
            case VALUE_FALSE -> add(nodes.booleanNode(false));
            case VALUE_NULL -> add(nodes.nullNode());
            // of numbers the text is all that is needed, be they as long as they like
            default -> add(nodes.stringNode(parser.getString()));
        }
    }

    private void begin(JsonToken token, JsonParser parser) {
        if (open.size() >= DEEPEST_KEPT) {
            parser.skipChildren();
            add(nodes.stringNode(LEFT_OUT));
            return;
        }
        JsonNode container = token == JsonToken.START_OBJECT ? nodes.objectNode() : nodes.arrayNode();
        add(container);
        open.push(container);
    }

    private void add(JsonNode node) {
        JsonNode parent = open.peek();
        if (parent instanceof ArrayNode list) {
            list.add(node);
        } else if (parent instanceof ObjectNode object && name != null) {
            JsonNode before = object.get(name);
            object.set(name, before == null ? node : together(before, node));
        } else {
            root = node;
        }
    }

    private ArrayNode together(JsonNode before, JsonNode node) {
        ArrayNode both =
                before instanceof ArrayNode list ? list : nodes.arrayNode().add(before);
        return both.add(node);
    }
}
