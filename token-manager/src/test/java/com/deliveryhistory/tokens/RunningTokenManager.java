package com.deliveryhistory.tokens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.deliveryhistory.events.Application;
import com.deliveryhistory.events.CompanyId;
import com.deliveryhistory.events.EventCodec;
import com.deliveryhistory.events.EventEnvelope;
import com.deliveryhistory.events.GrantId;
import com.deliveryhistory.events.OptInEvent;
import com.deliveryhistory.events.OptInEvent.OptInGranted;
import com.deliveryhistory.events.Topics;
import com.deliveryhistory.events.sealing.TokenPair;
import com.deliveryhistory.events.sealing.TokenSealer;
import com.deliveryhistory.services.auth.ServiceTokens;
import com.deliveryhistory.services.messaging.EventPublisher;
import com.deliveryhistory.services.messaging.OwnedTopics;
import com.deliveryhistory.testing.AskedQueries;
import com.deliveryhistory.testing.TestIdentities;
import com.deliveryhistory.testing.TestKafka;
import com.deliveryhistory.testing.TestMongo;
import com.deliveryhistory.testing.TopicRecord;
import com.deliveryhistory.testing.WithKafka;
import com.deliveryhistory.testing.WithMongo;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.OctetKeyPair;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.bson.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.mongodb.autoconfigure.MongoClientSettingsBuilderCustomizer;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.web.server.LocalManagementPort;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** The service as it runs: Kafka and MongoDB as servers, UPS played by {@link UpsStandIn}, callers over HTTP. */
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "management.server.port=0",
            "service-identity.name=token-manager",
            "access.callers.token-manager.applications=intelligent-delivery-history",
            "ups.applications.intelligent-delivery-history.client-id=client",
            "ups.applications.intelligent-delivery-history.client-secret=secret",
            "encryption.create-if-missing=true",
            "sealing.create-if-missing=true",
            "spring.test.metrics.export=true",
            "logging.level.com.deliveryhistory=debug",
            "logging.level.org.springframework.web=debug"
        })
@Import({RunningTokenManager.OptInWeb.class, RunningTokenManager.Watched.class})
@WithKafka(own = true)
@WithMongo
abstract class RunningTokenManager {

    static final UpsStandIn UPS = new UpsStandIn();

    @TempDir
    static Path folder;

    @LocalServerPort
    int port;

    @LocalManagementPort
    int managementPort;

    @Autowired
    EventPublisher publisher;

    @Autowired
    ServiceTokens serviceTokens;

    @Autowired
    TestKafka kafka;

    @Autowired
    TestMongo mongo;

    final HttpClient http = HttpClient.newHttpClient();

    /** What belongs to optin-web where there is one. */
    @TestConfiguration
    static class OptInWeb {

        @Bean
        OwnedTopics optInTopics() {
            return OwnedTopics.of(Topics.OPT_IN);
        }
    }

    /** Looks at what the service asks its store. */
    @TestConfiguration(proxyBeanMethods = false)
    static class Watched {

        @Bean
        AskedQueries askedQueries() {
            return new AskedQueries();
        }

        @Bean
        MongoClientSettingsBuilderCustomizer asked(AskedQueries queries) {
            return settings -> settings.addCommandListener(queries);
        }
    }

    @DynamicPropertySource
    static void settings(DynamicPropertyRegistry properties) {
        // the service calls itself here, so that one key is enough
        TestIdentities.create(folder, "token-manager", "stranger");
        properties.add("service-identity.private-key", () -> "file:" + folder.resolve("token-manager.jwk"));
        properties.add("service-identity.trusted.token-manager", () -> "file:" + folder.resolve("token-manager.jwks"));
        properties.add("encryption.local-key-file", () -> folder.resolve("keys/encryption.key"));
        properties.add("sealing.key-file", () -> folder.resolve("keys/sealing.json"));
        properties.add("ups.base-url", UPS::address);
    }

    @AfterAll
    static void stop() {
        UPS.close();
    }

    static GrantId grant(String company) {
        return new GrantId(new CompanyId(company), Application.INTELLIGENT_DELIVERY_HISTORY);
    }

    String optIn(GrantId grant, TokenPair tokens, Instant authorizedAt) throws Exception {
        EventEnvelope<OptInEvent> granted = granted(grant, tokens, authorizedAt);
        publisher.publish(EventCodec.OPT_IN, granted);
        return granted.id();
    }

    EventEnvelope<OptInEvent> granted(GrantId grant, TokenPair tokens, Instant authorizedAt) throws Exception {
        JWKSet keys = JWKSet.parse(get(port, "/v1/sealing-keys").body());
        return granted(grant, tokens, authorizedAt, keys.getKeys().getFirst().toOctetKeyPair());
    }

    static EventEnvelope<OptInEvent> granted(
            GrantId grant, TokenPair tokens, Instant authorizedAt, OctetKeyPair sealedTo) {
        String id = UUID.randomUUID().toString();
        return new EventEnvelope<>(
                id,
                EventEnvelope.source("optin-web"),
                Instant.now(),
                new OptInGranted(
                        grant.company(),
                        grant.application(),
                        authorizedAt,
                        "acme-admin",
                        null,
                        authorizedAt.plusSeconds(3_599),
                        authorizedAt.plus(Duration.ofDays(60)),
                        new TokenSealer(sealedTo).seal(tokens, id, grant)));
    }

    static EventEnvelope<OptInEvent> envelope(OptInEvent event) {
        return new EventEnvelope<>(
                UUID.randomUUID().toString(), EventEnvelope.source("optin-web"), Instant.now(), event);
    }

    void publish(OptInEvent event) {
        publisher.publish(EventCodec.OPT_IN, envelope(event));
    }

    List<TopicRecord> grantEvents(GrantId grant) {
        return kafka.records(Topics.GRANT_EVENTS).stream()
                .filter(record -> grant.toString().equals(record.key()))
                .toList();
    }

    void awaitEvents(GrantId grant, String... types) {
        await().untilAsserted(() -> assertThat(grantEvents(grant))
                .extracting(TopicRecord::type)
                .containsExactly(Arrays.stream(types)
                        .map(type -> "com.deliveryhistory." + type + ".v1")
                        .toArray(String[]::new)));
    }

    Document stored(GrantId grant) {
        return Objects.requireNonNull(mongo.client()
                .getDatabase(mongo.database())
                .getCollection("grants")
                .find(new Document("_id", grant.toString()))
                .first());
    }

    HttpResponse<String> take(GrantId grant, String body) throws Exception {
        return send(request(grant, body, serviceTokens.tokenFor("token-manager")));
    }

    HttpRequest request(GrantId grant, String body, String token) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/v1/grants/" + grant + "/access-token"))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
    }

    HttpResponse<String> get(int where, String path) throws Exception {
        return send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + where + path))
                .build());
    }

    HttpResponse<String> send(HttpRequest request) throws Exception {
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }
}
