package com.deliveryhistory.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.deliveryhistory.events.GrantEvent.GrantActivated;
import com.networknt.schema.InputFormat;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

class EventContractTests {

    private static final JsonMapper JSON = new JsonMapper();

    @ParameterizedTest
    @ValueSource(strings = {"00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"})
    @NullSource
    void a_record_tells_the_trace_that_its_event_belongs_to(@Nullable String traceparent) {
        EventEnvelope<GrantEvent> event = EventCodec.GRANT
                .decode(Contracts.headers(GrantActivated.class), bytes(Contracts.example(GrantActivated.class)))
                .inTrace(traceparent);

        ProducerRecord<String, byte[]> record = EventCodec.GRANT.encode(event);

        assertThat(EventCodec.GRANT.decode(record.headers(), record.value())).isEqualTo(event);
        assertThat(EventCodec.traceparent(record.headers())).isEqualTo(traceparent);
    }

    @Test
    void what_is_no_trace_context_is_no_reason_to_refuse_an_event() {
        Headers headers = new RecordHeaders(Contracts.headers(GrantActivated.class));
        headers.add("traceparent", bytes("00-none-of-yours"));

        assertThat(EventCodec.GRANT
                        .decode(headers, bytes(Contracts.example(GrantActivated.class)))
                        .traceparent())
                .isNull();
    }

    @ParameterizedTest
    @MethodSource("com.deliveryhistory.events.Contracts#types")
    void a_golden_example_is_read_and_written_back_unchanged(
            EventCodec<? extends Event> codec, Class<? extends Event> type) {
        String example = Contracts.example(type);

        EventEnvelope<? extends Event> read = codec.decode(Contracts.headers(type), bytes(example));

        assertThat(read.event()).isInstanceOf(type);
        assertThat(JSON.readTree(encode(codec, read).value())).isEqualTo(JSON.readTree(example));
    }

    @ParameterizedTest
    @MethodSource("com.deliveryhistory.events.Contracts#types")
    void a_golden_example_follows_its_schema(EventCodec<? extends Event> codec, Class<? extends Event> type) {
        assertThat(Contracts.compiledSchema(type).validate(Contracts.example(type), InputFormat.JSON))
                .as(codec.topic())
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("com.deliveryhistory.events.Contracts#types")
    void a_field_that_the_schema_requires_is_required_by_the_code_and_no_other(
            EventCodec<? extends Event> codec, Class<? extends Event> type) {
        List<String> required = new ArrayList<>();
        JSON.readTree(Contracts.schema(type)).get("required").forEach(name -> required.add(name.asString()));
        ObjectNode example = (ObjectNode) JSON.readTree(Contracts.example(type));

        for (String field : List.copyOf(example.propertyNames())) {
            ObjectNode without = example.deepCopy();
            without.remove(field);
            byte[] record = JSON.writeValueAsBytes(without);
            if (required.contains(field)) {
                assertThatExceptionOfType(CorruptEvent.class)
                        .as("without " + field)
                        .isThrownBy(() -> codec.decode(Contracts.headers(type), record))
                        .withMessageContaining(field);
            } else {
                assertThat(codec.decode(Contracts.headers(type), record).event())
                        .as("without " + field)
                        .isNotNull();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("com.deliveryhistory.events.Contracts#types")
    void an_unknown_field_is_ignored(EventCodec<? extends Event> codec, Class<? extends Event> type) {
        ObjectNode example = (ObjectNode) JSON.readTree(Contracts.example(type));
        example.put("fieldOfALaterRelease", "x");

        assertThat(codec.decode(Contracts.headers(type), JSON.writeValueAsBytes(example))
                        .event())
                .isInstanceOf(type);
    }

    @ParameterizedTest
    @MethodSource("com.deliveryhistory.events.Contracts#types")
    void async_api_describes_every_event(EventCodec<? extends Event> codec, Class<? extends Event> type) {
        JsonNode asyncApi = new YAMLMapper().readTree(Contracts.resource("asyncapi.yaml"));

        JsonNode message = asyncApi.at("/components/messages/" + type.getSimpleName());

        assertThat(message.at("/name").asString()).isEqualTo(EventCodec.typeOf(type));
        assertThat(message.at("/payload/schema/$ref").asString())
                .isEqualTo("./schemas/" + type.getSimpleName() + ".v1.json");
        assertThat(asyncApi.get("channels")
                        .valueStream()
                        .filter(channel -> channel.path("address").asString().equals(codec.topic()))
                        .filter(channel -> channel.path("messages").has(type.getSimpleName())))
                .hasSize(1);
    }

    @Test
    void async_api_states_topics_as_they_are_created() {
        JsonNode channels =
                new YAMLMapper().readTree(Contracts.resource("asyncapi.yaml")).get("channels");

        for (Topic topic : List.of(Topics.OPT_IN, Topics.GRANT, Topics.DELIVERY)) {
            assertThat(channels.valueStream()
                            .filter(channel ->
                                    channel.path("address").asString().equals(topic.name())))
                    .singleElement()
                    .satisfies(channel -> {
                        assertThat(channel.at("/bindings/kafka/topic").asString())
                                .isEqualTo(topic.name());
                        assertThat(channel.at("/bindings/kafka/partitions").asInt())
                                .isEqualTo(topic.partitions());
                        assertThat(channel.path("description").asString())
                                .contains(topic.keptFor().toDays() + " days")
                                .matches(text -> text.contains("Compacted") == topic.compacted());
                    });
        }
    }

    @Test
    void attributes_travel_as_headers_and_the_value_is_plain_json() {
        OptInEvent.OptInWithdrawn withdrawn =
                JSON.readValue(Contracts.example(OptInEvent.OptInWithdrawn.class), OptInEvent.OptInWithdrawn.class);

        ProducerRecord<String, byte[]> record = EventCodec.OPT_IN.encode(Contracts.envelope(withdrawn));

        assertThat(record.topic()).isEqualTo("optin.events.v1");
        assertThat(record.key()).isEqualTo("acme");
        assertThat(record.headers().toArray())
                .extracting(header -> header.key() + "=" + new String(header.value(), StandardCharsets.UTF_8))
                .contains(
                        "ce_specversion=1.0",
                        "ce_id=0d2c5f0e-4c86-4f0f-8d6b-3a1c5be0f6a1",
                        "ce_source=urn:deliveryhistory:test",
                        "ce_type=com.deliveryhistory.OptInWithdrawn.v1",
                        "ce_time=2026-07-14T10:00:01Z",
                        "ce_subject=acme",
                        "content-type=application/json");
    }

    private static <E extends Event> ProducerRecord<String, byte[]> encode(
            EventCodec<E> codec, EventEnvelope<? extends Event> envelope) {
        return codec.encode(codec.decode(
                Contracts.headers(envelope.event().getClass()),
                bytes(Contracts.example(envelope.event().getClass()))));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
