package com.deliveryhistory.servers;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.or;
import static com.mongodb.client.model.Filters.regex;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.MongoCommandException;
import com.mongodb.MongoNodeIsRecoveringException;
import com.mongodb.MongoNotPrimaryException;
import com.mongodb.MongoWriteException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.Updates;
import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.h2.H2Backend;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.bson.Document;
import org.bson.UuidRepresentation;
import org.bson.conversions.Bson;
import org.bson.types.Binary;
import org.bson.types.Decimal128;
import org.bson.types.ObjectId;
import org.h2.mvstore.MVStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedMongoTests {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    @Test
    void a_write_that_was_acknowledged_outlives_kill_9() throws Exception {
        int port = Ports.free(1).getFirst();
        Process process = startProcess(port);
        try (var client = MongoClients.create("mongodb://127.0.0.1:" + port)) {
            MongoCollection<Document> things = client.getDatabase("test").getCollection("things");
            things.createIndex(new Document("name", 1), new IndexOptions().unique(true));
            for (int i = 0; i < 50; i++) {
                things.insertOne(new Document("_id", i).append("name", "thing " + i));
            }
            things.updateOne(Filters.eq("_id", 7), Updates.set("name", "renamed"));
            things.deleteOne(Filters.eq("_id", 8));
        } finally {
            process.destroyForcibly().waitFor();
        }

        try (var mongo = EmbeddedMongo.start(folder, 0);
                var client = MongoClients.create(mongo.uri())) {
            MongoCollection<Document> things = client.getDatabase("test").getCollection("things");
            assertThat(things.countDocuments()).isEqualTo(49);
            assertThat(things.find(Filters.eq("name", "renamed")).first()).containsEntry("_id", 7);
            assertThat(things.find(Filters.eq("_id", 8)).first()).isNull();
        }
    }

    @Test
    void a_primary_that_steps_down_refuses_until_it_is_elected_again() {
        try (var mongo = EmbeddedMongo.start(folder, 0);
                var client = MongoClients.create(mongo.uri())) {
            MongoCollection<Document> things = client.getDatabase("test").getCollection("things");
            things.insertOne(new Document("_id", 1));

            client.getDatabase("admin").runCommand(new Document("replSetStepDown", 2));

            assertThatThrownBy(() -> things.insertOne(new Document("_id", 2)))
                    .as("the write under way")
                    .isInstanceOf(MongoNodeIsRecoveringException.class);
            assertThatThrownBy(() -> things.insertOne(new Document("_id", 3)))
                    .isInstanceOf(MongoNotPrimaryException.class);
            assertThatThrownBy(things::countDocuments).isInstanceOf(MongoNotPrimaryException.class);
            await().atMost(PATIENCE)
                    .ignoreExceptionsInstanceOf(MongoNotPrimaryException.class)
                    .until(() -> things.insertOne(new Document("_id", 4)).wasAcknowledged());
            assertThat(things.distinct("_id", Integer.class)).containsExactlyInAnyOrder(1, 2, 4);
        }
    }

    @Test
    void the_file_stays_small_under_many_updates() {
        try (var mongo = EmbeddedMongo.start(folder, 0);
                var client = MongoClients.create(mongo.uri())) {
            MongoCollection<Document> things = client.getDatabase("test").getCollection("things");
            for (int i = 0; i < 200; i++) {
                things.insertOne(new Document("_id", i).append("text", "x".repeat(2000)));
            }
            for (int i = 0; i < 2000; i++) {
                things.updateOne(Filters.eq("_id", i * 7 % 200), Updates.set("count", i));
            }
            await().atMost(PATIENCE).until(() -> Files.size(folder.resolve("store.mv")) < 2_000_000);
            assertThat(things.countDocuments()).isEqualTo(200);
        }
    }

    @Test
    void a_file_whose_indexes_look_otherwise_has_them_made_anew() {
        MVStore store = MVStore.open(folder.resolve("store.mv").toString());
        var earlier = new MongoServer(new H2Backend(store));
        try (var client = MongoClients.create("mongodb:/" + earlier.bind())) {
            MongoCollection<Document> things = client.getDatabase("test").getCollection("things");
            things.createIndex(Indexes.ascending("name"), new IndexOptions().unique(true));
            for (int i = 0; i < 50; i++) {
                things.insertOne(new Document("_id", "id " + i).append("name", "thing " + i));
            }
        } finally {
            earlier.shutdownNow();
        }

        for (int starts = 0; starts < 2; starts++) {
            try (var mongo = EmbeddedMongo.start(folder, 0);
                    var client = MongoClients.create(mongo.uri())) {
                MongoCollection<Document> things = client.getDatabase("test").getCollection("things");
                for (int i = 0; i < 50; i++) {
                    assertThat(things.find(eq("_id", "id " + i)).first()).containsEntry("name", "thing " + i);
                    assertThat(things.find(eq("name", "thing " + i)).first()).containsEntry("_id", "id " + i);
                }
                assertThatThrownBy(() -> things.insertOne(new Document("_id", "id 7")))
                        .isInstanceOf(MongoWriteException.class);
            }
        }
    }

    @Test
    void values_of_every_type_are_the_same_after_a_restart() {
        Document thing = new Document("_id", new ObjectId())
                .append("none", null)
                .append("text", "ä\u0001\uD83D\uDE80")
                .append("empty", "")
                .append("int", 1)
                .append("long", Long.MIN_VALUE)
                .append("double", 1e300)
                .append("decimal", Decimal128.parse("1.50"))
                .append("boolean", true)
                .append("time", Date.from(Instant.ofEpochMilli(1)))
                .append("uuid", new UUID(1, 2))
                .append("bytes", new Binary(new byte[] {0, -1}))
                .append("list", List.of(List.of(), new Document("a", 1L)))
                .append("document", new Document("b", new Document()));
        try (var mongo = EmbeddedMongo.start(folder, 0);
                var client = client(mongo)) {
            client.getDatabase("test").getCollection("things").insertOne(thing);
        }

        try (var mongo = EmbeddedMongo.start(folder, 0);
                var client = client(mongo)) {
            assertThat(client.getDatabase("test").getCollection("things").find().first())
                    .isEqualTo(thing);
        }
    }

    @Test
    void an_index_that_deletes_after_another_time_is_refused_until_the_one_before_is_dropped() {
        try (var mongo = EmbeddedMongo.start(folder, 0);
                var client = MongoClients.create(mongo.uri())) {
            MongoCollection<Document> things = client.getDatabase("test").getCollection("things");
            MongoCollection<Document> others = client.getDatabase("test").getCollection("others");
            createTtlIndex(things, 30);
            createTtlIndex(things, 30);
            createTtlIndex(others, 60);

            assertThatThrownBy(() -> createTtlIndex(things, 60))
                    .isInstanceOfSatisfying(
                            MongoCommandException.class,
                            refused -> assertThat(refused.getErrorCode()).isEqualTo(85));

            things.dropIndex(Indexes.ascending("endedAt"));
            createTtlIndex(things, 60);
            assertThat(things.listIndexes())
                    .extracting(index -> index.get("expireAfterSeconds"))
                    .containsExactlyInAnyOrder(null, 60L);
        }
    }

    private static void createTtlIndex(MongoCollection<Document> collection, long seconds) {
        collection.createIndex(Indexes.ascending("endedAt"), new IndexOptions().expireAfter(seconds, TimeUnit.SECONDS));
    }

    private static MongoClient client(EmbeddedMongo mongo) {
        return MongoClients.create(MongoClientSettings.builder()
                .applyConnectionString(new ConnectionString(mongo.uri()))
                .uuidRepresentation(UuidRepresentation.STANDARD)
                .build());
    }

    @Test
    void an_index_finds_just_what_the_whole_query_asks_for() {
        try (var mongo = EmbeddedMongo.start(folder, 0);
                var client = MongoClients.create(mongo.uri())) {
            MongoCollection<Document> things = client.getDatabase("test").getCollection("things");
            things.createIndex(Indexes.ascending("names"), new IndexOptions().unique(true));
            things.createIndex(Indexes.ascending("shelf", "place"), new IndexOptions().unique(true));
            things.insertMany(List.of(
                    thing(1, "left", 1, List.of("one", "uno")),
                    thing(2, "left", 2, List.of("two", "due")),
                    thing(3, "right", 1, List.of("three", "tre"))));

            assertThat(ids(things, and(eq("_id", 1), eq("shelf", "left")))).containsExactly(1);
            assertThat(ids(things, and(eq("_id", 1), eq("shelf", "right")))).isEmpty();
            assertThat(ids(things, and(eq("_id", 1), eq("_id", 2)))).isEmpty();
            assertThat(ids(things, and(in("_id", 1, 3, 9), eq("place", 1)))).containsExactlyInAnyOrder(1, 3);
            assertThat(ids(things, and(in("_id", 1, 2), regex("names", "^t")))).containsExactly(2);
            assertThat(ids(things, and(regex("names", "^t"), gt("_id", 0)))).containsExactlyInAnyOrder(2, 3);
            assertThat(ids(things, and(in("names", "one", "uno"), eq("place", 1))))
                    .containsExactly(1);
            assertThat(ids(things, and(eq("shelf", "left"), eq("place", 2), eq("_id", 2))))
                    .containsExactly(2);
            assertThat(ids(things, and(eq("shelf", "left"), gt("place", 0)))).containsExactlyInAnyOrder(1, 2);
            assertThat(ids(things, or(eq("_id", 1), eq("shelf", "right")))).containsExactlyInAnyOrder(1, 3);
        }
    }

    private static Document thing(int id, String shelf, int place, List<String> names) {
        return new Document("_id", id)
                .append("shelf", shelf)
                .append("place", place)
                .append("names", names);
    }

    private static List<Integer> ids(MongoCollection<Document> things, Bson query) {
        return things.find(query).map(thing -> thing.getInteger("_id")).into(new ArrayList<>());
    }

    @Test
    void the_process_ends_with_the_one_that_started_it() throws Exception {
        Process process = startProcess(Ports.free(1).getFirst());

        process.getOutputStream().close();

        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
    }

    @Test
    void a_taken_port_ends_the_process_with_one_line() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Process process = process(taken.getLocalPort());

            assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isNotZero();
            assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .contains("Port %d is taken".formatted(taken.getLocalPort()));
        }
    }

    private Process startProcess(int port) throws IOException {
        Process process = process(port);
        var output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String line = output.readLine();
        while (line != null && !line.contains("ready")) {
            line = output.readLine();
        }
        assertThat(line).contains("ready");
        return process;
    }

    private Process process(int port) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        MongoProcess.class.getName(),
                        String.valueOf(port),
                        folder.toString())
                .redirectErrorStream(true)
                .start();
    }
}
