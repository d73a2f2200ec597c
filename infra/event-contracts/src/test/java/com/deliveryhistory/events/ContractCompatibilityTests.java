package com.deliveryhistory.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

import com.networknt.schema.InputFormat;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * Today's contracts beside all that was ever published, in {@code published}: nobody who relies on it is let down, and
 * whoever reads a topic from its start can read it.
 */
class ContractCompatibilityTests {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Path PUBLISHED = published();
    private static final String HELP =
            "a change like this needs another event, see README.md beside what was published";

    @ParameterizedTest
    @MethodSource("com.deliveryhistory.events.Contracts#types")
    void no_field_is_taken_away_retyped_or_made_required(EventCodec<? extends Event> codec, Class<? extends Event> type)
            throws IOException {
        assertThat(shape(type).brokenBy(fieldsToday(type)))
                .as("%s: %s", type.getSimpleName(), HELP)
                .isEmpty();
        assertThat(shape(type).topic()).as(HELP).isEqualTo(codec.topic());
    }

    @ParameterizedTest
    @MethodSource("com.deliveryhistory.events.Contracts#types")
    void every_field_is_recorded_and_stands_in_an_example(
            EventCodec<? extends Event> codec, Class<? extends Event> type) throws IOException {
        assertThat(shape(type).fields())
                .as("%s, %s", codec.topic(), "shape.txt")
                .isEqualTo(fieldsToday(type));

        List<String> shown = new ArrayList<>();
        for (JsonNode example : examples(type)) {
            collectPaths("", example, shown);
        }
        assertThat(shown)
                .as("fields of the examples of %s", type.getSimpleName())
                .containsAll(shape(type).fields().keySet());
    }

    @ParameterizedTest
    @MethodSource("com.deliveryhistory.events.Contracts#types")
    void every_published_example_is_read_and_none_of_it_is_lost(
            EventCodec<? extends Event> codec, Class<? extends Event> type) throws IOException {
        assertThat(examples(type)).isNotEmpty();
        for (JsonNode example : examples(type)) {
            ProducerRecord<String, byte[]> today = rewritten(codec, type, example);

            assertThat(JSON.readTree(today.value())).isEqualTo(example);
            assertThat(today.key()).isEqualTo(shape(type).keyOf(example));
        }
    }

    @ParameterizedTest
    @MethodSource("com.deliveryhistory.events.Contracts#types")
    void every_published_example_follows_the_schema(EventCodec<? extends Event> codec, Class<? extends Event> type)
            throws IOException {
        var schema = Contracts.compiledSchema(type);

        for (JsonNode example : examples(type)) {
            assertThat(schema.validate(JSON.writeValueAsString(example), InputFormat.JSON))
                    .as(codec.topic())
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("com.deliveryhistory.events.Contracts#types")
    void every_value_that_was_published_can_be_read(EventCodec<? extends Event> codec, Class<? extends Event> type)
            throws IOException {
        ObjectNode example = (ObjectNode) examples(type).getFirst();

        JSON.readTree(Contracts.schema(type))
                .path("properties")
                .propertyStream()
                .forEach(property -> {
                    for (String value : Shape.valuesOf(property.getValue())) {
                        JsonNode other = example.deepCopy().put(property.getKey(), value);
                        assertThatNoException()
                                .as("%s: %s", property.getKey(), value)
                                .isThrownBy(() -> rewritten(codec, type, other));
                    }
                });
    }

    @Test
    void no_event_is_gone() throws IOException {
        var today = new TreeSet<String>();
        Contracts.CODECS.forEach(codec -> codec.types().keySet().forEach(today::add));

        try (Stream<Path> folders = Files.list(PUBLISHED)) {
            assertThat(folders.filter(Files::isDirectory).map(folder -> "com.deliveryhistory." + folder.getFileName()))
                    .as(HELP)
                    .containsExactlyInAnyOrderElementsOf(today);
        }
    }

    @Test
    void topics_are_as_they_were() throws IOException {
        assertThat(Files.readAllLines(PUBLISHED.resolve("topics.txt")))
                .as("readers rely on the order within a key, which another number of partitions breaks")
                .isEqualTo(Stream.of(Topics.OPT_IN, Topics.GRANT, Topics.DELIVERY)
                        .map(topic -> "%-19s %d partitions, %d days%s"
                                .formatted(
                                        topic.name(),
                                        topic.partitions(),
                                        topic.keptFor().toDays(),
                                        topic.compacted() ? ", compacted" : ""))
                        .toList());
    }

    @ParameterizedTest
    @MethodSource("com.deliveryhistory.events.Contracts#types")
    void every_record_has_the_headers_that_were_published(
            EventCodec<? extends Event> codec, Class<? extends Event> type) throws IOException {
        List<String> headers = Files.readAllLines(PUBLISHED.resolve("headers.txt"));

        assertThat(rewritten(codec, type, examples(type).getFirst()).headers())
                .extracting(Header::key)
                .containsAll(headers);
        assertThat(new YAMLMapper()
                        .readTree(Contracts.resource("asyncapi.yaml"))
                        .at("/components/messageTraits/CloudEvent/headers/required")
                        .valueStream()
                        .map(JsonNode::asString))
                .containsExactlyElementsOf(headers);
    }

    private static Map<String, Shape.Field> fieldsToday(Class<?> type) {
        return Shape.fieldsOf(JSON.readTree(Contracts.schema(type)));
    }

    private static Shape shape(Class<?> type) throws IOException {
        return Shape.parse(Files.readString(folder(type).resolve("shape.txt")));
    }

    private static List<JsonNode> examples(Class<?> type) throws IOException {
        try (Stream<Path> files = Files.list(folder(type))) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .map(JSON::readTree)
                    .toList();
        }
    }

    private static Path folder(Class<?> type) {
        return PUBLISHED.resolve(type.getSimpleName() + ".v1");
    }

    private static void collectPaths(String prefix, JsonNode node, List<String> paths) {
        node.propertyStream().forEach(property -> {
            String path = prefix + property.getKey();
            paths.add(path);
            collectPaths(path + ".", property.getValue(), paths);
            if (property.getValue().isArray()) {
                property.getValue().forEach(element -> collectPaths(path + "[].", element, paths));
            }
        });
    }

    /** Read by today's code, and written again. */
    private static <E extends Event> ProducerRecord<String, byte[]> rewritten(
            EventCodec<E> codec, Class<? extends Event> type, JsonNode example) {
        return codec.encode(codec.decode(Contracts.headers(type), JSON.writeValueAsBytes(example)));
    }

    private static Path published() {
        try {
            return Path.of(
                    Objects.requireNonNull(Event.class.getResource("published")).toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
