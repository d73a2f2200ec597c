package com.deliveryhistory.tokens.optins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.deliveryhistory.events.CompanyId;
import com.deliveryhistory.events.CorruptEvent;
import com.deliveryhistory.events.EventEnvelope;
import com.deliveryhistory.events.GrantId;
import com.deliveryhistory.events.OptInEvent;
import com.deliveryhistory.events.OptInEvent.PasswordChangeInvalidated;
import com.deliveryhistory.events.sealing.TokenPair;
import com.deliveryhistory.testing.TestMongo;
import com.deliveryhistory.testing.TestTrace;
import com.deliveryhistory.testing.WithMongo;
import com.deliveryhistory.tokens.grants.End;
import com.deliveryhistory.tokens.grants.Grant.Active;
import com.deliveryhistory.tokens.grants.Grant.Ended;
import com.deliveryhistory.tokens.refresh.CrashPlan;
import com.deliveryhistory.tokens.refresh.TestService;
import com.deliveryhistory.tokens.refresh.TestService.World;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.kafka.listener.BatchListenerFailedException;

@WithMongo
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BulkOptInsTests {

    private static final List<GrantId> GRANTS = Stream.of(
                    "acme/odcs", "acme/other", "globex/odcs", "initech/odcs", "umbrella/odcs")
            .map(GrantId::parse)
            .toList();

    private final World emptied;

    BulkOptInsTests(TestMongo mongo, @TempDir Path folder) {
        emptied = World.over(mongo, folder);
    }

    @Test
    void each_grants_event_belongs_to_the_trace_of_its_own_opt_in() {
        World world = emptied.emptied();
        List<EventEnvelope<OptInEvent>> optIns = new ArrayList<>(optIns(1));
        optIns.set(2, optIns.get(2).inTrace(TestTrace.TRACEPARENT));

        world.service().take(optIns);
        world.service().sendEvents();

        assertThat(world.published())
                .filteredOn(event -> event.traceparent() != null)
                .singleElement()
                .satisfies(event -> {
                    assertThat(event.traceparent()).isEqualTo(TestTrace.TRACEPARENT);
                    assertThat(event.event().grant().grantId()).isEqualTo(GRANTS.get(2));
                });
    }

    @Test
    void a_batch_costs_one_write_for_all_grants_and_two_for_their_events() {
        World world = emptied.emptied();
        CrashPlan counting = CrashPlan.never();

        world.service(counting).take(optIns(1));
        assertThat(counting.steps()).isEqualTo(1);
        world.service(counting).sendEvents();

        assertThat(counting.steps()).isEqualTo(1 + 3); // claimed, published, removed
        assertAllActive(world, 1);
        assertToldOnce(world, 1);
    }

    @Test
    void a_later_batch_gives_the_same_grants_new_tokens() {
        World world = emptied.emptied();
        world.service().take(optIns(1));

        CrashPlan counting = CrashPlan.never();
        world.service(counting).take(optIns(2));

        assertThat(counting.steps()).isEqualTo(1);
        assertAllActive(world, 2);
        world.service().sendEvents();
        assertToldOnce(world, 2);
    }

    @Test
    void nothing_is_lost_or_told_out_of_order_wherever_the_process_dies() {
        CrashPlan counting = CrashPlan.never();
        run(emptied.emptied(), counting);
        assertThat(counting.steps()).isEqualTo(4);

        for (int step = 1; step <= counting.steps(); step++) {
            for (CrashPlan plan : List.of(CrashPlan.inFrontOf(step), CrashPlan.behind(step))) {
                World world = emptied.emptied();
                try {
                    run(world, plan);
                } catch (RuntimeException crash) {
                    world.clock().advance(Duration.ofMinutes(1)); // whatever was claimed is free again
                }
                run(world, CrashPlan.never());

                assertAllActive(world, 1);
                assertThat(world.published().stream().map(EventEnvelope::id).distinct())
                        .hasSameSizeAs(GRANTS);
                assertThat(world.stored()).noneMatch(document -> document.containsKey("relayAt"));
            }
        }
    }

    @Test
    void a_grant_that_somebody_else_saved_meanwhile_is_decided_anew() {
        World world = emptied.emptied();
        world.service().take(optIns(1));
        GrantId contested = GRANTS.get(2);
        EventEnvelope<OptInEvent> later = optIn(contested, 5);

        CrashPlan rival = CrashPlan.overtaken(1, () -> world.service().take(List.of(later)));
        world.service(rival).take(optIns(2));

        assertThat(active(world, contested).facts().authorization().at()).isEqualTo(TestService.START.plusSeconds(5));
        for (GrantId other : GRANTS) {
            if (!other.equals(contested)) {
                assertThat(active(world, other).generation()).isEqualTo(2);
            }
        }
    }

    @Test
    void a_grant_that_somebody_else_inserted_meanwhile_is_decided_anew() {
        World world = emptied.emptied();
        GrantId contested = GRANTS.get(2);

        CrashPlan rival = CrashPlan.overtaken(1, () -> world.service().take(List.of(optIn(contested, 5))));
        world.service(rival).take(optIns(1));

        assertThat(active(world, contested).facts().authorization().at()).isEqualTo(TestService.START.plusSeconds(5));
        assertThat(world.stored()).hasSameSizeAs(GRANTS);
        world.service().sendEvents();
        assertToldOnce(world, 1);
    }

    @Test
    void a_password_change_that_becomes_known_meanwhile_ends_what_it_voids() {
        World world = emptied.emptied();
        CompanyId company = GRANTS.getFirst().company();
        var changed = new PasswordChangeInvalidated(
                company, null, TestService.START.plusSeconds(3), PasswordChangeInvalidated.Source.ADMIN, "admin");

        CrashPlan rival = CrashPlan.overtaken(1, () -> world.service().optIns.passwordChanged("changed", changed));
        world.service(rival).take(optIns(1));

        assertThat(world.service().grants.ofCompany(company))
                .hasSize(2)
                .allSatisfy(grant -> assertThat(((Ended) grant).end()).isEqualTo(End.PASSWORD_CHANGED));
        assertThat(active(world, GRANTS.getLast()).generation()).isEqualTo(1);
    }

    @Test
    void what_cannot_be_opened_is_named_and_everything_in_front_of_it_is_done() {
        World world = emptied.emptied();
        List<EventEnvelope<OptInEvent>> batch = new ArrayList<>(optIns(1));
        EventEnvelope<OptInEvent> foreign = optIn(GRANTS.get(3), 1);
        batch.set(3, TestService.envelope("another id", foreign.event()));

        assertThatExceptionOfType(BatchListenerFailedException.class)
                .isThrownBy(() -> world.service().take(batch))
                .withCauseInstanceOf(CorruptEvent.class)
                .satisfies(failure -> assertThat(
                                Objects.requireNonNull(failure.getRecord()).offset())
                        .isEqualTo(3));

        GRANTS.subList(0, 3)
                .forEach(grant -> assertThat(active(world, grant).generation()).isEqualTo(1));
        world.service().take(batch.subList(4, 5)); // the rest comes again
        assertThat(active(world, GRANTS.getLast()).generation()).isEqualTo(1);
    }

    private static void run(World world, CrashPlan plan) {
        TestService service = world.service(plan);
        service.take(optIns(1));
        service.sendEvents();
    }

    private static List<EventEnvelope<OptInEvent>> optIns(int time) {
        return GRANTS.stream().map(grant -> optIn(grant, time)).toList();
    }

    private static EventEnvelope<OptInEvent> optIn(GrantId grant, int time) {
        String id = "opt-in-" + grant + "-" + time;
        return TestService.envelope(
                id, TestService.granted(grant, tokens(grant, time), TestService.START.plusSeconds(time), id));
    }

    private static TokenPair tokens(GrantId grant, int time) {
        return new TokenPair("at-" + grant + time, "rt-" + grant + time);
    }

    private static void assertAllActive(World world, int time) {
        for (GrantId grant : GRANTS) {
            assertThat(active(world, grant).generation()).isEqualTo(time);
            assertThat(world.service().tokens(grant)).isEqualTo(tokens(grant, time));
        }
    }

    private static void assertToldOnce(World world, int revisions) {
        for (GrantId grant : GRANTS) {
            assertThat(world.published())
                    .filteredOn(event -> event.event().grant().grantId().equals(grant))
                    .extracting(event -> event.event().grant().revision())
                    .isEqualTo(IntStream.rangeClosed(1, revisions)
                            .mapToObj(Long::valueOf)
                            .toList());
        }
    }

    private static Active active(World world, GrantId grant) {
        return (Active) world.service().grants.find(grant);
    }
}
