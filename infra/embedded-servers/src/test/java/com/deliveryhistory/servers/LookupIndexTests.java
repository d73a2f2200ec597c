package com.deliveryhistory.servers;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.or;
import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.Updates;
import de.bwaldvogel.mongo.backend.IndexKey;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LookupIndexTests {

    private static final long SEED = 7;
    private static final List<Object> VALUES =
            Arrays.asList("a", "b", "c", 1, List.of("a", "b"), List.of(new Document("of", "a")), null);

    @TempDir
    Path folder;

    @Test
    void a_collection_with_one_finds_what_a_collection_without_finds() {
        Random random = new Random(SEED);
        try (var mongo = EmbeddedMongo.start(folder, 0);
                var client = MongoClients.create(mongo.uri())) {
            MongoDatabase database = client.getDatabase("test");
            MongoCollection<Document> with = database.getCollection("with");
            with.createIndex(Indexes.ascending("owner.of", "size"));
            with.createIndex(Indexes.ascending("kind"));
            for (int i = 0; i < 400; i++) {
                Consumer<MongoCollection<Document>> change = change(random);
                change.accept(with);
                change.accept(database.getCollection("without"));
                if (i % 20 == 0) {
                    assertSame(database);
                }
            }
            with.createIndex(Indexes.ascending("size"));
            assertSame(database);
        }
        try (var mongo = EmbeddedMongo.start(folder, 0);
                var client = MongoClients.create(mongo.uri())) {
            assertSame(client.getDatabase("test"));
            client.getDatabase("test").getCollection("with").deleteMany(eq("kind", "a"));
            client.getDatabase("test").getCollection("without").deleteMany(eq("kind", "a"));
            assertSame(client.getDatabase("test"));
        }
    }

    @Test
    void it_serves_queries_that_name_a_text_for_its_first_field() {
        LookupIndex index = new LookupIndex("index", List.of(new IndexKey("owner", true), new IndexKey("size", true)));

        assertThat(index.canHandle(query("owner", "a"))).isTrue();
        assertThat(index.canHandle(query("owner", "a").append("size", 1))).isTrue();
        assertThat(index.canHandle(query("$and", List.of(query("owner", "a"), query("size", 1)))))
                .isTrue();
        assertThat(index.canHandle(query("owner", 1))).isFalse();
        assertThat(index.canHandle(query("owner", query("$gt", "a")))).isFalse();
        assertThat(index.canHandle(query("$or", List.of(query("owner", "a"), query("size", 1)))))
                .isFalse();
        assertThat(index.canHandle(query("size", 1))).isFalse();
    }

    private static de.bwaldvogel.mongo.bson.Document query(String field, Object condition) {
        return new de.bwaldvogel.mongo.bson.Document(field, condition);
    }

    private static Consumer<MongoCollection<Document>> change(Random random) {
        int id = random.nextInt(60);
        Object kind = VALUES.get(random.nextInt(VALUES.size()));
        Object owner = random.nextBoolean()
                ? new Document("of", VALUES.get(random.nextInt(VALUES.size())))
                : VALUES.get(random.nextInt(VALUES.size()));
        Document thing = new Document("_id", id).append("size", random.nextInt(5));
        if (random.nextInt(4) > 0) {
            thing.append("kind", kind).append("owner", owner);
        }
        return switch (random.nextInt(5)) {
            case 0, 1 -> things -> things.replaceOne(eq("_id", id), thing, new ReplaceOptions().upsert(true));
            case 2 -> things -> things.updateMany(eq("kind", "b"), Updates.set("kind", kind));
            case 3 -> things -> things.updateOne(eq("_id", id), Updates.unset("kind"));
            default -> things -> things.deleteOne(eq("_id", id));
        };
    }

    private static void assertSame(MongoDatabase database) {
        List<Bson> queries = List.of(
                eq("kind", "a"),
                eq("kind", "b"),
                eq("kind", "nothing"),
                eq("kind", 1),
                eq("kind", null),
                and(eq("kind", "a"), gt("size", 2)),
                and(eq("kind", "a"), eq("owner.of", "b")),
                in("kind", "a", "c"),
                or(eq("kind", "a"), eq("size", 1)),
                eq("owner.of", "a"),
                eq("owner.of", "b"),
                and(eq("owner.of", "a"), eq("size", 3)));
        for (Bson query : queries) {
            assertThat(found(database.getCollection("with"), query))
                    .as("%s", query)
                    .isEqualTo(found(database.getCollection("without"), query));
        }
    }

    private static List<Document> found(MongoCollection<Document> things, Bson query) {
        assertThat(things.countDocuments(query))
                .isEqualTo(things.find(query).into(new ArrayList<>()).size());
        return things.find(query).sort(Sorts.ascending("_id")).into(new ArrayList<>());
    }
}
