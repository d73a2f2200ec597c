package com.deliveryhistory.tokens.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.deliveryhistory.events.Application;
import com.deliveryhistory.events.CompanyId;
import com.deliveryhistory.events.EventEnvelope;
import com.deliveryhistory.events.GrantId;
import com.deliveryhistory.events.OptInEvent;
import com.deliveryhistory.events.Topics;
import com.deliveryhistory.events.sealing.TokenPair;
import com.deliveryhistory.events.sealing.TokenSealer;
import com.deliveryhistory.services.commands.Audit;
import com.deliveryhistory.services.messaging.DeadLetterTopics;
import com.deliveryhistory.testing.Said;
import com.deliveryhistory.testing.TopicRecord;
import com.deliveryhistory.tokens.UpsStandIn;
import com.deliveryhistory.tokens.grants.Grant;
import com.deliveryhistory.tokens.grants.Grant.Active;
import com.deliveryhistory.tokens.grants.Grants;
import com.deliveryhistory.tokens.grants.Relay;
import com.deliveryhistory.tokens.optins.OptIns;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.gen.OctetKeyPairGenerator;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.prometheus.metrics.tracer.common.SpanContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.bson.Document;
import org.junit.jupiter.api.Test;

class OperatorCommandsTests extends CommandsTest {

    /** Exemplars would: the first metric makes the tracer, under a lock that a metric of the starting thread waits for. */
    @Test
    void no_metric_makes_a_bean() {
        assertThat(desk.context.getBeanNamesForType(SpanContext.class)).isEmpty();
    }

    @Test
    void nothing_of_the_service_runs_beside_a_command() {
        assertThat(desk.context.getBean(Relay.class).isRunning()).isFalse();
        assertThat(desk.context.getBeanFactory().containsSingleton("optInListener"))
                .isFalse();
        assertThat(desk.context.getBeanFactory().containsSingleton("dueRefreshes"))
                .isFalse();
    }

    @Test
    void grants_are_listed_by_state_and_application_a_page_at_a_time() {
        GrantId first = optedIn("list-a", "odcs");
        GrantId second = optedIn("list-b", "odcs");
        GrantId ended = optedIn("list-c", "odcs");
        withdraw(ended);

        assertThat(desk.says("grants", "--company", "list-a").out())
                .contains("GRANT", first.toString(), "ACTIVE")
                .doesNotContain(second.toString());
        assertThat(desk.says("grants", "--state", "active", "--application", "odcs", "--after", "list-a/odcs")
                        .out())
                .contains(second.toString())
                .doesNotContain(first.toString(), ended.toString());
        Said page = desk.says("grants", "--state", "ACTIVE", "--after", "list", "--limit", "1");
        assertThat(page.exitCode()).isEqualTo(2); // that is no grant
        assertThat(desk.says("grants", "--application", "odcs", "--limit", "1").out())
                .contains("--after");
        assertThat(desk.says("grants", "--state", "WITHDRAWN").out()).contains(ended.toString());
        assertThat(desk.says("grants", "--company", "list-z").out()).isEqualTo("No such grants.\n");
    }

    @Test
    void grants_that_are_due_are_listed_longest_due_first() {
        GrantId later = optedIn("due-later", "odcs");
        GrantId sooner = optedIn("due-sooner", "odcs");
        dueAt(later, Instant.now().minusSeconds(10));
        dueAt(sooner, Instant.now().minusSeconds(500));

        String listed = desk.says("grants", "--due").out();

        assertThat(listed).containsSubsequence(sooner.toString(), later.toString());
        assertThat(desk.says("grant", sooner.toString()).out()).contains("The refresh is overdue");
    }

    @Test
    void a_grant_is_shown_with_what_its_state_means_and_without_its_tokens() {
        GrantId grant = optedIn("shown", "odcs");

        Said said = desk.says("grant", grant.toString());

        assertThat(said.exitCode()).isZero();
        assertThat(said.out())
                .contains("state", "ACTIVE", "generation", "acme-admin", "data key", "fence 0", "In order")
                .doesNotContain("secret-");
        assertThat(desk.says("grant", grant.toString(), "--json").out())
                .contains("\"grant\" : \"shown/odcs\"", "\"dataKey\"", "\"audit\"")
                .doesNotContain("secret-");
    }

