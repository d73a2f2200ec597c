package com.deliveryhistory.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * An interface's description (OpenAPI 3.1). Answers are held to it, and it to them: what it promises has to happen, and what
 * it does not name is in no answer, though it leaves room for fields that come later.
 */
public final class DescribedInterface {

    private static final JsonMapper JSON = JsonMapper.shared();

    private static final String OTHERS = "default";

    private final JsonNode description;
    private final Map<JsonNode, Schema> schemas = new HashMap<>();
    private final Set<String> seen = new TreeSet<>();

    private DescribedInterface(JsonNode description) {
        this.description = description;
    }

    public static DescribedInterface of(String openApi) {
        JsonNode description = JSON.readTree(openApi);
        close(description.path("components").path("schemas"), extended(description));
        close(description.path("paths"), Set.of());
        return new DescribedInterface(description);
    }

    /** The names of schemas that others add fields to. */
    private static Set<String> extended(JsonNode description) {
        return description.findValues("allOf").stream()
                .flatMap(parts -> parts.values().stream())
                .map(part -> part.path("$ref").asString("").replaceAll(".*/", ""))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Lets an object have no fields but those that it is described with. */
    private static void close(JsonNode part, Set<String> open) {
        if (part instanceof ObjectNode object
                && object.path("properties").isObject()
                && object.path("type").asString("").equals("object")) {
            object.put("unevaluatedProperties", false);
        }
        part.properties().stream()
                .filter(child -> !open.contains(child.getKey()))
                .forEach(child -> close(child.getValue(), open));
        if (part.isArray()) {
            part.values().forEach(child -> close(child, open));
        }
    }

    /** An operation, e.g. {@code get /v1/things/{id}}. */
    public record Operation(String method, String path, boolean secured) {}

    public List<Operation> operations() {
        return description.path("paths").properties().stream()
                .flatMap(path -> path.getValue().properties().stream()
                        .map(method -> new Operation(
                                method.getKey(),
                                path.getKey(),
                                !method.getValue().path("security").isEmpty())))
                .toList();
    }

    /** The answer has this status, and the headers, type and body that the description promises for it. */
    public void holds(String method, String path, HttpResponse<String> answer, int status) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        holds(method, path, answer);
    }

    /** The answer has one of the statuses that are described, and the headers, type and body that go with it. */
    public void holds(String method, String path, HttpResponse<String> answer) {
        int status = answer.statusCode();
        JsonNode responses = description.path("paths").path(path).path(method).path("responses");
        String described = responses.has(Integer.toString(status)) ? Integer.toString(status) : OTHERS;
        JsonNode response = resolved(responses.path(described));
        assertThat(response.isObject() && (status >= 400 || !described.equals(OTHERS)))
                .as("%d of %s %s is described", status, method, path)
                .isTrue();
        response.path("headers")
                .properties()
                .forEach(header -> hasHeader(answer, header.getKey(), resolved(header.getValue())));
        if (response.has("content")) {
            hasBody(answer, response.path("content"));
        } else {
            assertThat(answer.body()).isEmpty();
        }
        seen.add(method + " " + path + " " + described);
    }

    private void hasHeader(HttpResponse<String> answer, String name, JsonNode promised) {
        String value = answer.headers().firstValue(name).orElse("");
        assertThat(value).as("%s of %d", name, answer.statusCode()).isNotEmpty();
        assertThat(problems(promised.path("schema"), JSON.writeValueAsString(value)))
                .as("%s of %d: %s", name, answer.statusCode(), value)
                .isEmpty();
    }

    private void hasBody(HttpResponse<String> answer, JsonNode contents) {
        String type = answer.headers().firstValue("Content-Type").orElse("").replaceAll(";.*", "");
        JsonNode content = contents.path(type);
        assertThat(content.isObject())
                .as("%s of %d is described", type, answer.statusCode())
                .isTrue();
        if (type.endsWith("json")) {
            assertThat(problems(content.path("schema"), answer.body()))
                    .as(answer.body())
                    .isEmpty();
        }
    }

    /** Everything that the description promises has been seen. */
    public void promisesNothingElse() {
        Set<String> promised = new TreeSet<>();
        for (Operation operation : operations()) {
            description
                    .path("paths")
                    .path(operation.path())
                    .path(operation.method())
                    .path("responses")
                    .propertyNames()
                    .forEach(status -> promised.add(operation.method() + " " + operation.path() + " " + status));
        }
        assertThat(seen).isEqualTo(promised);
    }

    private JsonNode resolved(JsonNode node) {
        return node.has("$ref") ? description.at(node.path("$ref").asString().substring(1)) : node;
    }

    private List<?> problems(JsonNode schema, String json) {
        return schemas.computeIfAbsent(schema, this::compiled).validate(json, InputFormat.JSON);
    }

    private Schema compiled(JsonNode schema) {
        ObjectNode root = JSON.createObjectNode();
        root.set("allOf", JSON.createArrayNode().add(schema));
        root.set("components", description.path("components"));
        return JsonSchemas.REGISTRY.getSchema(root);
    }
}
