package com.deliveryhistory.systemtests.custody;

import static org.awaitility.Awaitility.await;

import com.deliveryhistory.events.Application;
import com.deliveryhistory.events.CompanyId;
import com.deliveryhistory.events.EventCodec;
import com.deliveryhistory.events.EventEnvelope;
import com.deliveryhistory.events.GrantId;
import com.deliveryhistory.events.OptInEvent;
import com.deliveryhistory.events.OptInEvent.OptInGranted;
import com.deliveryhistory.events.OptInEvent.OptInWithdrawn;
import com.deliveryhistory.events.Topics;
import com.deliveryhistory.events.sealing.TokenPair;
import com.deliveryhistory.events.sealing.TokenSealer;
import com.deliveryhistory.localstack.LocalStack;
import com.deliveryhistory.localstack.StackOptions;
import com.deliveryhistory.localstack.settings.Instance;
import com.deliveryhistory.localstack.settings.Part;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.nimbusds.jose.jwk.JWKSet;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.bson.Document;
import tools.jackson.databind.JsonNode;

/**
 * A stack with two token-managers and no other service: tests bring opt-ins as optin-web would, and take tokens as
 * history-worker would. Access tokens live five seconds.
 */
final class Custody implements AutoCloseable {

    static final List<Instance> INSTANCES =
            List.of(new Instance(Part.TOKEN_MANAGER, 1), new Instance(Part.TOKEN_MANAGER, 2));

    /** The names by which the instances know UPS, so that its ledger tells who called. */
    private static final List<String> HOSTS = List.of("localhost", "127.0.0.1");

    /** The sandbox's client of each application. */
    private static final Map<String, String> CLIENTS =
            Map.of("intelligent-delivery-history", "sbx-client-idh", "odcs", "sbx-client-odcs");

    private final LocalStack stack;
    private final Http http = new Http();
    private final UpsSwitches ups;
    private final MongoClient store;
    private final KafkaProducer<String, byte[]> producer;

    Custody() throws Exception {
        var options = StackOptions.temporary()
                .withParts(Part.KAFKA, Part.MONGODB, Part.UPS_SANDBOX, Part.TOKEN_MANAGER)
                .withInstances(Part.TOKEN_MANAGER, INSTANCES.size())
                .withSetting(Part.UPS_SANDBOX, "sandbox.oauth.access-token-life", "5s")
                .withSetting(Part.UPS_SANDBOX, "sandbox.ledger.size", 1_000_000)
                .withSetting(
                        Part.TOKEN_MANAGER, "access.callers.history-worker.applications", List.copyOf(CLIENTS.keySet()))
                // all times are in proportion to tokens that live seconds instead of an hour
                .withSetting(Part.TOKEN_MANAGER, "grants.refresh.scan-interval", "250ms")
                .withSetting(Part.TOKEN_MANAGER, "grants.refresh.lease", "16s")
                .withSetting(Part.TOKEN_MANAGER, "grants.refresh.first-retry", "300ms")
                .withSetting(Part.TOKEN_MANAGER, "grants.refresh.longest-retry", "2s")
                .withSetting(Part.TOKEN_MANAGER, "grants.refresh.first-pause", "300ms")
                .withSetting(Part.TOKEN_MANAGER, "grants.refresh.longest-pause", "2s");
        int sandboxPort = options.addresses().port(Part.UPS_SANDBOX);
        for (int i = 0; i < INSTANCES.size(); i++) {
            options = options.withSetting(
                    INSTANCES.get(i), "ups.base-url", "http://%s:%d".formatted(HOSTS.get(i), sandboxPort));
        }
        stack = LocalStack.start(options);
        ups = new UpsSwitches(stack.url(Part.UPS_SANDBOX), http);
        store = MongoClients.create(stack.mongodb(Part.TOKEN_MANAGER));
        try (var admin = Admin.create(Map.of("bootstrap.servers", stack.kafka()))) {
            admin.createTopics(List.of(Topics.OPT_IN.toNewTopic((short) 1)))
                    .all()
                    .get();
        }
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", stack.kafka()), new StringSerializer(), new ByteArraySerializer());
    }

