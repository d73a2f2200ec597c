package com.deliveryhistory.localstack.traces;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the spans of an {@code ExportTraceServiceRequest} (opentelemetry-proto, {@code trace_service.proto},
 * {@code trace.proto}, {@code common.proto}), of each what people look at. Field numbers never change within protobuf.
 */
final class OtlpSpans {

    private static final List<String> KINDS =
            List.of("UNSPECIFIED", "INTERNAL", "SERVER", "CLIENT", "PRODUCER", "CONSUMER");
    private static final int ERROR = 2;
    private static final long NANOS = 1_000_000_000L;

    private OtlpSpans() {}

    /** @throws IllegalArgumentException if the request cannot be read */
    static List<Map<String, Object>> in(byte[] request) {
        List<Map<String, Object>> spans = new ArrayList<>();
        for (ByteBuffer ofResource : ProtobufField.messages(ByteBuffer.wrap(request), 1)) {
            Map<String, Object> resource = new LinkedHashMap<>();
            ProtobufField.messages(ofResource, 1).forEach(found -> attributes(found, 1, resource));
            String service = String.valueOf(resource.getOrDefault("service.name", ""));
            for (ByteBuffer ofScope : ProtobufField.messages(ofResource, 2)) {
                ProtobufField.messages(ofScope, 2).forEach(span -> spans.add(read(span, service)));
            }
        }
        return spans;
    }

    private static Map<String, Object> read(ByteBuffer message, String service) {
        Map<String, Object> span = new LinkedHashMap<>();
        Map<String, Object> attributes = new LinkedHashMap<>();
        long start = 0;
        long end = 0;
        span.put("service", service);
        for (ProtobufField field : ProtobufField.all(message)) {
            switch (field.number()) {
                case 1 -> span.put("traceId", field.hex());
                case 2 -> span.put("spanId", field.hex());
                case 4 -> span.put("parentSpanId", field.hex());
                case 5 -> span.put("name", field.text());
                case 6 -> span.put("kind", KINDS.get((int) field.value()));
                case 7 -> start = field.value();
                case 8 -> end = field.value();
                case 9 -> attribute(field.bytes(), attributes);
                case 15 -> span.put("failed", isError(field.bytes()));
                default -> {
                    // of no interest
                }
            }
        }
        span.put("start", Instant.ofEpochSecond(start / NANOS, start % NANOS).toString());
        span.put("micros", (end - start) / 1_000);
        span.put("attributes", attributes);
        return span;
    }

    private static boolean isError(ByteBuffer status) {
        return ProtobufField.all(status).stream().anyMatch(field -> field.number() == 3 && field.value() == ERROR);
    }

    private static void attributes(ByteBuffer message, int number, Map<String, Object> into) {
        ProtobufField.messages(message, number).forEach(attribute -> attribute(attribute, into));
    }

    private static void attribute(ByteBuffer message, Map<String, Object> into) {
        String key = "";
        for (ProtobufField field : ProtobufField.all(message)) {
            if (field.number() == 1) {
                key = field.text();
            } else if (field.number() == 2) {
                for (ProtobufField value : ProtobufField.all(field.bytes())) {
                    into.put(key, value.number() == 1 ? value.text() : value.value());
                }
            }
        }
    }
}
