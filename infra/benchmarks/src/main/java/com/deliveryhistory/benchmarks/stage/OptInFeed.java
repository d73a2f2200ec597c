package com.deliveryhistory.benchmarks.stage;

import com.deliveryhistory.events.EventCodec;
import com.deliveryhistory.events.EventEnvelope;
import com.deliveryhistory.events.GrantId;
import com.deliveryhistory.events.OptInEvent;
import com.deliveryhistory.events.OptInEvent.OptInGranted;
import com.deliveryhistory.events.sealing.TokenOpener;
import com.deliveryhistory.events.sealing.TokenPair;
import com.deliveryhistory.events.sealing.TokenSealer;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.gen.OctetKeyPairGenerator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Opt-ins as optin-web would publish them, sealed to a key that this made. */
public final class OptInFeed implements AutoCloseable {

    private final OctetKeyPair key;
    private final TokenSealer sealer;
    private final Path keyFile;
    private final KafkaProducer<String, byte[]> producer;

    public OptInFeed(Stage stage) {
        try {
            key = new OctetKeyPairGenerator(Curve.X25519)
                    .keyID(UUID.randomUUID().toString())
                    .keyUse(KeyUse.ENCRYPTION)
                    .generate();
            keyFile = stage.keys().resolve("bench-sealing.jwks");
            Files.writeString(keyFile, new JWKSet(key).toString(false));
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        sealer = new TokenSealer(key);
        producer = new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        stage.kafka(),
                        ProducerConfig.TRANSACTIONAL_ID_CONFIG,
                        "bench-opt-ins",
                        ProducerConfig.LINGER_MS_CONFIG,
                        5),
                new StringSerializer(),
                new ByteArraySerializer());
        producer.initTransactions();
    }

    /** What token-manager has to be told to open what this seals. */
    public Map<String, Object> settings() {
        return Map.of("sealing.key-file", keyFile.toString());
    }

    public TokenOpener opener() {
        return new TokenOpener(new JWKSet(key));
    }

    /** An opt-in of that time, whose access token has an hour to live and its refresh token two months. */
    public EventEnvelope<OptInEvent> optIn(GrantId grant, TokenPair tokens, Instant at) {
        String id = UUID.randomUUID().toString();
        return new EventEnvelope<>(
                id,
                EventEnvelope.source("optin-web"),
                at,
                new OptInGranted(
                        grant.company(),
                        grant.application(),
                        at,
                        "bench-admin",
                        null,
                        at.plus(Duration.ofHours(1)),
                        at.plus(Duration.ofDays(60)),
                        sealer.seal(tokens, id, grant)));
    }

    /** Has all of the events in Kafka, not yet to be seen, until the returned step makes them visible at once. */
    public Runnable publish(List<EventEnvelope<OptInEvent>> events) {
        producer.beginTransaction();
        for (EventEnvelope<OptInEvent> event : events) {
            ProducerRecord<String, byte[]> record = EventCodec.OPT_IN.encode(event);
            var unused = producer.send(record); // a failure fails the transaction
        }
        producer.flush();
        return producer::commitTransaction;
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(5));
    }
}