    @Test
    void a_refresh_is_done_at_once_and_its_outcome_said() {
        GrantId grant = optedIn("refreshed", "odcs");

        Said said = desk.says("refresh", grant.toString());

        assertThat(said).isEqualTo(new Said(0, said.out(), ""));
        assertThat(said.out()).contains("renewed: generation 2");
        assertThat(find(grant).generation()).isEqualTo(2);
    }

    @Test
    void a_refresh_that_ups_refuses_ends_the_grant_and_says_what_to_do() {
        GrantId grant = new GrantId(new CompanyId("refused"), Application.ODCS);
        desk.context.getBean(OptIns.class).apply(desk.granted(grant, new TokenPair("secret-at-x", "secret-rt-x")));

        Said said = desk.says("refresh", grant.toString());

        assertThat(said.exitCode()).isEqualTo(1);
        assertThat(said.out()).contains("INVALIDATED, REFRESH_REJECTED", "opt in again");
        assertThat(desk.says("refresh", grant.toString()).err()).contains("there is nothing to refresh");
    }

    @Test
    void a_refresh_that_ups_does_not_answer_for_good_leaves_the_grant_and_says_when_it_goes_on() {
        GrantId grant = optedIn("throttled", "odcs");
        desk.ups.answerWith(UpsStandIn.status(429, "{}"));

        Said said = desk.says("refresh", grant.toString());

        assertThat(said.exitCode()).isEqualTo(1);
        assertThat(said.out()).contains("not renewed", "stays ACTIVE", "next attempt");
    }

    @Test
    void a_state_that_is_told_again_is_newer_than_all_that_was_told_and_the_last_of_its_key() {
        GrantId grant = optedIn("retold", "odcs");
        change(grant, new Document("generation", 1L));
        assertThat(desk.says("republish", grant.toString()).out())
                .contains("GrantActivated, revision 2", "Kafka has it");

        // as after the store was restored from a backup: readers know more than it does
        change(grant, new Document("revision", 1L));
        assertThat(desk.says("republish", grant.toString()).out()).contains("revision 3");

        assertThat(kafka.records(Topics.GRANT_EVENTS))
                .filteredOn(record -> grant.toString().equals(record.key()))
                .extracting(record -> record.headers().get("ce_id"))
                .doesNotHaveDuplicates()
                .hasSize(3);
        withdraw(grant);
        assertThat(desk.says("republish", grant.toString()).out()).contains("GrantWithdrawn, revision 5");
        List<TopicRecord> ends = kafka.records(Topics.GRANT_EVENTS).stream()
                .filter(record -> grant.toString().equals(record.key()))
                .filter(record -> record.type().contains("GrantWithdrawn"))
                .toList();
        assertThat(ends)
                .extracting(record -> record.headers().get("ce_time"))
                .hasSize(2)
                .containsOnly(ends.getFirst().headers().get("ce_time"));
        assertThat(ends.getFirst().value()).doesNotContain("restatedAt");
        assertThat(ends.getLast().value()).contains("restatedAt");
    }

