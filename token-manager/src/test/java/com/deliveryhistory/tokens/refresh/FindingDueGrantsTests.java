package com.deliveryhistory.tokens.refresh;

import static org.assertj.core.api.Assertions.assertThat;

import com.deliveryhistory.events.Application;
import com.deliveryhistory.events.GrantId;
import com.deliveryhistory.testing.TestMongo;
import com.deliveryhistory.testing.WithMongo;
import com.deliveryhistory.tokens.grants.Grants;
import com.deliveryhistory.tokens.grants.Outbox;
import com.deliveryhistory.tokens.refresh.TestService.World;
import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.MongoCommandException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.event.CommandListener;
import com.mongodb.event.CommandStartedEvent;
import com.mongodb.event.CommandSucceededEvent;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What it costs to find work, told by the commands that are really sent. */
@WithMongo
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FindingDueGrantsTests {

    private static final int GRANTS = 1_000;
    private static final Application ODCS = new Application("odcs");

    private final List<BsonDocument> sent = Collections.synchronizedList(new ArrayList<>());
    private final List<BsonDocument> answered = Collections.synchronizedList(new ArrayList<>());
    private final World world;
    private final MongoClient observed;
    private final MongoDatabase database;
    private final MongoCollection<Document> documents;
    private final Grants grants;
    private final Instant now = TestService.START.plus(Duration.ofMinutes(1));

    FindingDueGrantsTests(TestMongo mongo, @TempDir Path folder) {
        world = World.over(mongo, folder);
        observed = MongoClients.create(MongoClientSettings.builder()
                .applyConnectionString(new ConnectionString(mongo.uri()))
                .addCommandListener(new CommandListener() {
                    @Override
                    public void commandStarted(CommandStartedEvent event) {
                        sent.add(event.getCommand().clone());
                    }

                    @Override
                    public void commandSucceeded(CommandSucceededEvent event) {
                        answered.add(event.getResponse().clone());
                    }
                })
                .build());
        database = observed.getDatabase(mongo.database());
        documents = database.getCollection("grants");
        grants = new Grants(documents, database.getCollection("companies"), id -> {});
    }

    @BeforeEach
    void manyGrantsOfWhichNoneIsDue() {
        world.emptied();
        grants.createIndexes();
        world.service().optIn(GrantId.parse("c0/odcs"));
        Document one = world.stored().getFirst();
        one.remove("outbox");
        one.remove("relayAt");
        List<Document> more = new ArrayList<>();
        for (int i = 1; i < GRANTS; i++) {
            more.add(new Document(one).append("_id", "c" + i + "/odcs").append("company", "c" + i));
        }
        documents.insertMany(more);
        documents.updateOne(new Document("_id", "c0/odcs"), new Document("$unset", new Document("relayAt", 1)));
        sent.clear();
        answered.clear();
    }

    @AfterEach
    void forgetThem() {
        world.emptied();
    }

    @Test
    void an_idle_service_does_no_work_per_grant() {
        assertThat(grants.due(ODCS, now, 100)).isEmpty();
        assertThat(grants.dueExcept(Set.of(ODCS), now, 100)).isEmpty();
        assertThat(grants.toBeTold(now, 100)).isEmpty();
        Outbox outbox = new Outbox(documents);
        assertThat(outbox.waiting()).isZero();

        assertThat(sent).as("however many grants there are").hasSize(4);
        assertThat(answered)
                .filteredOn(answer -> answer.containsKey("cursor"))
                .allSatisfy(answer -> assertThat(answer.getDocument("cursor").getArray("firstBatch"))
                        .isEmpty());
    }

    @Test
    void an_index_serves_every_search_for_work() {
        documents.updateOne(
                new Document("_id", "c7/odcs"),
                new Document("$set", new Document("nextRefreshAt", Date.from(now.minusSeconds(1)))));

        assertThat(grants.due(ODCS, now, 100)).hasSize(1);
        BsonDocument due = sent.getLast();
        assertThat(grants.toBeTold(now, 100)).isEmpty();
        BsonDocument notices = sent.getLast();

        for (BsonDocument search : List.of(due, notices)) {
            Optional<Document> plan = explain(search);
            if (plan.isPresent()) {
                assertThat(plan.get().toJson()).contains("IXSCAN").doesNotContain("COLLSCAN");
                assertThat(plan.get().get("executionStats", Document.class).getInteger("totalKeysExamined"))
                        .isLessThanOrEqualTo(2);
            } else {
                assertThat(indexes())
                        .as("an index of exactly the searched fields")
                        .contains(fields(search));
            }
        }
    }

    /** The server's plan of a search that was sent; empty if the server does not know {@code explain}. */
    private Optional<Document> explain(BsonDocument search) {
        BsonDocument find = new BsonDocument();
        for (String part : List.of("find", "filter", "sort", "limit")) {
            find.append(part, search.get(part));
        }
        try {
            return Optional.of(database.runCommand(
                    new BsonDocument("explain", find).append("verbosity", new BsonString("executionStats"))));
        } catch (MongoCommandException e) {
            return Optional.empty();
        }
    }

    /** The fields that are searched for and sorted by, the latter last: the order in which an index has to have them. */
    private static List<String> fields(BsonDocument search) {
        BsonDocument order = search.getDocument("sort");
        List<String> fields = new ArrayList<>();
        search.getDocument("filter").forEach((name, value) -> {
            if (name.equals("$and")) {
                value.asArray().forEach(part -> fields.addAll(part.asDocument().keySet()));
            } else {
                fields.add(name);
            }
        });
        fields.removeAll(order.keySet());
        fields.addAll(order.keySet());
        assertThat(order.values()).containsOnly(new BsonInt32(1));
        return fields;
    }

    private List<List<String>> indexes() {
        List<List<String>> indexes = new ArrayList<>();
        for (Document index : documents.listIndexes()) {
            indexes.add(List.copyOf(index.get("key", Document.class).keySet()));
        }
        return indexes;
    }
}
