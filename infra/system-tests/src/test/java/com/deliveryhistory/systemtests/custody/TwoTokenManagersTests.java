package com.deliveryhistory.systemtests.custody;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.deliveryhistory.events.EventCodec;
import com.deliveryhistory.events.EventEnvelope;
import com.deliveryhistory.events.GrantEvent;
import com.deliveryhistory.events.GrantId;
import com.deliveryhistory.events.GrantStatus;
import com.deliveryhistory.events.Topics;
import com.deliveryhistory.localstack.settings.Instance;
import com.deliveryhistory.systemtests.ReadableTokens;
import com.deliveryhistory.systemtests.custody.Audit.Handed;
import com.deliveryhistory.systemtests.custody.UpsSwitches.Refresh;
import com.deliveryhistory.testing.TopicReader;
import com.deliveryhistory.testing.TopicRecord;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.bson.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Two token-managers over one store, all grants in use. {@code -Dkills.duration=PT30S} kills for another time than
 * three minutes, {@code -Dkills.seed=N} repeats a run's choice of moments, as far as processes can be made to repeat.
 */
@Order(1) // it waits for minutes, while which others run
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class TwoTokenManagersTests {

    private static final Duration KILLING = Duration.parse(System.getProperty("kills.duration", "PT3M"));
    private static final long SEED = Long.getLong("kills.seed", System.nanoTime());
    private static final int COMPANIES = 100;
    private static final int TAKES_PER_SECOND = 40;

    private final Custody custody;
    private final Map<GrantId, String> faulty = new HashMap<>();

    @RegisterExtension
    final AfterTestExecutionCallback keepLogs;

    TwoTokenManagersTests() throws Exception {
        custody = new Custody();
        keepLogs = test -> test.getExecutionException().ifPresent(failure -> {
            custody.stack().keepData();
            System.out.println("Logs: " + custody.stack().logs());
        });
    }

    @AfterAll
    void stop() {
        custody.close();
    }

    @Test
    @Order(3)
    @Timeout(1200)
    void killed_at_any_moment_they_lose_no_more_than_what_cannot_be_saved() throws Exception {
        System.out.printf("Killing for %s, -Dkills.seed=%d%n", KILLING, SEED);
        Map<GrantId, String> first = custody.optIn("killed", COMPANIES);
        long before = lastSequence();
        List<GrantId> grants = List.copyOf(first.keySet());
        var kills = new Kills(custody.stack(), SEED);
        List<String> findings = new ArrayList<>();
        List<Refresh> ledger;
        Map<String, Document> stored;
        Map<GrantId, Handed> handed = new HashMap<>();
        String summary;
        try (var takers = new TokenTakers(custody)) {
            takers.start(grants, TAKES_PER_SECOND);
            kills.run(KILLING);
            awaitRenewal("killed", Instant.now());
            kills.finish();
            takers.stop();
            for (GrantId grant : grants) {
                handed.put(grant, new Handed(Instant.now(), takers.take(Custody.INSTANCES.getFirst(), grant)));
            }
            stored = custody.stored("killed");
            ledger = custody.ups().refreshes(before);
            findings.addAll(takers.wrong());
            takers.unanswered().stream()
                    .filter(request -> kills.ups().stream()
                            .anyMatch(up -> up.instance().equals(request.instance())
                                    && up.covers(request.from(), request.to())))
                    .forEach(request -> findings.add("No answer from an instance that was ready: " + request));
            summary = takers.summary();
        }

        var audit = new Audit(ledger, kills.ends());
        for (GrantId grant : grants) {
            audit.follow(
                    grant,
                    first.getOrDefault(grant, ""),
                    stored.getOrDefault(grant.toString(), new Document()),
                    Objects.requireNonNull(handed.get(grant)));
        }
        audit.noStrangers();
        audit.noStandstill(kills.ups());
        findings.addAll(audit.findings());
        awaitEvents("killed");
        findings.addAll(eventsThatDifferFrom(stored));
        findings.addAll(ReadableTokens.search(custody.stack()).found());
        report(kills, audit, ledger, summary);

        assertThat(findings)
                .as("-Dkills.seed=%d; ends:%n%s", SEED, lines(kills.ends()))
                .isEmpty();
        assertThat(stored).hasSize(2 * COMPANIES);
        assertThat(kills.ends()).as("kills and restarts").hasSizeGreaterThan((int) (KILLING.toSeconds() / 45));
        assertThat(Custody.INSTANCES)
                .as("both do their part of the work")
                .allMatch(instance -> audit.refreshesOf(instance) > ledger.size() / 10);
        custody.withdraw(grants, "killed");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'kind':'TOO_MANY_REQUESTS'",
                "'kind':'SERVER_ERROR','status':500",
                "'kind':'SERVER_ERROR','status':503",
                "'kind':'SLOW','delay':'PT1.5S'",
                "'kind':'GARBAGE','garbage':'HTML'",
                "'kind':'GARBAGE','garbage':'HTML','status':502",
                "'kind':'GARBAGE'",
                "'kind':'ANSWER_LOST','afterWork':false"
            })
    @Order(1)
    void what_is_wrong_with_ups_ends_no_grant_and_is_over_as_soon_as_it_is_over(String fault) throws Exception {
        if (faulty.isEmpty()) {
            faulty.putAll(custody.optIn("faulty", 30));
        }
        long before = lastSequence();
        try (var takers = new TokenTakers(custody)) {
            takers.start(List.copyOf(faulty.keySet()), TAKES_PER_SECOND);
            custody.ups().fault(fault);
            await("calls that the fault strikes").until(() -> struck(before) >= 5);
            custody.ups().mend();
            awaitRenewal("faulty", Instant.now());
            assertThat(takers.wrong()).isEmpty();
        }

        assertThat(custody.stored("faulty").values())
                .hasSize(faulty.size())
                .allMatch(grant -> "ACTIVE".equals(grant.getString("state")));
    }

    private long struck(long after) {
        return custody.ups().refreshes(after).stream()
                .filter(call -> !call.fault().isEmpty())
                .count();
    }

    @Test
    @Order(2)
    void an_answer_lost_after_ups_rotated_ends_nothing_while_that_lasts_and_then_costs_just_that_grant_aloud()
            throws Exception {
        custody.withdraw(faulty.keySet(), "faulty");
        Map<GrantId, String> first = custody.optIn("lost", 10);
        long before = lastSequence();
        Set<String> rotated;
        try (var takers = new TokenTakers(custody)) {
            custody.ups().fault("'kind':'ANSWER_LOST'");
            takers.start(List.copyOf(first.keySet()), TAKES_PER_SECOND);
            await("a retry that is lost too")
                    .until(() -> custody.ups().refreshes(before).stream().anyMatch(Refresh::refused));
            assertThat(custody.stored("lost").values()).allMatch(grant -> "ACTIVE".equals(grant.getString("state")));
            custody.ups().mend();
            awaitRenewal("lost", Instant.now());
            assertThat(takers.wrong()).isEmpty();
        }
        rotated = custody.ups().refreshes(before).stream()
                .filter(call -> call.rotated() && !call.fault().isEmpty())
                .map(Refresh::presented)
                .collect(Collectors.toSet());

        Map<String, Document> stored = custody.stored("lost");
        assertThat(rotated).isNotEmpty();
        first.forEach((grant, token) -> assertThat(
                        stored.getOrDefault(grant.toString(), new Document()).getString("end"))
                .as("%s, whose token was %s rotated", grant, rotated.contains(token) ? "" : "not")
                .isEqualTo(rotated.contains(token) ? "ROTATION_LOST" : null));
        custody.withdraw(first.keySet(), "lost");
    }

    /** Waits until every grant has ended or has been refreshed since then. */
    private void awaitRenewal(String companies, Instant since) {
        await("all of %s to be refreshed after %s, or ended".formatted(companies, since))
                .pollInterval(Duration.ofMillis(300))
                .untilAsserted(() -> assertThat(custody.stored(companies).values())
                        .filteredOn(grant -> "ACTIVE".equals(grant.getString("state")))
                        .filteredOn(grant -> time(grant, "obtainedAt").isBefore(since))
                        .isEmpty());
    }

    private static Instant time(Document grant, String field) {
        return grant.getDate(field).toInstant();
    }

    /** What was to be told by an instance that was killed is told when its claim on it is over. */
    private void awaitEvents(String companies) {
        await("all events in Kafka")
                .atMost(Duration.ofMinutes(2))
                .until(() ->
                        custody.stored(companies).values().stream().noneMatch(grant -> grant.containsKey("relayAt")));
    }

    /** What the topic tells of each grant, without gaps and with the store's state at the end. */
    private List<String> eventsThatDifferFrom(Map<String, Document> stored) {
        Map<String, List<GrantStatus>> told = new HashMap<>();
        for (TopicRecord record : TopicReader.read(custody.stack().kafka(), Topics.GRANT_EVENTS)) {
            told.computeIfAbsent(Objects.requireNonNullElse(record.key(), ""), key -> new ArrayList<>())
                    .add(read(record).event().grant());
        }
        List<String> different = new ArrayList<>();
        stored.forEach((id, grant) -> {
            List<GrantStatus> story = told.getOrDefault(id, List.of());
            List<Long> revisions =
                    story.stream().map(GrantStatus::revision).distinct().toList();
            boolean complete = revisions.equals(
                    LongStream.rangeClosed(1, grant.getLong("revision")).boxed().toList());
            String end = grant.getString("end");
            boolean same = !story.isEmpty()
                    && story.getLast().state().name().equals(grant.getString("state"))
                    && (story.getLast().reason() == null
                            || story.getLast().reason().name().equals(end));
            if (!complete || !same) {
                different.add("%s is %s/%s in the store, and the topic tells %s"
                        .formatted(id, grant.getString("state"), end, story));
            }
        });
        return different;
    }

    private static EventEnvelope<GrantEvent> read(TopicRecord record) {
        var headers = new RecordHeaders();
        record.headers().forEach((name, value) -> headers.add(name, value.getBytes(StandardCharsets.UTF_8)));
        return EventCodec.GRANT.decode(
                headers, Objects.requireNonNullElse(record.value(), "").getBytes(StandardCharsets.UTF_8));
    }

    private long lastSequence() {
        List<Refresh> all = custody.ups().refreshes(0);
        return all.isEmpty() ? 0 : all.getLast().sequence();
    }

    private static void report(Kills kills, Audit audit, List<Refresh> ledger, String answers) {
        long killed = kills.ends().stream().filter(end -> !end.graceful()).count();
        System.out.printf(
                "%d kills and %d restarts; %d refreshes: %s; answers to callers: %s; %d grants lost to a kill between"
                        + " UPS's answer and the durable write:%n%s%n",
                killed,
                kills.ends().size() - killed,
                ledger.size(),
                Custody.INSTANCES.stream()
                        .map(instance -> "%s %d in %d s of being ready"
                                .formatted(instance, audit.refreshesOf(instance), readyFor(kills, instance)))
                        .collect(Collectors.joining(", ")),
                answers,
                audit.lost().size(),
                lines(audit.lost()));
    }

    private static long readyFor(Kills kills, Instance instance) {
        return kills.ups().stream()
                .filter(up -> up.instance().equals(instance))
                .mapToLong(up -> up.length().toSeconds())
                .sum();
    }

    private static String lines(List<?> items) {
        return items.stream().map(item -> "  " + item).collect(Collectors.joining("\n"));
    }
}