    @Test
    void dead_letters_are_listed_without_payload_and_replayed_once_each_in_order() {
        GrantId grant = new GrantId(new CompanyId("lettered"), Application.ODCS);
        EventEnvelope<OptInEvent> granted = desk.granted(grant, desk.ups.issue());
        desk.deadLetter(granted);
        desk.deadLetter(withdrawal(grant));

        String listed = desk.says("dead-letters").out();
        assertThat(listed)
                .contains("OptInGranted", "OptInWithdrawn", "lettered")
                .doesNotContain("sealedTokens");
        assertThat(desk.says("dead-letters", "--payload").out()).contains("sealedTokens");
        Said replayed = desk.says("replay-dead-letters");

        assertThat(replayed.exitCode()).isZero();
        assertThat(replayed.out()).contains(granted.id() + ": processed", "2 processed, 0 dead letters again");
        assertThat(GrantViews.state(find(grant))).isEqualTo("WITHDRAWN");
        assertThat(desk.says("replay-dead-letters").out()).isEqualTo("0 processed, 0 dead letters again\n");
        assertThat(desk.says("dead-letters").out()).startsWith("No dead letters wait");
        assertThat(desk.says("dead-letters", "--all").out()).contains("OptInGranted");

        // sealed for another event: it can never be opened
        desk.deadLetter(new EventEnvelope<>(
                "other",
                granted.source(),
                granted.time(),
                desk.granted(new GrantId(new CompanyId("poisoned"), Application.ODCS), desk.ups.issue())
                        .event()));
        Said again = desk.says("replay-dead-letters");
        assertThat(again.exitCode()).isEqualTo(1);
        assertThat(again.out()).contains("a dead letter again", "0 processed, 1 dead letters again");
        assertThat(kafka.records(Desk.DEAD_LETTERS))
                .last()
                .extracting(TopicRecord::headers)
                .satisfies(headers -> assertThat(headers).containsEntry("dlt_replays", "1"));
        assertThat(desk.says("dead-letters").out()).contains("CorruptEvent");
    }

    @Test
    void an_opt_in_whose_sealing_key_was_taken_away_too_early_is_replayed_when_the_key_is_back() throws Exception {
        GrantId grant = new GrantId(new CompanyId("early"), Application.ODCS);
        OctetKeyPair old = new OctetKeyPairGenerator(Curve.X25519).keyID("old").generate();
        EventEnvelope<OptInEvent> granted = Desk.granted(grant, desk.ups.issue(), new TokenSealer(old));
        desk.deadLetter(granted);

        Said tooEarly = desk.says("replay-dead-letters");
        assertThat(tooEarly.out()).contains(granted.id() + ": a dead letter again");
        assertThat(desk.says("dead-letters").out()).contains("UnknownSealingKey", "kid old");

        Path file = folder.resolve("sealing.json");
        List<JWK> keys = new ArrayList<>(JWKSet.load(file.toFile()).getKeys());
        keys.add(old);
        Files.writeString(file, new JWKSet(keys).toString(false));

        assertThat(desk.says("replay-dead-letters").out()).contains(granted.id() + ": processed");
        assertThat(GrantViews.state(find(grant))).isEqualTo("ACTIVE");
    }

    @Test
    void dead_letters_are_measured_until_they_are_replayed() {
        double before = waitingDeadLetters();
        desk.deadLetter(withdrawal(new GrantId(new CompanyId("measured"), Application.ODCS)));
        double meanwhile = waitingDeadLetters();
        desk.says("replay-dead-letters");

        assertThat(meanwhile).isEqualTo(before + 1);
        assertThat(waitingDeadLetters()).isEqualTo(before);
    }

    @Test
    void an_event_that_nobody_can_read_is_shown_and_hides_no_grant() {
        GrantId grant = optedIn("damaged", "odcs");
        await().until(() -> desk.says("grant", grant.toString()).out().contains("Kafka has every event"));
        change(grant, new Document("outbox", List.of(new Document("id", "half-written"))));

        assertThat(desk.says("grant", grant.toString()).out())
                .contains("1 that cannot be read", "A stored event cannot be read, and none is sent");
        assertThat(desk.says("grants", "--company", "damaged").out()).contains(grant.toString(), "1 waiting");
    }

    @Test
    void what_makes_tokens_unreadable_is_shown() {
        GrantId grant = optedIn("unreadable", "odcs");
        Grants grants = desk.context.getBean(Grants.class);
        grants.foundUnreadable((Active) grants.find(grant), Instant.parse("2026-07-14T10:00:00Z"));

        assertThat(desk.says("grant", grant.toString()).out())
                .contains("unreadable since", "2026-07-14T10:00:00Z", "Put the master key back");
        assertThat(desk.says("grant", grant.toString(), "--json").out())
                .contains("\"unreadableSince\" : \"2026-07-14T10:00:00Z\"");
    }

