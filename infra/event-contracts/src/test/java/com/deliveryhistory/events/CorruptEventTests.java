package com.deliveryhistory.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.deliveryhistory.events.OptInEvent.OptInGranted;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CorruptEventTests {

    private final RecordHeaders headers = Contracts.headers(OptInGranted.class);
    private final String example = Contracts.example(OptInGranted.class);

    @Test
    void a_record_without_a_value_is_corrupt() {
        assertThatExceptionOfType(CorruptEvent.class)
                .isThrownBy(() -> EventCodec.OPT_IN.decode(headers, null))
                .withMessageContaining("no value");
    }

    @Test
    void an_event_of_another_topic_is_corrupt() {
        Contracts.header(headers, "ce_type", "com.deliveryhistory.GrantActivated.v1");
        assertCorrupt(example, "ce_type");
    }

    @ParameterizedTest
    @ValueSource(strings = {"specversion", "id", "source", "type", "time"})
    void a_missing_attribute_is_named(String attribute) {
        headers.remove("ce_" + attribute);
        assertCorrupt(example, "ce_" + attribute);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ce_specversion", "ce_id", "ce_source", "ce_type", "ce_time", "content-type"})
    void a_header_without_a_value_counts_as_missing(String header) {
        headers.remove(header).add(header, null);
        assertCorrupt(example, header);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ce_specversion=9",
                "ce_time=yesterday",
                "ce_time=+999999999-12-31T23:59:59Z",
                "ce_source=::",
                "ce_id="
            })
    void an_unusable_attribute_is_corrupt(String header) {
        String[] parts = header.split("=", -1);
        Contracts.header(headers, parts[0], parts[1]);
        assertCorrupt(example, "header");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/xml", "application/cloudevents+json", ""})
    void a_foreign_content_type_is_corrupt(String contentType) {
        Contracts.header(headers, "content-type", contentType);
        assertCorrupt(example, "content-type");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "hello", "null", "[]", "17", "\"text\"", "{}"})
    void a_value_that_is_not_the_event_is_corrupt(String value) {
        assertCorrupt(value, "value is not the JSON");
    }

    @Test
    void the_reason_names_the_field_and_not_its_value() {
        assertThatExceptionOfType(CorruptEvent.class)
                .isThrownBy(() -> EventCodec.OPT_IN.decode(
                        headers, bytes(example.replace("2026-07-14T10:00:00.123Z", "last-summer"))))
                .withMessageContaining("authorizedAt")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("last-summer"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"+1000000000-12-31T23:59:59.999999999Z", "-1000000000-01-01T00:00:00Z", "1970-01-01T00:00:00Z"})
    void a_time_that_nothing_can_happen_at_is_corrupt(String time) {
        assertCorrupt(example.replace("2026-07-14T10:00:00.123Z", time), "authorizedAt");
    }

    @Test
    void a_state_that_contradicts_the_event_is_corrupt() {
        RecordHeaders activated = Contracts.headers(GrantEvent.GrantActivated.class);
        assertThatExceptionOfType(CorruptEvent.class)
                .isThrownBy(() ->
                        EventCodec.GRANT.decode(activated, bytes(Contracts.example(GrantEvent.GrantExpired.class))))
                .withMessageContaining("state");
    }

    private void assertCorrupt(String value, String message) {
        assertThatExceptionOfType(CorruptEvent.class)
                .isThrownBy(() -> EventCodec.OPT_IN.decode(headers, bytes(value)))
                .withMessageContaining(message);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
