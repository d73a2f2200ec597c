package com.deliveryhistory.tokens.refresh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.deliveryhistory.events.EventEnvelope;
import com.deliveryhistory.events.GrantEvent;
import com.deliveryhistory.events.GrantId;
import com.deliveryhistory.events.GrantState;
import com.deliveryhistory.events.OptInEvent.OptInGranted;
import com.deliveryhistory.events.OptInEvent.PasswordChangeInvalidated;
import com.deliveryhistory.events.sealing.TokenPair;
import com.deliveryhistory.testing.TestMongo;
import com.deliveryhistory.testing.WithMongo;
import com.deliveryhistory.tokens.grants.End;
import com.deliveryhistory.tokens.grants.Grant;
import com.deliveryhistory.tokens.grants.Grant.Active;
import com.deliveryhistory.tokens.grants.Grant.Ended;
import com.deliveryhistory.tokens.refresh.CrashPlan.Crash;
import com.deliveryhistory.tokens.refresh.TestService.World;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A crash in front of and behind every write, every call to UPS and every publishing; then a restart. */
@WithMongo
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CrashTests {

    private static final GrantId ID = GrantId.parse("acme/odcs");

    private final World firstWorld;

    CrashTests(TestMongo mongo, @TempDir Path folder) {
        firstWorld = World.over(mongo, folder);
    }

    @Test
    void nothing_is_lost_and_nothing_ends_without_a_reason_wherever_the_process_dies() {
        CrashPlan counting = CrashPlan.never();
        run(firstWorld.emptied(), counting);
        int steps = counting.steps();
        assertThat(steps).isGreaterThanOrEqualTo(7);
        List<String> lost = new ArrayList<>();

        for (int step = 1; step <= steps; step++) {
            for (CrashPlan plan : List.of(CrashPlan.inFrontOf(step), CrashPlan.behind(step))) {
                World world = firstWorld.emptied();
                String crash = run(world, plan);
                assertThat(crash).isNotEmpty();
                // the lease of whatever was under way runs out, then a new process starts
                world.clock().advance(Duration.ofMinutes(1));
                run(world, CrashPlan.never());

                Grant grant = TestService.stored(world, ID);
                if (grant instanceof Ended ended && ended.end() == End.ROTATION_LOST) {
                    lost.add(crash);
                } else {
                    assertThat(grant).as(crash).isInstanceOf(Active.class);
                    assertThat(world.service().tokens(ID).refreshToken()).startsWith("rt-");
                }
                assertToldInOrder(world, grant, crash);
                assertThat(world.stored()).noneMatch(document -> document.containsKey("relayAt"));
            }
        }

        // only what no protocol can save: UPS has rotated, and its answer is not stored yet
        assertThat(lost).containsExactly("behind call to UPS", "in front of updateOne");
    }

    @Test
    void a_password_change_of_the_whole_company_survives_a_crash_at_every_step() {
        var changed = new PasswordChangeInvalidated(
                ID.company(), null, TestService.START.plusSeconds(1), PasswordChangeInvalidated.Source.ADMIN, "admin");
        CrashPlan counting = CrashPlan.never();
        optedInTwice().service(counting).optIns.passwordChanged("changed", changed);
        assertThat(counting.steps()).isGreaterThanOrEqualTo(3);

        for (int step = 1; step <= counting.steps(); step++) {
            for (CrashPlan plan : List.of(CrashPlan.inFrontOf(step), CrashPlan.behind(step))) {
                World world = optedInTwice();

                assertThatExceptionOfType(Crash.class)
                        .isThrownBy(() -> world.service(plan).optIns.passwordChanged("changed", changed));
                world.service().optIns.passwordChanged("changed", changed);
                world.service().sendEvents();

                assertThat(world.service().grants.ofCompany(ID.company()))
                        .hasSize(2)
                        .allSatisfy(grant -> assertThat(((Ended) grant).end()).isEqualTo(End.PASSWORD_CHANGED));
                assertThat(world.published())
                        .filteredOn(event -> event.event().grant().state() == GrantState.INVALIDATED)
                        .hasSize(2);
            }
        }
    }

    private World optedInTwice() {
        World world = firstWorld.emptied();
        world.service().optIn(ID);
        world.service().optIn(GrantId.parse("acme/other"));
        return world;
    }

    /** An opt-in arrives (again), its refresh falls due, its events are sent. */
    private static String run(World world, CrashPlan plan) {
        TestService service = world.service(plan);
        try {
            String eventId = "opt-in";
            OptInGranted granted = TestService.granted(
                    ID,
                    world.ups().tried().isEmpty() && world.stored().isEmpty()
                            ? world.ups().issue()
                            : new TokenPair("at-1", "rt-1"),
                    TestService.START,
                    eventId);
            service.optIns.open(eventId, granted);
            service.sendEvents();
            if (service.grants.find(ID) instanceof Active grant && grant.generation() == 1) {
                service.refresher.refresh(grant);
            }
            service.sendEvents();
            return "";
        } catch (Crash crash) {
            return String.valueOf(crash.getMessage());
        }
    }

    private static void assertToldInOrder(World world, Grant grant, String crash) {
        List<EventEnvelope<GrantEvent>> told = world.published();
        Set<String> ids = new LinkedHashSet<>();
        told.forEach(event -> ids.add(event.id()));
        assertThat(ids).as(crash).hasSize((int) grant.revision());
        assertThat(told)
                .as(crash)
                .isSortedAccordingTo(
                        Comparator.comparingLong(event -> event.event().grant().revision()));
        assertThat(told.getLast().event().grant().state())
                .isEqualTo(grant instanceof Active ? GrantState.ACTIVE : GrantState.INVALIDATED);
    }
}
