package com.deliveryhistory.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class ShapeTests {

    private static final Shape PUBLISHED = Shape.parse("""
            topic    tea.events.v1
            key      {pot}/{cup}
            required pot: string
            optional cup: string
            required sort: BLACK | GREEN
            optional leaves: array
            required leaves[].size: integer
            """);

    private static final String TODAY = """
            {
              "properties": {
                "pot": {"type": "string"},
                "cup": {"type": "string"},
                "sort": {"enum": ["BLACK", "GREEN"]},
                "leaves": {"type": "array", "items": {"properties": {"size": {"type": "integer"}}, "required": ["size"]}}
              },
              "required": ["pot", "sort"]
            }""";

    @Test
    void what_is_as_it_was_breaks_nothing() {
        assertThat(brokenBy(TODAY)).isEmpty();
    }

    @Test
    void a_new_optional_field_breaks_nothing() {
        assertThat(brokenBy(TODAY.replace(
                        "\"cup\":",
                        "\"saucer\": {\"type\": \"object\", \"properties\": {\"size\": {\"type\": \"integer\"}},"
                                + " \"required\": [\"size\"]}, \"cup\":")))
                .isEmpty();
    }

    @Test
    void a_field_that_is_gone_is_noticed_also_inside_others() {
        assertThat(brokenBy(TODAY.replace("\"cup\":", "\"mug\":"))).containsExactly("cup is gone");
        assertThat(brokenBy(TODAY.replace("\"size\": {", "\"width\": {").replace("[\"size\"]", "[]")))
                .containsExactly("leaves[].size is gone");
    }

    @Test
    void another_type_or_another_value_is_noticed() {
        assertThat(brokenBy(TODAY.replace("\"cup\": {\"type\": \"string\"}", "\"cup\": {\"type\": \"integer\"}")))
                .containsExactly("cup was \"string\" and is \"integer\"");
        assertThat(brokenBy(TODAY.replace(
                        "\"cup\": {\"type\": \"string\"}", "\"cup\": {\"type\": \"string\", \"format\": \"uuid\"}")))
                .containsExactly("cup was \"string\" and is \"string uuid\"");
        assertThat(brokenBy(TODAY.replace("\"GREEN\"", "\"GREEN\", \"WHITE\"")))
                .containsExactly("sort was \"BLACK | GREEN\" and is \"BLACK | GREEN | WHITE\"");
    }

    @Test
    void a_field_that_is_made_required_is_noticed() {
        assertThat(brokenBy(TODAY.replace("[\"pot\"", "[\"cup\", \"pot\"")))
                .containsExactly("cup is required, and older events lack it");
    }

    @Test
    void a_new_required_field_is_noticed_also_inside_others() {
        assertThat(brokenBy(TODAY.replace("\"cup\":", "\"milk\": {\"type\": \"boolean\"}, \"cup\":")
                        .replace("[\"pot\"", "[\"milk\", \"pot\"")))
                .containsExactly("milk is new and required, and older events lack it");
        assertThat(brokenBy(TODAY.replace("\"size\": {", "\"age\": {\"type\": \"integer\"}, \"size\": {")
                        .replace("[\"size\"]", "[\"size\", \"age\"]")))
                .containsExactly("leaves[].age is new and required, and older events lack it");
    }

    @Test
    void a_field_that_may_be_absent_from_now_on_is_noticed() {
        assertThat(brokenBy(TODAY.replace("[\"pot\", ", "[")))
                .containsExactly("pot may be absent, and readers rely on it");
    }

    @Test
    void a_key_is_made_of_an_events_fields() {
        assertThat(PUBLISHED.keyOf(new JsonMapper().readTree("{\"pot\": \"p\", \"cup\": \"c\"}")))
                .isEqualTo("p/c");
    }

    private static List<String> brokenBy(String schema) {
        return PUBLISHED.brokenBy(Shape.fieldsOf(new JsonMapper().readTree(schema)));
    }
}
