package com.deliveryhistory.events;

import com.deliveryhistory.testing.JsonSchemas;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.params.provider.Arguments;

/** The files that stand beside the event classes, and the records that they make. */
final class Contracts {

    static final List<EventCodec<? extends Event>> CODECS =
            List.of(EventCodec.OPT_IN, EventCodec.GRANT, EventCodec.DELIVERY);

    private Contracts() {}

    /** Each codec with each of its event types. */
    static Stream<Arguments> types() {
        return CODECS.stream()
                .flatMap(codec -> codec.types().values().stream()
                        .map(type -> Arguments.of(codec, type))
                        .sorted((a, b) -> name(a).compareTo(name(b))));
    }

    private static String name(Arguments arguments) {
        return String.valueOf(arguments.get()[1]);
    }

    static String example(Class<?> type) {
        return resource("examples/" + type.getSimpleName() + ".v1.json");
    }

    static String schema(Class<?> type) {
        return resource("schemas/" + type.getSimpleName() + ".v1.json");
    }

    /** The schema, of which formats are asserted, too. */
    static Schema compiledSchema(Class<?> type) {
        return JsonSchemas.REGISTRY.getSchema(schema(type), InputFormat.JSON);
    }

    static String resource(String name) {
        try (InputStream in = Objects.requireNonNull(Event.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(name, e);
        }
    }

    static RecordHeaders headers(Class<? extends Event> type) {
        RecordHeaders headers = new RecordHeaders();
        header(headers, "ce_specversion", "1.0");
        header(headers, "ce_id", "0d2c5f0e-4c86-4f0f-8d6b-3a1c5be0f6a1");
        header(headers, "ce_source", "urn:deliveryhistory:test");
        header(headers, "ce_type", EventCodec.typeOf(type));
        header(headers, "ce_time", "2026-07-14T10:00:01Z");
        header(headers, "content-type", "application/json");
        return headers;
    }

    static void header(RecordHeaders headers, String name, String value) {
        headers.remove(name);
        headers.add(name, value.getBytes(StandardCharsets.UTF_8));
    }

    static <E extends Event> EventEnvelope<E> envelope(E event) {
        return new EventEnvelope<>(
                "0d2c5f0e-4c86-4f0f-8d6b-3a1c5be0f6a1",
                URI.create("urn:deliveryhistory:test"),
                Instant.parse("2026-07-14T10:00:01Z"),
                event);
    }
}