    LocalStack stack() {
        return stack;
    }

    UpsSwitches ups() {
        return ups;
    }

    Http http() {
        return http;
    }

    /** By which name of UPS an instance calls it. */
    static String hostOf(Instance instance) {
        return HOSTS.get(INSTANCES.indexOf(instance));
    }

    /**
     * Opts companies in to both applications and waits until all grants are active.
     *
     * @return each grant with the fingerprint of its first refresh token
     */
    Map<GrantId, String> optIn(String companies, int count) throws Exception {
        var sealer = new TokenSealer(
                JWKSet.parse(http.get(stack.url(Part.TOKEN_MANAGER).resolve("/v1/sealing-keys"))
                                .body())
                        .getKeys()
                        .getFirst()
                        .toOctetKeyPair());
        Map<GrantId, String> first = new LinkedHashMap<>();
        Future<?> last = null;
        for (var client : CLIENTS.entrySet()) {
            int number = 0;
            for (JsonNode tokens : ups.grants(client.getValue(), "acme-ups", count)) {
                var company = new CompanyId("%s-%03d".formatted(companies, ++number));
                var grant = new GrantId(company, new Application(client.getKey()));
                String refreshToken = tokens.path("refresh_token").asString();
                last = publish(granted(
                        grant,
                        tokens,
                        sealer,
                        new TokenPair(tokens.path("access_token").asString(), refreshToken)));
                first.put(grant, UpsSwitches.fingerprint(refreshToken));
            }
        }
        if (last != null) {
            last.get();
        }
        await("all opt-ins to be active")
                .until(() -> stored(companies).values().stream()
                                .filter(grant -> "ACTIVE".equals(grant.getString("state")))
                                .count()
                        == first.size());
        return first;
    }

    /** Withdraws all that {@link #optIn} brought, and waits until that is done. */
    void withdraw(Iterable<GrantId> grants, String companies) throws Exception {
        Future<?> last = null;
        for (GrantId grant : grants) {
            var event = new OptInWithdrawn(grant.company(), grant.application(), Instant.now(), "admin");
            last = publish(envelope(UUID.randomUUID().toString(), event));
        }
        if (last != null) {
            last.get();
        }
        await("all opt-ins to be withdrawn")
                .until(() -> stored(companies).values().stream()
                        .allMatch(grant -> "WITHDRAWN".equals(grant.getString("state"))));
    }

    /** The grants of these companies as token-manager has stored them, by id. */
    Map<String, Document> stored(String companies) {
        MongoCollection<Document> grants =
                store.getDatabase(Part.TOKEN_MANAGER.label()).getCollection("grants");
        Map<String, Document> stored = new LinkedHashMap<>();
        for (Document grant : grants.find()) {
            if (grant.getString("_id").startsWith(companies + "-")) {
                stored.put(grant.getString("_id"), grant);
            }
        }
        return stored;
    }

    private static EventEnvelope<OptInEvent> granted(
            GrantId grant, JsonNode tokens, TokenSealer sealer, TokenPair pair) {
        String id = UUID.randomUUID().toString();
        Instant issued =
                Instant.ofEpochMilli(Long.parseLong(tokens.path("issued_at").asString()));
        return envelope(
                id,
                new OptInGranted(
                        grant.company(),
                        grant.application(),
                        issued,
                        "admin",
                        null,
                        issued.plusSeconds(
                                Long.parseLong(tokens.path("expires_in").asString())),
                        issued.plusSeconds(Long.parseLong(
                                tokens.path("refresh_token_expires_in").asString())),
                        sealer.seal(pair, id, grant)));
    }

    private static EventEnvelope<OptInEvent> envelope(String id, OptInEvent event) {
        return new EventEnvelope<>(id, EventEnvelope.source("optin-web"), Instant.now(), event);
    }

    private Future<?> publish(EventEnvelope<OptInEvent> envelope) {
        return producer.send(EventCodec.OPT_IN.encode(envelope));
    }

    @Override
    public void close() {
        producer.close();
        store.close();
        http.close();
        stack.close();
    }
}
