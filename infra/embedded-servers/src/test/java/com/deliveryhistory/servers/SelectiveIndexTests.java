package com.deliveryhistory.servers;

import static org.assertj.core.api.Assertions.assertThat;

import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.backend.memory.index.MemoryUniqueIndex;
import de.bwaldvogel.mongo.bson.BsonRegularExpression;
import de.bwaldvogel.mongo.bson.Document;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SelectiveIndexTests {

    private final SelectiveIndex<Integer> ids = index("_id");
    private final SelectiveIndex<Integer> places = index("shelf", "place");

    @Test
    void it_serves_writes_that_are_guarded() {
        assertThat(ids.canHandle(all(where("_id", "a"), where("version", 1)))).isTrue();
        assertThat(ids.canHandle(all(all(where("_id", "a"), where("state", "ON")), where("version", 1))))
                .isTrue();
        assertThat(ids.canHandle(where("_id", "a").append("version", 1))).isTrue();
        assertThat(ids.canHandle(all(where("_id", in("a", "b")), where("version", 1))))
                .isTrue();
        assertThat(places.canHandle(all(where("shelf", "left"), where("place", 1), where("version", 1))))
                .isTrue();
    }

    @Test
    void it_serves_no_query_that_may_mean_other_values_than_it_says() {
        assertThat(ids.canHandle(all(where("version", 1)))).isFalse();
        assertThat(ids.canHandle(all(where("_id", new Document("$gt", "a")), where("version", 1))))
                .isFalse();
        assertThat(ids.canHandle(all(where("_id", null), where("version", 1)))).isFalse();
        assertThat(ids.canHandle(all(where("_id", in("a", null)), where("version", 1))))
                .isFalse();
        assertThat(ids.canHandle(all(where("_id", new BsonRegularExpression("a")), where("version", 1))))
                .isFalse();
        assertThat(ids.canHandle(new Document("$or", List.of(where("_id", "a"), where("version", 1)))))
                .isFalse();
        assertThat(places.canHandle(all(where("shelf", "left"), where("version", 1))))
                .isFalse();
        assertThat(places.canHandle(all(where("shelf", in("left")), where("place", 1))))
                .isFalse();
    }

    private static SelectiveIndex<Integer> index(String... fields) {
        List<IndexKey> keys =
                Stream.of(fields).map(field -> new IndexKey(field, true)).toList();
        return new SelectiveIndex<>(new MemoryUniqueIndex("index", keys, false), false);
    }

    private static Document where(String field, @Nullable Object condition) {
        return new Document(field, condition);
    }

    private static Document in(@Nullable Object... values) {
        return new Document("$in", Arrays.asList(values));
    }

    private static Document all(Document... conditions) {
        return new Document("$and", List.of(conditions));
    }
}
