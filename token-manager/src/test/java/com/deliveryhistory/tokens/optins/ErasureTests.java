package com.deliveryhistory.tokens.optins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatRuntimeException;

import com.deliveryhistory.events.GrantId;
import com.deliveryhistory.events.GrantState;
import com.deliveryhistory.events.OptInEvent;
import com.deliveryhistory.testing.TestMongo;
import com.deliveryhistory.tokens.grants.Grant.Active;
import com.deliveryhistory.tokens.grants.Grant.Ended;
import com.deliveryhistory.tokens.refresh.CrashPlan;
import com.deliveryhistory.tokens.refresh.TestService;
import com.deliveryhistory.tokens.refresh.TestService.World;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Erasing a company, against a real store. */
class ErasureTests extends ErasureTest {

    ErasureTests(TestMongo mongo, @TempDir Path folder) {
        super(mongo, folder);
    }

    @Test
    void a_company_that_is_erased_leaves_no_name_and_no_data_key() {
        World world = withdrawn(emptied());

        erasure(world, CrashPlan.never()).ofCompany(FIRST.company(), grant -> 0);

        assertErased(world);
    }

    @Test
    void wherever_the_process_dies_erasing_again_ends_it() {
        CrashPlan counting = CrashPlan.never();
        erasure(withdrawn(emptied()), counting).ofCompany(FIRST.company(), grant -> 0);
        assertThat(counting.steps()).isEqualTo(3); // the company's horizon, and two grants

        for (int step = 1; step <= counting.steps(); step++) {
            for (CrashPlan plan : List.of(CrashPlan.inFrontOf(step), CrashPlan.behind(step))) {
                World world = withdrawn(emptied());
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
        World world = withdrawn(emptied());
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
        World world = withdrawn(emptied());
        world.clock().advance(Duration.ofHours(1));
        erasure(world, CrashPlan.never()).ofCompany(FIRST.company(), grant -> 0);
        GrantId unheardOf = GrantId.parse("acme/third");

        world.service().take(List.of(optIn(FIRST, START.plusSeconds(60)), optIn(unheardOf, START.plusSeconds(60))));

        assertThat(world.service().grants.find(unheardOf))
                .isInstanceOfSatisfying(
                        Ended.class, grant -> assertThat(grant.status().state()).isEqualTo(GrantState.WITHDRAWN));
        assertErased(world);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void nothing_needs_to_be_known_of_the_company_for_a_late_opt_in_to_be_void(int atOnce) {
        World world = emptied();
        world.clock().advance(Duration.ofHours(1));

        List<GrantId> erased = erasure(world, CrashPlan.never()).ofCompany(FIRST.company(), grant -> 0);
        world.service().take(story().subList(0, atOnce));

        assertThat(erased).isEmpty();
        assertErased(world);
        assertThat(world.service().grants.ofCompany(FIRST.company())).hasSize(atOnce);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void what_is_opted_in_just_before_the_erasing_is_noted_ends(int atOnce) {
        World world = emptied();
        world.clock().advance(Duration.ofHours(1));
        CrashPlan late = CrashPlan.overtaken(1, () -> world.service().take(story().subList(0, atOnce)));

        List<GrantId> erased = erasure(world, late).ofCompany(FIRST.company(), grant -> 0);

        assertThat(erased).hasSize(atOnce);
        assertErased(world);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void an_opt_in_that_is_being_stored_meanwhile_ends_and_names_nobody(int atOnce) {
        World world = emptied();
        world.clock().advance(Duration.ofHours(1));
        CrashPlan erasing =
                CrashPlan.overtaken(1, () -> erasure(world, CrashPlan.never()).ofCompany(FIRST.company(), grant -> 0));

        world.service(erasing).take(story().subList(0, atOnce));

        assertErased(world);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void one_that_is_cut_off_when_it_has_ended_leaves_no_data_key_once_it_comes_again(int atOnce) {
        World world = emptied();
        world.clock().advance(Duration.ofHours(1));
        world.service().take(story().subList(0, atOnce));
        // behind the look at the grants, so that the erasing did not see these
        world.service().grants.rememberErasure(FIRST.company(), START.plusSeconds(60));
        CrashPlan ended = CrashPlan.behind(atOnce);
        assertThatRuntimeException().isThrownBy(() -> world.service(ended).take(story().subList(0, atOnce)));
        assertThat(world.stored()).allSatisfy(grant -> assertThat(grant).containsEntry("state", "WITHDRAWN"));

        world.service().take(story().subList(0, atOnce));

        assertErased(world);
    }

    @Test
    void an_opt_in_that_was_withdrawn_before_it_came_names_nobody_though_it_is_being_stored_meanwhile() {
        World world = emptied();
        world.service().optIns.apply(withdrawal(FIRST, START.plusSeconds(1)));
        world.clock().advance(Duration.ofHours(1));
        CrashPlan erasing =
                CrashPlan.overtaken(1, () -> erasure(world, CrashPlan.never()).ofCompany(FIRST.company(), grant -> 0));

        world.service(erasing).optIns.apply(optIn(FIRST, START));

        assertErased(world);
    }

    @Test
    void a_grant_that_was_invalid_is_withdrawn_for_good() {
        World world = emptied();
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
        World world = withdrawn(emptied());
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
        World world = emptied();
        world.service().optIns.apply(optIn(FIRST, START.plus(Duration.ofMinutes(5))));
        world.service().optIns.apply(withdrawal(FIRST, START.plus(Duration.ofMinutes(6))));

        erasure(world, CrashPlan.never()).ofCompany(FIRST.company(), grant -> 0);
        world.service().take(List.of(optIn(FIRST, START.plus(Duration.ofMinutes(5)))));

        assertErased(world);
    }

    @Test
    void revisions_go_on_above_all_that_was_told() {
        World world = withdrawn(emptied());

        erasure(world, CrashPlan.never()).ofCompany(FIRST.company(), grant -> 17);

        assertThat(world.service().grants.find(FIRST).revision()).isEqualTo(18);
    }
}