    @Test
    void keys_are_rotated() {
        GrantId grant = optedIn("rotated", "odcs");
        String before = dataKeyOf(grant);

        assertThat(desk.says("rewrap-keys").out()).contains("0 failed");
        assertThat(desk.says("reencrypt", "rotated").out())
                .contains("1 grants under a new data key", "0 old keys left");

        assertThat(dataKeyOf(grant)).isNotEqualTo(before);
        assertThat(desk.says("refresh", grant.toString()).out()).contains("renewed");
    }

    @Test
    void every_command_is_audited_with_who_what_and_outcome() {
        GrantId grant = optedIn("audited", "odcs");
        desk.says("refresh", grant.toString(), "--as", "maria");
        desk.says("grant", "nobody/odcs");

        String audit = desk.says("audit").out();

        assertThat(audit)
                .contains("maria", "refresh audited/odcs --as maria", "renewed", "There is no grant nobody/odcs")
                .contains(System.getProperty("user.name") + "@")
                .doesNotContain("secret-");
        assertThat(desk.says("grant", grant.toString()).out()).contains("maria: refresh");
    }

    @Test
    void a_command_that_is_cut_off_stays_in_the_audit_as_unfinished() {
        desk.context.getBean(Audit.class).begin("killed", "reencrypt", List.of("acme"), null);

        assertThat(desk.says("audit").out()).containsPattern("killed +reencrypt acme +UNFINISHED");
    }

    @Test
    void wrong_words_are_told_in_one_line_with_the_usage() {
        assertThat(desk.says("grant", "acme")).satisfies(said -> {
            assertThat(said.exitCode()).isEqualTo(2);
            assertThat(said.err()).startsWith("Invalid value").contains("COMPANY/APPLICATION");
        });
        assertThat(desk.says("grants", "--limit", "0")).satisfies(said -> misused(said, "from 1 to 1000"));
        assertThat(desk.says("grants", "--due", "--after", "acme/odcs"))
                .satisfies(said -> misused(said, "has no next page"));
        assertThat(desk.says("dead-letters", "--limit", "10001")).satisfies(said -> misused(said, "from 1 to 10000"));
        assertThat(desk.says("dead-letters", "--topic", "optin.events.v1"))
                .satisfies(said -> misused(said, "ends in .dlt"));
        assertThat(desk.says("audit", "--limit", "0")).satisfies(said -> misused(said, "from 1 to 10000"));
        assertThat(desk.says("nonsense").exitCode()).isEqualTo(2);
        assertThat(desk.says("--help").out()).contains("replay-dead-letters", "Exit codes");
    }

    private static void misused(Said said, String why) {
        assertThat(said.exitCode()).isEqualTo(2);
        assertThat(said.err()).contains(why);
    }

    private static GrantId optedIn(String company, String application) {
        GrantId grant = new GrantId(new CompanyId(company), new Application(application));
        desk.optIn(grant);
        return grant;
    }

    private static double waitingDeadLetters() {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        WaitingDeadLetters measured = new WaitingDeadLetters(
                desk.context.getBean(DeadLetterTopics.class), desk.context.getBean(Replayed.class));
        measured.bindTo(registry);
        measured.round();
        return registry.get("dead.letters.waiting").gauge().value();
    }

    private static Grant find(GrantId grant) {
        return desk.context.getBean(Grants.class).find(grant);
    }

    private static String dataKeyOf(GrantId grant) {
        Workplace workplace = new Workplace(desk.context);
        return String.valueOf(workplace.dataKeyOf(workplace.dossier(grant)));
    }

    private static void dueAt(GrantId grant, Instant at) {
        change(grant, new Document("nextRefreshAt", Date.from(at)));
    }

    private static void change(GrantId grant, Document fields) {
        mongo.client()
                .getDatabase(mongo.database())
                .getCollection("grants")
                .updateOne(new Document("_id", grant.toString()), new Document("$set", fields));
    }
}
