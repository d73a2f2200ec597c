package com.deliveryhistory.events;

import static org.assertj.core.api.Assertions.assertThat;

import com.deliveryhistory.testing.WildValues;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

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
}
