package com.deliveryhistory.services.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.deliveryhistory.servers.EmbeddedMongo;
import com.deliveryhistory.servers.Ports;
import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoConnectionPoolClearedException;
import com.mongodb.MongoCredential;
import com.mongodb.MongoException;
import com.mongodb.MongoSecurityException;
import com.mongodb.MongoSocketReadException;
import com.mongodb.ServerAddress;
import com.mongodb.bulk.BulkWriteError;
import com.mongodb.bulk.BulkWriteResult;
import com.mongodb.bulk.WriteConcernError;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.connection.ClusterId;
import com.mongodb.connection.ServerId;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.bson.BsonDocument;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoreOutageTests {

    @TempDir
    Path folder;

    @Test
    void what_a_stepped_down_primary_refuses_is_an_outage_whatever_was_asked() {
        try (var mongo = EmbeddedMongo.start(folder, 0);
                var client = MongoClients.create(mongo.uri())) {
            MongoCollection<Document> things = things(client);
            client.getDatabase("admin").runCommand(new Document("replSetStepDown", 3600));

            assertThat(StoreOutage.is(failure(() -> things.insertOne(new Document("_id", 1)))))
                    .as("the write under way")
                    .isTrue();
            assertThat(StoreOutage.is(failure(() -> things.insertOne(new Document("_id", 2)))))
                    .as("a write")
                    .isTrue();
            assertThat(StoreOutage.is(failure(() -> things.find().first())))
                    .as("a query")
                    .isTrue();
            assertThat(StoreOutage.is(failure(things::countDocuments)))
                    .as("a count")
                    .isTrue();
        }
    }

    @Test
    void a_server_that_is_not_there_is_an_outage() {
        int nobodysPort = Ports.free(1).getFirst();
        try (var client =
                MongoClients.create("mongodb://127.0.0.1:%d/?serverSelectionTimeoutMS=200".formatted(nobodysPort))) {
            assertThat(StoreOutage.is(failure(() -> things(client).find().first())))
                    .isTrue();
        }
    }

    @Test
    void a_connection_that_is_lost_while_it_is_authenticated_is_an_outage_and_wrong_credentials_are_none() {
        assertThat(StoreOutage.is(unauthenticated(new MongoSocketReadException("closed", new ServerAddress()))))
                .isTrue();
        assertThat(StoreOutage.is(unauthenticated(new MongoException(18, "Authentication failed"))))
                .isFalse();
    }

    @Test
    void a_connection_that_is_closed_since_another_was_lost_is_an_outage() {
        ServerId server = new ServerId(new ClusterId(), new ServerAddress());

        assertThat(StoreOutage.is(new MongoConnectionPoolClearedException(server, null)))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {133, 202, 6, 7, 89, 134, 262, 9001})
    void what_a_mongos_answers_while_a_shard_has_no_primary_is_an_outage(int code) {
        assertThat(StoreOutage.is(new MongoException(code, "no primary"))).isTrue();
    }

    @Test
    void a_write_that_the_server_itself_calls_retryable_met_an_outage() {
        MongoException failure = new MongoException(46841, "another code");
        failure.addLabel("RetryableWriteError");

        assertThat(StoreOutage.is(failure)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {91, 189, 11602})
    void a_bulk_write_met_an_outage_if_its_confirmation_did_or_one_of_its_writes(int code) {
        BulkWriteError duplicate = new BulkWriteError(11000, "duplicate", new BsonDocument(), 0);

        assertThat(StoreOutage.is(bulk(List.of(), code))).isTrue();
        assertThat(StoreOutage.is(bulk(List.of(duplicate), code))).isTrue();
        assertThat(StoreOutage.is(
                        bulk(List.of(duplicate, new BulkWriteError(code, "no primary", new BsonDocument(), 1)), null)))
                .isTrue();
        assertThat(StoreOutage.is(bulk(List.of(duplicate), null))).isFalse();
    }

    private static MongoBulkWriteException bulk(List<BulkWriteError> refused, @Nullable Integer unconfirmed) {
        return new MongoBulkWriteException(
                BulkWriteResult.unacknowledged(),
                refused,
                unconfirmed == null ? null : new WriteConcernError(unconfirmed, "", "", new BsonDocument()),
                new ServerAddress(),
                Set.of());
    }

    private static MongoException unauthenticated(MongoException cause) {
        MongoCredential credential = MongoCredential.createScramSha256Credential("user", "admin", new char[0]);
        return new MongoSecurityException(credential, "Exception authenticating", cause);
    }

    @Test
    void a_refusal_is_none() {
        try (var mongo = EmbeddedMongo.start(folder, 0);
                var client = MongoClients.create(mongo.uri())) {
            MongoCollection<Document> things = things(client);
            things.insertOne(new Document("_id", 1));

            assertThat(StoreOutage.is(failure(() -> things.insertOne(new Document("_id", 1)))))
                    .isFalse();
        }
    }

    private static MongoCollection<Document> things(MongoClient client) {
        return client.getDatabase("test").getCollection("things");
    }

    private static MongoException failure(ThrowingCallable action) {
        return catchThrowableOfType(MongoException.class, action);
    }
}
