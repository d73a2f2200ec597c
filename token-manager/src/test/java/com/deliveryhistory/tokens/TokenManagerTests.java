package com.deliveryhistory.tokens;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.deliveryhistory.events.Application;
import com.deliveryhistory.events.EventCodec;
import com.deliveryhistory.events.EventEnvelope;
import com.deliveryhistory.events.GrantId;
import com.deliveryhistory.events.OptInEvent;
import com.deliveryhistory.events.OptInEvent.OptInGranted;
import com.deliveryhistory.events.OptInEvent.PasswordChangeInvalidated;
import com.deliveryhistory.events.Topics;
import com.deliveryhistory.events.sealing.TokenPair;
import com.deliveryhistory.testing.AskedQueries;
import com.deliveryhistory.testing.AskedQueries.Query;
import com.mongodb.client.MongoClient;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.gen.OctetKeyPairGenerator;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class TokenManagerTests extends RunningTokenManager {

    @Test
    void an_opt_in_becomes_an_active_grant_whose_token_is_handed_out() throws Exception {
        GrantId grant = grant("walk");
        TokenPair tokens = UPS.issue();

        String eventId = optIn(grant, tokens, Instant.now().minusSeconds(1));

        awaitEvents(grant, "GrantActivated");
        assertThat(grantEvents(grant).getFirst().value()).contains("\"causedBy\":\"" + eventId + "\"");
        HttpResponse<String> answer = take(grant, "");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(answer.body())
                .contains("\"accessToken\":\"" + tokens.accessToken() + "\"")
                .contains("\"tokenType\":\"Bearer\"", "\"generation\":1", "\"expiresAt\":\"");
    }

    @Test
    void a_refused_token_is_replaced_by_a_newer_one_with_a_single_refresh_however_many_ask() throws Exception {
        GrantId grant = grant("many");
        optIn(grant, UPS.issue(), Instant.now().minusSeconds(1));
        awaitEvents(grant, "GrantActivated");
        int before = UPS.tried().size();

        List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            answers.add(http.sendAsync(
                    request(grant, "{\"refusedGeneration\":1}", serviceTokens.tokenFor("token-manager")),
                    HttpResponse.BodyHandlers.ofString()));
        }

        assertThat(answers).allSatisfy(answer -> {
            assertThat(answer.get(20, SECONDS).statusCode()).isEqualTo(200);
            assertThat(answer.get().body()).contains("\"generation\":2");
        });
        assertThat(UPS.tried()).hasSize(before + 1);
        assertThat(grantEvents(grant)).hasSize(1);
    }

    @Test
    void a_changed_password_that_ups_shows_by_refusing_ends_the_grant() throws Exception {
        GrantId grant = grant("refused");
        optIn(
                grant,
                new TokenPair("secret-at-gone", "secret-rt-gone"),
                Instant.now().minusSeconds(1));
        awaitEvents(grant, "GrantActivated");

        HttpResponse<String> answer = take(grant, "{\"refusedGeneration\":1}");

        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(answer.body()).contains("\"state\":\"INVALIDATED\"", "\"reason\":\"REFRESH_REJECTED\"");
        awaitEvents(grant, "GrantActivated", "GrantInvalidated");
    }

    @Test
    void a_reported_password_change_ends_all_grants_of_the_company_and_an_opt_in_brings_one_back() throws Exception {
        GrantId grant = grant("reported");
        optIn(grant, UPS.issue(), Instant.now().minusSeconds(60));
        awaitEvents(grant, "GrantActivated");

        publish(new PasswordChangeInvalidated(
                grant.company(),
                null,
                Instant.now().minusSeconds(30),
                PasswordChangeInvalidated.Source.ADMIN,
                "acme-admin"));
        awaitEvents(grant, "GrantActivated", "GrantInvalidated");
        assertThat(take(grant, "").body()).contains("PASSWORD_CHANGED");

        optIn(grant, UPS.issue(), Instant.now().minusSeconds(1));
        awaitEvents(grant, "GrantActivated", "GrantInvalidated", "GrantActivated");
        assertThat(take(grant, "").body()).contains("\"generation\":2");
    }

    @Test
    void reading_the_whole_topic_again_changes_nothing_and_tells_nothing() throws Exception {
        GrantId grant = grant("replayed");
        Instant authorizedAt = Instant.now().minusSeconds(60);
        EventEnvelope<OptInEvent> granted = granted(grant, UPS.issue(), authorizedAt);
        EventEnvelope<OptInEvent> changed = envelope(new PasswordChangeInvalidated(
                grant.company(),
                grant.application(),
                authorizedAt.plusSeconds(1),
                PasswordChangeInvalidated.Source.SECURITY_EVENT,
                "https://issuer.example"));
        EventEnvelope<OptInEvent> again = granted(grant, UPS.issue(), authorizedAt.plusSeconds(2));
        publisher.publishAll(EventCodec.OPT_IN, List.of(granted, changed, again));
        awaitEvents(grant, "GrantActivated", "GrantInvalidated", "GrantActivated");
        Document stored = stored(grant);

        publisher.publishAll(EventCodec.OPT_IN, List.of(granted, changed, again));
        // same key, so it is read after the repeats
        optIn(new GrantId(grant.company(), Application.ODCS), UPS.issue(), Instant.now());
        awaitEvents(new GrantId(grant.company(), Application.ODCS), "GrantActivated");

        assertThat(stored(grant)).isEqualTo(stored);
        assertThat(grantEvents(grant)).hasSize(3);
    }

    @Test
    void poison_goes_to_the_dead_letters_and_blocks_nobody() throws Exception {
        GrantId grant = grant("poison");
        GrantId other = new GrantId(grant.company(), Application.ODCS);
        EventEnvelope<OptInEvent> foreign = envelope(
                ((OptInGranted) granted(other, UPS.issue(), Instant.now()).event())); // sealed for another event id
        publisher.publish(EventCodec.OPT_IN, foreign);
        optIn(grant, UPS.issue(), Instant.now());

        awaitEvents(grant, "GrantActivated");
        await().until(() -> kafka
                .records(Topics.OPT_IN.deadLetters("token-manager").name())
                .stream()
                .anyMatch(record -> foreign.id().equals(record.headers().get("ce_id"))));
    }

    @Test
    void an_opt_in_that_is_sealed_to_a_key_which_another_instance_had_first_waits_for_the_key(CapturedOutput output)
            throws Exception {
        GrantId grant = grant("early");
        OctetKeyPair next =
                new OctetKeyPairGenerator(Curve.X25519).keyID("next").generate();
        EventEnvelope<OptInEvent> granted = granted(grant, UPS.issue(), Instant.now(), next);
        publisher.publish(EventCodec.OPT_IN, granted);
        await().untilAsserted(() -> assertThat(output)
                .containsPattern("of early is tried again, attempt 1 failed: .*UnknownSealingKey.*kid next"));

        List<JWK> keys = new ArrayList<>(
                JWKSet.load(folder.resolve("keys/sealing.json").toFile()).getKeys());
        keys.add(next);
        Files.writeString(folder.resolve("keys/sealing.json"), new JWKSet(keys).toString(false));

        awaitEvents(grant, "GrantActivated");
        assertThat(kafka.records(Topics.OPT_IN.deadLetters("token-manager").name()))
                .noneMatch(record -> granted.id().equals(record.headers().get("ce_id")));
    }

    @Test
    void strangers_and_wrong_questions_are_told_so() throws Exception {
        GrantId grant = grant("strangers");
        assertThat(send(request(grant, "", "no.valid.token"))).satisfies(answer -> {
            assertThat(answer.statusCode()).isEqualTo(401);
            assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        });
        assertThat(take(new GrantId(grant.company(), Application.ODCS), "").statusCode())
                .isEqualTo(403);
        assertThat(take(grant, "").statusCode()).isEqualTo(404);
        assertThat(take(grant, "{\"refusedGeneration\":").statusCode()).isEqualTo(400);
        assertThat(get(port, "/v1/elsewhere").statusCode()).isEqualTo(401);
    }

    @Test
    void health_and_metrics_are_there_for_operators_alone() throws Exception {
        assertThat(get(port, "/livez").statusCode()).isEqualTo(200);
        assertThat(get(port, "/readyz").statusCode()).isEqualTo(200);
        assertThat(get(managementPort, "/actuator/prometheus").body())
                .contains(
                        "grants_outbox ",
                        "dead_letters_waiting{",
                        "grants{application=\"intelligent-delivery-history\",state=\"active\"}");
        assertThat(get(managementPort, "/actuator/env").statusCode()).isIn(401, 404);
        assertThat(get(managementPort, "/actuator/sbom").statusCode()).isIn(401, 404);
        assertThat(get(port, "/actuator/prometheus").statusCode()).isIn(401, 404);
    }

    @Test
    void no_token_is_readable_in_database_topic_or_log(CapturedOutput output) throws Exception {
        GrantId grant = grant("hidden");
        optIn(grant, UPS.issue(), Instant.now());
        awaitEvents(grant, "GrantActivated");
        take(grant, "{\"refusedGeneration\":1}");

        Pattern token = Pattern.compile("secret-[ar]t-");
        for (String collection : mongo.client().getDatabase(mongo.database()).listCollectionNames()) {
            for (Document document : mongo.client()
                    .getDatabase(mongo.database())
                    .getCollection(collection)
                    .find()) {
                assertThat(document.toJson()).doesNotContainPattern(token);
            }
        }
        for (String topic : List.of(Topics.GRANT_EVENTS, Topics.OPT_IN_EVENTS)) {
            assertThat(kafka.records(topic))
                    .noneMatch(record -> token.matcher(record.toString()).find());
        }
        assertThat(output.getAll()).doesNotContainPattern(token).doesNotContain("client:secret");
    }

    @Test
    void whatever_is_asked_of_the_store_an_index_serves_it(@Autowired AskedQueries asked, @Autowired MongoClient store)
            throws Exception {
        GrantId grant = grant("asked");
        optIn(grant, UPS.issue(), Instant.now().minusSeconds(2));
        awaitEvents(grant, "GrantActivated");
        assertThat(take(grant, "{\"refusedGeneration\":1}").statusCode()).isEqualTo(200);
        publish(new PasswordChangeInvalidated(
                grant.company(), null, Instant.now(), PasswordChangeInvalidated.Source.ADMIN, "asked-admin"));
        awaitEvents(grant, "GrantActivated", "GrantInvalidated");
        assertThat(get(managementPort, "/actuator/prometheus").statusCode()).isEqualTo(200);

        assertThat(asked.queries()).hasSizeGreaterThan(10);
        // due grants of applications that nobody refreshes: an index finds them, and they are so few that the server
        // sorts them
        Query strays =
                new Query("grants", Set.of("state"), Set.of("application", "nextRefreshAt"), List.of("nextRefreshAt"));
        assertThat(asked.notServedByAnIndex(store)).isSubsetOf(strays);
    }
}
