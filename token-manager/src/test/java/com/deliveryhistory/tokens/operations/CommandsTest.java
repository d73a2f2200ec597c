package com.deliveryhistory.tokens.operations;

import com.deliveryhistory.events.EventEnvelope;
import com.deliveryhistory.events.GrantId;
import com.deliveryhistory.events.OptInEvent;
import com.deliveryhistory.events.OptInEvent.OptInWithdrawn;
import com.deliveryhistory.events.Topics;
import com.deliveryhistory.testing.TestKafka;
import com.deliveryhistory.testing.TestMongo;
import com.deliveryhistory.testing.WithKafka;
import com.deliveryhistory.testing.WithMongo;
import com.deliveryhistory.tokens.optins.OptIns;
import java.nio.file.Path;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** Commands against a real store and a real Kafka, in the application as the command line starts it. */
@WithKafka
@WithMongo
abstract class CommandsTest {

    @TempDir
    static Path folder;

    static Desk desk;
    static TestKafka kafka;
    static TestMongo mongo;

    @BeforeAll
    static void open(TestKafka givenKafka, TestMongo givenMongo) throws Exception {
        kafka = givenKafka;
        mongo = givenMongo;
        kafka.recreate(Desk.DEAD_LETTERS, Topics.GRANT_EVENTS);
        desk = new Desk(kafka, mongo, folder);
    }

    @AfterAll
    static void close() {
        desk.close();
    }

    static void withdraw(GrantId grant) {
        desk.context.getBean(OptIns.class).apply(withdrawal(grant));
    }

    static EventEnvelope<OptInEvent> withdrawal(GrantId grant) {
        Instant now = Instant.now();
        return new EventEnvelope<>(
                UUID.randomUUID().toString(),
                EventEnvelope.source("optin-web"),
                now,
                new OptInWithdrawn(grant.company(), grant.application(), now, "acme-admin"));
    }
}
