package com.deliveryhistory.tokens.optins;

import static org.assertj.core.api.Assertions.assertThat;

import com.deliveryhistory.events.EventEnvelope;
import com.deliveryhistory.events.GrantEvent;
import com.deliveryhistory.events.GrantId;
import com.deliveryhistory.events.GrantState;
import com.deliveryhistory.events.OptInEvent;
import com.deliveryhistory.events.OptInEvent.OptInGranted;
import com.deliveryhistory.events.OptInEvent.OptInWithdrawn;
import com.deliveryhistory.events.sealing.TokenPair;
import com.deliveryhistory.testing.TestMongo;
import com.deliveryhistory.testing.WithMongo;
import com.deliveryhistory.tokens.grants.Grant.Active;
import com.deliveryhistory.tokens.grants.Grant.Ended;
import com.deliveryhistory.tokens.refresh.CrashPlan;
import com.deliveryhistory.tokens.refresh.TestService;
import com.deliveryhistory.tokens.refresh.TestService.World;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Erasing who opted in, against a real store. */
@WithMongo
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ErasureTests {

    private static final GrantId FIRST = GrantId.parse("acme/odcs");
    private static final GrantId SECOND = GrantId.parse("acme/other");
    private static final Instant START = TestService.START;

    private final World emptied;

    ErasureTests(TestMongo mongo, @TempDir Path folder) {
        emptied = World.over(mongo, folder);
    }

    @Test
    void a_company_that_is_erased_leaves_no_name_and_no_data_key() {
        World world = withdrawn(emptied.emptied());

        erasure(world, CrashPlan.never()).ofCompany(FIRST.company(), grant -> 0);

        assertErased(world);
    }

    @Test
    void wherever_the_process_dies_erasing_again_ends_it() {
        CrashPlan counting = CrashPlan.never();
        erasure(withdrawn(emptied.emptied()), counting).ofCompany(FIRST.company(), grant -> 0);
        assertThat(counting.steps()).isEqualTo(3); // the company's horizon, and two grants

        for (int step = 1; step <= counting.steps(); step++) {
            for (CrashPlan plan : List.of(CrashPlan.inFrontOf(step), CrashPlan.behind(step))) {
                World world = withdrawn(emptied.emptied());
                try {
                    erasure(world, plan).ofCompany(FIRST.company(), grant -> 0);
                } catch (RuntimeException crash) {
                    world.clock().advance(Duration.ofMinutes(1));
                }
                erasure(world, CrashPlan.never()).ofCompany(FIRST.company(), grant -> 0);

                assertErased(world);
            }
        }
    }

    @Test
    void what_was_told_before_changes_nothing_when_it_is_replayed() {
        World world = withdrawn(emptied.emptied());
        erasure(world, CrashPlan.never()).ofCompany(FIRST.company(), grant -> 0);
        world.service().sendEvents();
        List<Document> before = world.stored();
        int told = world.published().size();

        story().forEach(event -> world.service().optIns.apply(event));
        world.service().take(story());
        world.service().sendEvents();

        assertThat(world.stored()).isEqualTo(before);
        assertThat(world.published()).hasSize(told);
    }

    @Test
    void an_opt_in_from_before_that_arrives_late_is_withdrawn_and_names_nobody() {
        World world = withdrawn(emptied.emptied());
        world.clock().advance(Duration.ofHours(1));
        erasure(world, CrashPlan.never()).ofCompany(FIRST.company(), grant -> 0);
        GrantId unheardOf = GrantId.parse("acme/third");

        world.service().take(List.of(optIn(FIRST, START.plusSeconds(60)), optIn(unheardOf, START.plusSeconds(60))));

        assertThat(world.service().grants.find(unheardOf))
                .isInstanceOfSatisfying(
                        Ended.class, grant -> assertThat(grant.status().state()).isEqualTo(GrantState.WITHDRAWN));
        assertErased(world);
    }

    @Test
    void a_grant_that_was_invalid_is_withdrawn_for_good() {
        World world = emptied.emptied();
        world.service().optIns.apply(optIn(FIRST, START));
        var changed = new OptInEvent.PasswordChangeInvalidated(
                FIRST.company(),
                FIRST.application(),
                START.plusSeconds(1),
                OptInEvent.PasswordChangeInvalidated.Source.ADMIN,
                "acme-admin");
        world.service().optIns.apply(TestService.envelope("changed", changed));

        world.clock().advance(Duration.ofHours(1));
        erasure(world, CrashPlan.never()).ofCompany(FIRST.company(), grant -> 0);

        assertErased(world);
        assertThat(((Ended) world.service().grants.find(FIRST)).horizons().passwordChangedAt())
                .isEqualTo(START.plusSeconds(1));
    }

    @Test
    void the_company_may_opt_in_again() {
        World world = withdrawn(emptied.emptied());
        erasure(world, CrashPlan.never()).ofCompany(FIRST.company(), grant -> 0);
        world.clock().advance(Duration.ofHours(1));

        world.service().optIns.apply(optIn(FIRST, world.clock().instant()));

        assertThat(world.service().grants.find(FIRST))
                .isInstanceOfSatisfying(
                        Active.class,
                        grant -> assertThat(grant.facts().authorization().by()).isEqualTo("acme-admin"));
        assertThat(world.service().tokens(FIRST).accessToken()).isEqualTo("at");
    }

    @Test
    void an_opt_in_that_ups_dates_ahead_of_us_is_erased_as_well() {
        World world = emptied.emptied();
        world.service().optIns.apply(optIn(FIRST, START.plus(Duration.ofMinutes(5))));
        world.service().optIns.apply(withdrawal(FIRST, START.plus(Duration.ofMinutes(6))));

        erasure(world, CrashPlan.never()).ofCompany(FIRST.company(), grant -> 0);
        world.service().take(List.of(optIn(FIRST, START.plus(Duration.ofMinutes(5)))));

        assertErased(world);
    }

    @Test
    void revisions_go_on_above_all_that_was_told() {
        World world = withdrawn(emptied.emptied());

        erasure(world, CrashPlan.never()).ofCompany(FIRST.company(), grant -> 17);

        assertThat(world.service().grants.find(FIRST).revision()).isEqualTo(18);
    }

    @Test
    void a_person_is_called_otherwise_from_now_on_and_the_grant_stays_in_force() {
        World world = emptied.emptied();
        story().subList(0, 1).forEach(event -> world.service().optIns.apply(event));
        world.service().sendEvents();
        Instant told = world.published().getLast().time();
        world.clock().advance(Duration.ofDays(20));

        List<GrantId> renamed = erasure(world, CrashPlan.never())
                .ofPerson(FIRST.company(), "Acme-Admin", "erased:0a1b2c3d", grant -> 0);
        List<GrantId> again = erasure(world, CrashPlan.never())
                .ofPerson(FIRST.company(), "acme-admin", "erased:ffffffff", grant -> 0);
        world.service().sendEvents();

        assertThat(renamed).containsExactly(FIRST);
        assertThat(again).isEmpty();
        assertThat(world.stored().toString()).doesNotContain("acme-admin");
        assertThat(world.service().tokens(FIRST).accessToken()).isEqualTo("at");
        GrantEvent last = world.published().getLast().event();
        assertThat(last).isInstanceOf(GrantEvent.GrantActivated.class);
        assertThat(last.grant().authorizedBy()).isEqualTo("erased:0a1b2c3d");
        assertThat(last.grant().revision()).isEqualTo(2);
        assertThat(last.grant().restatedAt()).isEqualTo(world.clock().instant());
        assertThat(world.published().getLast().time()).isEqualTo(told);
    }

    private static Erasure erasure(World world, CrashPlan plan) {
        return new Erasure(world.service(plan).grants, world.vault(), world.clock());
    }

    /** Two grants that were opted in and withdrawn. */
    private static World withdrawn(World world) {
        story().forEach(event -> world.service().optIns.apply(event));
        world.service().sendEvents();
        return world;
    }

    private static List<EventEnvelope<OptInEvent>> story() {
        return List.of(
                optIn(FIRST, START),
                optIn(SECOND, START),
                withdrawal(FIRST, START.plusSeconds(1)),
                withdrawal(SECOND, START.plusSeconds(1)));
    }

    private static EventEnvelope<OptInEvent> optIn(GrantId grant, Instant at) {
        String id = "opt-in-" + grant + at;
        OptInGranted granted = TestService.granted(grant, new TokenPair("at", "rt"), at, id);
        return TestService.envelope(id, granted);
    }

    private static EventEnvelope<OptInEvent> withdrawal(GrantId grant, Instant at) {
        return TestService.envelope(
                "withdrawn-" + grant, new OptInWithdrawn(grant.company(), grant.application(), at, "acme-admin"));
    }

    /** Once all is sent: nobody is named in the store or in the last word of any grant. */
    private static void assertErased(World world) {
        world.service().sendEvents();
        assertThat(world.stored())
                .isNotEmpty()
                .allSatisfy(grant -> assertThat(grant)
                        .doesNotContainKeys("tokens", "upsUser", "outbox")
                        .containsEntry("authorizedBy", "erased")
                        .containsEntry("state", "WITHDRAWN"));
        assertThat(world.stored().toString()).doesNotContain("acme-admin");
        for (Document grant : world.stored()) {
            assertThat(world.published())
                    .filteredOn(
                            event -> event.event().grant().grantId().toString().equals(grant.getString("_id")))
                    .last()
                    .satisfies(event -> {
                        assertThat(event.event()).isInstanceOf(GrantEvent.GrantWithdrawn.class);
                        assertThat(event.event().grant().authorizedBy()).isEqualTo("erased");
                        assertThat(event.event().grant().revision()).isEqualTo(grant.getLong("revision"));
                    });
        }
        assertThat(world.database().getCollection("dataKeys").find(new Document()))
                .noneMatch(key ->
                        key.getList("keyAltNames", String.class).toString().contains("acme"));
    }
}
