package com.deliveryhistory.servers;

import static org.assertj.core.api.Assertions.assertThat;

import de.bwaldvogel.mongo.backend.KeyValue;
import de.bwaldvogel.mongo.bson.BinData;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.bson.ObjectId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.h2.mvstore.WriteBuffer;
import org.junit.jupiter.api.Test;

class KeyTypeTests {

    private static final KeyType type = new KeyType();

    @Test
    void keys_come_back_as_they_were_written() {
        WriteBuffer buffer = new WriteBuffer();
        keys().forEach(key -> type.write(buffer, key));
        buffer.getBuffer().flip();

        assertThat(keys())
                .allSatisfy(key -> assertThat(type.read(buffer.getBuffer())).isEqualTo(key));
    }

    @Test
    void keys_are_in_one_order_in_which_those_alone_are_alike_that_are_equal() {
        for (KeyValue one : keys()) {
            for (KeyValue other : keys()) {
                int order = type.compare(one, other);
                assertThat(order == 0).as("%s and %s", one, other).isEqualTo(one.equals(other));
                assertThat(Integer.signum(type.compare(other, one))).isEqualTo(-Integer.signum(order));
            }
        }
        List<KeyValue> sorted = new ArrayList<>(keys());
        sorted.sort(type);
        for (int i = 1; i < sorted.size(); i++) {
            for (int j = 0; j < i; j++) {
                assertThat(type.compare(sorted.get(j), sorted.get(i))).isNegative();
            }
        }
    }

    /** As indexes have them: numbers are doubles there, unless these are too small for them. */
    private static List<KeyValue> keys() {
        List<@org.jspecify.annotations.Nullable Object> values = Arrays.asList(
                null,
                "",
                "a",
                "b",
                "acme/1Z",
                0.0,
                1.5,
                -3.0,
                Long.MAX_VALUE,
                true,
                false,
                Instant.EPOCH,
                Instant.EPOCH.plusMillis(1),
                new UUID(1, 2),
                new UUID(2, 1),
                new ObjectId("0123456789abcdef01234567"),
                new BinData(new byte[] {1, 2}),
                new BinData(new byte[] {1, 3}),
                new Document("a", 1.0),
                new Document("b", 1.0),
                List.of("a", 1.0));
        List<KeyValue> keys = new ArrayList<>();
        for (Object value : values) {
            keys.add(new KeyValue(Arrays.asList(value)));
            keys.add(new KeyValue(Arrays.asList("shelf", value)));
            keys.add(new KeyValue(Arrays.asList(value, "shelf")));
        }
        keys.add(new KeyValue(Arrays.asList("shelf", "shelf")));
        return keys;
    }
}
