package com.deliveryhistory.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** An interface's description (OpenAPI 3.1). Answers are held to it, and it to them: what it promises has to happen. */
public final class DescribedInterface {

    private static final JsonMapper JSON = JsonMapper.shared();

    private final JsonNode description;
    private final Set<String> seen = new TreeSet<>();

    private DescribedInterface(JsonNode description) {
        this.description = description;
    }

    public static DescribedInterface of(String openApi) {
        return new DescribedInterface(JSON.readTree(openApi));
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
        JsonNode response = resolved(description
                .path("paths")
                .path(path)
                .path(method)
                .path("responses")
                .path(Integer.toString(status)));
        assertThat(response.isObject())
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
        seen.add(method + " " + path + " " + status);
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
        ObjectNode root = JSON.createObjectNode();
        root.set("allOf", JSON.createArrayNode().add(schema));
        root.set("components", description.path("components"));
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(root)
                .validate(json, InputFormat.JSON);
    }
}
