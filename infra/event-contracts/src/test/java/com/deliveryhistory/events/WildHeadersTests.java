package com.deliveryhistory.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a reader of a topic may meet in place of any header, sent by whoever can write there. */
class WildHeadersTests {

    private static final List<byte @Nullable []> WILD = new ArrayList<>();

    static {
        WILD.add(null);
        WILD.add(new byte[0]);
        WILD.add(new byte[] {0});
        WILD.add(new byte[] {(byte) 0xff, (byte) 0xfe, (byte) 0xc0});
        WILD.add(new byte[70_000]);
        for (String text : List.of(
                " ", ";", "::", "null", "1.0", "0.3", "-1", "%", "9".repeat(900), "+999999999-12-31T23:59:59Z")) {
            WILD.add(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    @ParameterizedTest
    @MethodSource("com.deliveryhistory.events.Contracts#types")
    void a_record_with_any_bytes_in_place_of_a_header_is_read_or_corrupt(
            EventCodec<? extends Event> codec, Class<? extends Event> type) {
        byte[] value = Contracts.example(type).getBytes(StandardCharsets.UTF_8);
        for (String name : names(type)) {
            for (byte @Nullable [] wild : WILD) {
                RecordHeaders headers = Contracts.headers(type);
                headers.remove(name).add(name, wild);
                try {
                    codec.decode(headers, value);
                } catch (CorruptEvent expected) {
                    // what its readers deal with
                } catch (RuntimeException e) {
                    throw new AssertionError("%s of %s".formatted(name, type.getSimpleName()), e);
                }
            }
        }
    }

    private static List<String> names(Class<? extends Event> type) {
        List<String> names =
                new ArrayList<>(List.of("ce_subject", "ce_more", "ce_", "ce_dataschema", EventCodec.TRACEPARENT));
        for (Header header : Contracts.headers(type)) {
            names.add(header.key());
        }
        assertThat(names).hasSizeGreaterThan(10);
        return names;
    }
}
