package com.deliveryhistory.services.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.deliveryhistory.servers.EmbeddedMongo;
import com.mongodb.MongoCommandException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TtlIndexTests {

    private static final Duration HALF_AN_HOUR = Duration.ofMinutes(30);
    private static final Duration HOUR = Duration.ofHours(1);

    private EmbeddedMongo mongo;
    private MongoClient client;
    private MongoCollection<Document> things;

    @BeforeEach
    void start(@TempDir Path folder) {
        mongo = EmbeddedMongo.start(folder, 0);
        client = MongoClients.create(mongo.uri());
        things = client.getDatabase("test").getCollection("things");
    }

    @AfterEach
    void end() {
        client.close();
        mongo.close();
    }

    @Test
    void another_life_is_taken_over() {
        TtlIndex.create(things, "endedAt", HALF_AN_HOUR);

        TtlIndex.create(things, "endedAt", HOUR);

        assertThat(indexes())
                .singleElement()
                .satisfies(index -> assertThat(index)
                        .containsEntry("name", "endedAt_1")
                        .containsEntry("expireAfterSeconds", 3600L));
    }

    @Test
    void the_same_life_leaves_it_as_it_is() {
        TtlIndex.create(things, "endedAt", HOUR);

        TtlIndex.create(things, "endedAt", HOUR);

        assertThat(indexes()).hasSize(1);
    }

    @Test
    void an_index_that_deletes_nothing_or_is_unique_is_left_alone_and_in_the_way() {
        for (IndexOptions others : List.of(
                new IndexOptions(),
                new IndexOptions().unique(true).expireAfter(HALF_AN_HOUR.toSeconds(), TimeUnit.SECONDS))) {
            things.createIndex(Indexes.ascending("endedAt"), others);
            List<Document> before = indexes();

            assertThatExceptionOfType(MongoCommandException.class)
                    .isThrownBy(() -> TtlIndex.create(things, "endedAt", HOUR));

            assertThat(indexes()).isEqualTo(before);
            things.dropIndex("endedAt_1");
        }
    }

    /** Without the one of ids. */
    private List<Document> indexes() {
        List<Document> indexes = things.listIndexes().into(new ArrayList<>());
        indexes.removeIf(index -> "_id_".equals(index.getString("name")));
        return indexes;
    }
}
