package com.deliveryhistory.tokens.operations;

import com.deliveryhistory.events.EventCodec;
import com.deliveryhistory.events.EventEnvelope;
import com.deliveryhistory.events.GrantId;
import com.deliveryhistory.events.OptInEvent;
import com.deliveryhistory.events.OptInEvent.OptInGranted;
import com.deliveryhistory.events.sealing.TokenPair;
import com.deliveryhistory.events.sealing.TokenSealer;
import com.deliveryhistory.services.commands.CommandMode;
import com.deliveryhistory.testing.Said;
import com.deliveryhistory.testing.TestIdentities;
import com.deliveryhistory.testing.TestKafka;
import com.deliveryhistory.testing.TestMongo;
import com.deliveryhistory.tokens.UpsStandIn;
import com.deliveryhistory.tokens.custody.SealingKeys;
import com.deliveryhistory.tokens.optins.OptIns;
import com.nimbusds.jose.jwk.JWKSet;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.kafka.core.KafkaTemplate;

/** Where a test sits as an operator: the application in command mode, as {@code main} starts it. */
final class Desk implements AutoCloseable {

    static final String DEAD_LETTERS = "optin.events.v1.token-manager.dlt";

    final UpsStandIn ups = new UpsStandIn();
    final ConfigurableApplicationContext context;

    Desk(TestKafka kafka, TestMongo mongo, Path folder) throws ClassNotFoundException {
        this.context = CommandMode.start(
                Class.forName("com.deliveryhistory.tokens.TokenManagerApplication"),
                settings(
                                kafka.bootstrapServers(),
                                mongo.uri(),
                                folder,
                                ups.address().toString())
                        .toArray(String[]::new));
    }

    static List<String> settings(String kafka, String mongo, Path folder, String ups) {
        TestIdentities.create(folder, "token-manager");
        List<String> settings = new ArrayList<>();
        settings.add("--spring.kafka.bootstrap-servers=" + kafka);
        settings.add("--spring.mongodb.uri=" + mongo);
        settings.add("--service-identity.private-key=file:" + folder.resolve("token-manager.jwk"));
        settings.add("--encryption.local-key-file=" + folder.resolve("encryption.key"));
        settings.add("--encryption.create-if-missing=true");
        settings.add("--sealing.key-file=" + folder.resolve("sealing.json"));
        settings.add("--sealing.create-if-missing=true");
        settings.add("--ups.base-url=" + ups);
        for (String application : List.of("odcs", "intelligent-delivery-history")) {
            settings.add("--ups.applications." + application + ".client-id=client");
            settings.add("--ups.applications." + application + ".client-secret=secret");
        }
        return settings;
    }

    Said says(String... command) {
        return Said.by((out, err) -> Operations.execute(() -> context, out, err, command));
    }

    /** As if an admin had come back from UPS.com just now. */
    void optIn(GrantId grant) {
        context.getBean(OptIns.class).apply(granted(grant, ups.issue()));
    }

    EventEnvelope<OptInEvent> granted(GrantId grant, TokenPair tokens) {
        return granted(grant, tokens, sealer());
    }

    static EventEnvelope<OptInEvent> granted(GrantId grant, TokenPair tokens, TokenSealer sealer) {
        String id = UUID.randomUUID().toString();
        Instant authorizedAt = Instant.now().minusSeconds(1);
        return new EventEnvelope<>(
                id,
                EventEnvelope.source("optin-web"),
                authorizedAt,
                new OptInGranted(
                        grant.company(),
                        grant.application(),
                        authorizedAt,
                        "acme-admin",
                        null,
                        authorizedAt.plusSeconds(3_599),
                        authorizedAt.plus(Duration.ofDays(60)),
                        sealer.seal(tokens, id, grant)));
    }

    /** Puts a record among the dead letters, as the listener would. */
    void deadLetter(EventEnvelope<OptInEvent> event) {
        ProducerRecord<String, byte[]> record = EventCodec.OPT_IN.encode(event);
        context.getBeanProvider(new ParameterizedTypeReference<KafkaTemplate<String, byte[]>>() {})
                .getObject()
                .send(new ProducerRecord<>(DEAD_LETTERS, 0, record.key(), record.value(), record.headers()))
                .join();
    }

    private TokenSealer sealer() {
        try {
            String keys = context.getBean(SealingKeys.class).publicKeys();
            return new TokenSealer(JWKSet.parse(keys).getKeys().getFirst().toOctetKeyPair());
        } catch (ParseException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        context.close();
        ups.close();
    }
}
