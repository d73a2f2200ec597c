package com.deliveryhistory.history;

import static org.awaitility.Awaitility.await;

import com.deliveryhistory.events.Application;
import com.deliveryhistory.events.CompanyId;
import com.deliveryhistory.events.EndReason;
import com.deliveryhistory.events.EventCodec;
import com.deliveryhistory.events.EventEnvelope;
import com.deliveryhistory.events.GrantEvent;
import com.deliveryhistory.events.GrantEvent.GrantActivated;
import com.deliveryhistory.events.GrantEvent.GrantExpiring;
import com.deliveryhistory.events.GrantEvent.GrantInvalidated;
import com.deliveryhistory.events.GrantState;
import com.deliveryhistory.events.GrantStatus;
import com.deliveryhistory.events.Topics;
import com.deliveryhistory.services.messaging.EventPublisher;
import com.deliveryhistory.testing.TestKafka;
import com.deliveryhistory.testing.TopicRecord;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.client.RestClient;
import tools.jackson.databind.JsonNode;

/** A company of a test's own: what token-manager says of it, and what can be read about it. */
public final class Company {

    private final String id;
    private final EventPublisher publisher;
    private final RestClient http;
    private final Callers callers;
    private final TestKafka kafka;
    private long revision;
    private Instant authorizedAt = Instant.now();

    public Company(EventPublisher publisher, RestClient http, Callers callers, TestKafka kafka) {
        this("c" + UUID.randomUUID().toString().substring(0, 8), publisher, http, callers, kafka);
    }

    /** The company with this id. */
    public Company(String id, EventPublisher publisher, RestClient http, Callers callers, TestKafka kafka) {
        this.id = id;
        this.publisher = publisher;
        this.http = http;
        this.callers = callers;
        this.kafka = kafka;
    }

    /** A company of its own beside this one. */
    public Company another() {
        return new Company(publisher, http, callers, kafka);
    }

    public String id() {
        return id;
    }

    public EventEnvelope<GrantEvent> optsIn() {
        authorizedAt = Instant.now();
        return tell(new GrantActivated(status(GrantState.ACTIVE, null)));
    }

    public EventEnvelope<GrantEvent> isInvalidated() {
        return tell(new GrantInvalidated(status(GrantState.INVALIDATED, EndReason.PASSWORD_CHANGED)));
    }

    /** As if an operator had the last event told again. */
    public EventEnvelope<GrantEvent> isToldAgainToBeActive() {
        return tell(new GrantActivated(status(GrantState.ACTIVE, null).restated(Instant.now())));
    }

    /** As if an operator had told again that the authorisation runs out. */
    public EventEnvelope<GrantEvent> isToldAgainToRunOut() {
        return tell(new GrantExpiring(status(GrantState.ACTIVE, null).restated(Instant.now()), 7));
    }

    private EventEnvelope<GrantEvent> tell(GrantEvent event) {
        EventEnvelope<GrantEvent> envelope = new EventEnvelope<>(
                UUID.randomUUID().toString(), EventEnvelope.source("token-manager"), Instant.now(), event);
        publish(envelope);
        return envelope;
    }

    public void publish(EventEnvelope<GrantEvent> envelope) {
        publisher.publish(EventCodec.GRANT, envelope);
    }

    public GrantStatus status(GrantState state, @Nullable EndReason reason) {
        revision++;
        return new GrantStatus(
                new CompanyId(id),
                Application.INTELLIGENT_DELIVERY_HISTORY,
                state,
                reason,
                revision,
                revision,
                authorizedAt,
                "admin",
                authorizedAt.plusSeconds(3600),
                authorizedAt.plusSeconds(86400),
                null);
    }

    public ResponseEntity<JsonNode> get(String path) {
        return http.get()
                .uri("/v1/companies/" + id + path)
                .header(HttpHeaders.AUTHORIZATION, "Bearer " + callers.token("optin-web", id))
                .retrieve()
                .onStatus(status -> true, (request, response) -> {})
                .toEntity(JsonNode.class);
    }

    public JsonNode read(String path) {
        JsonNode body = get(path).getBody();
        if (body == null) {
            throw new AssertionError("No answer from " + path);
        }
        return body;
    }

    public JsonNode coverage() {
        return read("/coverage").path("coverages").path(0);
    }

    public JsonNode awaitCoverage(Predicate<JsonNode> expected) {
        return await().until(this::coverage, expected);
    }

    /** The history is complete for the first time, or later than this. */
    public JsonNode awaitCollected(Instant after) {
        return awaitCoverage(coverage -> coverage.has("lastSuccessAt")
                && Instant.parse(coverage.path("lastSuccessAt").asString()).isAfter(after));
    }

    /** What token-manager has said of it up to now has been read. */
    public void awaitAllRead() {
        TopicRecord last = kafka.records(Topics.GRANT_EVENTS).stream()
                .filter(record -> String.valueOf(record.key()).startsWith(id + "/"))
                .toList()
                .getLast();
        await().until(() -> kafka.hasRead("history-worker", last));
    }

    public List<TopicRecord> deliveryEvents(String type) {
        return kafka.records(Topics.DELIVERY_EVENTS).stream()
                .filter(record -> record.type().equals("com.deliveryhistory." + type + ".v1"))
                .filter(record -> String.valueOf(record.value()).contains('"' + id + '"'))
                .toList();
    }
}
