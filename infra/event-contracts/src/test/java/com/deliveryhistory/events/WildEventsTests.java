package com.deliveryhistory.events;

import static org.assertj.core.api.Assertions.assertThat;

import com.deliveryhistory.testing.WildValues;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.core.JacksonException;

/** What a reader of a topic may meet in place of any value, sent by whoever can write there. */
class WildEventsTests {

    @ParameterizedTest
    @MethodSource("com.deliveryhistory.events.Contracts#types")
    void a_record_with_any_value_in_place_of_another_is_read_or_corrupt(
            EventCodec<? extends Event> codec, Class<? extends Event> type) {
        List<WildValues.Changed> records = WildValues.in(Contracts.example(type), WildValues.TOO_DEEP);
        assertThat(records).hasSizeGreaterThan(90);
        for (WildValues.Changed record : records) {
            try {
                codec.decode(Contracts.headers(type), record.json().getBytes(StandardCharsets.UTF_8));
            } catch (CorruptEvent expected) {
                // what its readers deal with
            } catch (RuntimeException | StackOverflowError e) {
                throw new AssertionError("%s with %s".formatted(type.getSimpleName(), record), e);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("com.deliveryhistory.events.Contracts#types")
    void whatever_is_taken_for_an_event_is_told_as_its_schema_says(
            EventCodec<? extends Event> codec, Class<? extends Event> type) {
        Schema schema = Contracts.compiledSchema(type);
        for (WildValues.Changed record : WildValues.in(Contracts.example(type))) {
            String told = told(codec, type, record);
            if (told != null) {
                assertThat(schema.validate(told, InputFormat.JSON))
                        .as("%s with %s: %.300s", type.getSimpleName(), record, told)
                        .isEmpty();
            }
        }
    }

    /** {@code null}: it is no event, or one that has no form as JSON in UTF-8. */
    private static <E extends Event> @Nullable String told(
            EventCodec<E> codec, Class<? extends Event> type, WildValues.Changed record) {
        try {
            EventEnvelope<E> event =
                    codec.decode(Contracts.headers(type), record.json().getBytes(StandardCharsets.UTF_8));
            return new String(codec.encode(event).value(), StandardCharsets.UTF_8);
        } catch (CorruptEvent | JacksonException e) {
            return null;
        }
    }
}
