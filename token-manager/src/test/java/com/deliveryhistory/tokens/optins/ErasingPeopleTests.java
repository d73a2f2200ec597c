package com.deliveryhistory.tokens.optins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatRuntimeException;

import com.deliveryhistory.events.GrantEvent;
import com.deliveryhistory.events.GrantId;
import com.deliveryhistory.events.GrantStatus;
import com.deliveryhistory.testing.TestMongo;
import com.deliveryhistory.tokens.refresh.CrashPlan;
import com.deliveryhistory.tokens.refresh.TestService.World;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Erasing somebody of a company that stays, against a real store. */
class ErasingPeopleTests extends ErasureTest {

    private static final String PSEUDONYM = "erased:0a1b2c3d";

    ErasingPeopleTests(TestMongo mongo, @TempDir Path folder) {
        super(mongo, folder);
    }

    @Test
    void a_person_is_called_otherwise_from_now_on_and_the_grant_stays_in_force() {
        World world = emptied();
        story().subList(0, 1).forEach(event -> world.service().optIns.apply(event));
        world.service().sendEvents();
        Instant told = world.published().getLast().time();
        world.clock().advance(Duration.ofDays(20));

        List<GrantId> renamed =
                erasure(world, CrashPlan.never()).ofPerson(FIRST.company(), "Acme-Admin", PSEUDONYM, grant -> 0);
        List<GrantId> again = erasure(world, CrashPlan.never())
                .ofPerson(FIRST.company(), "acme-admin", "erased:ffffffff", grant -> 0);
        world.service().sendEvents();

        assertThat(renamed).containsExactly(FIRST);
        assertThat(again).isEmpty();
        assertThat(world.stored().toString()).doesNotContain("acme-admin");
        assertThat(world.service().tokens(FIRST).accessToken()).isEqualTo("at");
        GrantEvent last = world.published().getLast().event();
        assertThat(last).isInstanceOf(GrantEvent.GrantActivated.class);
        assertThat(last.grant().authorizedBy()).isEqualTo(PSEUDONYM);
        assertThat(last.grant().revision()).isEqualTo(2);
        assertThat(last.grant().restatedAt()).isEqualTo(world.clock().instant());
        assertThat(world.published().getLast().time()).isEqualTo(told);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void an_opt_in_from_before_that_arrives_late_names_the_pseudonym(int atOnce) {
        World world = later(emptied());

        List<GrantId> erased = erasePerson(world, CrashPlan.never());
        world.service().take(story().subList(0, atOnce));

        assertThat(erased).isEmpty();
        assertPseudonym(world, atOnce);
        assertThat(world.published()).hasSize(atOnce);
        assertThat(world.service().tokens(FIRST).accessToken()).isEqualTo("at");
    }

    @Test
    void so_does_one_that_is_void_when_it_arrives() {
        World world = later(emptied());
        world.service().optIns.apply(withdrawal(FIRST, START.plusSeconds(1)));

        erasePerson(world, CrashPlan.never());
        world.service().optIns.apply(optIn(FIRST, START));

        assertPseudonym(world, 1);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void so_does_one_that_is_being_stored_meanwhile(int atOnce) {
        World world = later(emptied());
        CrashPlan erasing = CrashPlan.overtaken(1, () -> erasePerson(world, CrashPlan.never()));

        world.service(erasing).take(story().subList(0, atOnce));

        assertPseudonym(world, atOnce);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void an_opt_in_that_was_cut_off_while_somebody_was_erased_names_the_pseudonym_when_it_comes_again(int atOnce) {
        World world = later(emptied());
        world.service().take(story().subList(0, atOnce));
        // behind the look at the grants, so that the erasing did not see these
        world.service().grants.rememberErasure(FIRST.company(), "acme-admin", PSEUDONYM, START.plusSeconds(60));

        world.service().take(story().subList(0, atOnce));

        assertPseudonym(world, atOnce);
    }

    @Test
    void so_does_one_that_was_void() {
        World world = later(emptied());
        world.service().optIns.apply(withdrawal(FIRST, START.plusSeconds(1)));
        world.service().optIns.apply(optIn(FIRST, START));
        world.service().grants.rememberErasure(FIRST.company(), "acme-admin", PSEUDONYM, START.plusSeconds(60));

        world.service().optIns.apply(optIn(FIRST, START));

        assertPseudonym(world, 1);
    }

    @Test
    void wherever_the_process_dies_erasing_again_ends_it_for_what_comes_between_and_what_comes_late() {
        CrashPlan counting = CrashPlan.never();
        World counted = later(emptied());
        counted.service().optIns.apply(optIn(FIRST, START));
        erasePerson(counted, counting);
        assertThat(counting.steps()).isEqualTo(3); // the company's key, whose name it was, and the grant

        for (int step = 1; step <= counting.steps(); step++) {
            for (CrashPlan plan : List.of(CrashPlan.inFrontOf(step), CrashPlan.behind(step))) {
                World world = later(emptied());
                world.service().optIns.apply(optIn(FIRST, START));
                assertThatRuntimeException().isThrownBy(() -> erasePerson(world, plan));
                world.service().optIns.apply(optIn(SECOND, START));

                erasePerson(world, CrashPlan.never());
                world.service().optIns.apply(optIn(GrantId.parse("acme/third"), START));

                assertPseudonym(world, 3);
            }
        }
    }

    @Test
    void two_at_once_keep_one_key_and_one_pseudonym_whatever_write_one_is_at() {
        for (int step = 1; step <= 3; step++) {
            World world = later(emptied());
            world.service().optIns.apply(optIn(FIRST, START));

            erasePerson(world, CrashPlan.overtaken(step, () -> erasePerson(world, CrashPlan.never())));
            world.service().optIns.apply(optIn(SECOND, START));

            assertPseudonym(world, 2);
        }
    }

    @Test
    void who_has_the_name_later_is_called_by_it() {
        World world = later(emptied());
        erasePerson(world, CrashPlan.never());
        world.clock().advance(Duration.ofHours(1));

        world.service().optIns.apply(optIn(FIRST, world.clock().instant()));

        assertThat(world.stored())
                .singleElement()
                .satisfies(grant -> assertThat(grant).containsEntry("authorizedBy", "acme-admin"));
    }

    @Test
    void so_is_who_opts_in_by_it_while_the_person_before_is_erased() {
        World world = later(emptied());
        Instant next = world.clock().instant().plusSeconds(1);

        erasePerson(world, CrashPlan.overtaken(1, () -> world.service().optIns.apply(optIn(FIRST, next))));
        world.service().take(List.of(optIn(FIRST, next)));

        assertThat(world.stored())
                .singleElement()
                .satisfies(grant -> assertThat(grant).containsEntry("authorizedBy", "acme-admin"));
    }

    @Test
    void nobody_is_remembered_of_a_company_that_is_erased_whatever_write_the_erasing_of_the_person_is_at() {
        for (int step = 1; step <= 2; step++) {
            World world = later(emptied());
            Runnable erasing = () -> erasure(world, CrashPlan.never()).ofCompany(FIRST.company(), grant -> 0);

            erasePerson(world, CrashPlan.overtaken(step, erasing));
            assertThat(company(world)).containsKeys("nameKey", "erasedPeople", "erasedAt");
            erasing.run();

            assertThat(company(world)).containsOnlyKeys("_id", "erasedAt");
        }
    }

    private static List<GrantId> erasePerson(World world, CrashPlan plan) {
        return erasure(world, plan).ofPerson(FIRST.company(), " Acme-Admin ", PSEUDONYM, grant -> 0);
    }

    private static World later(World world) {
        world.clock().advance(Duration.ofHours(1));
        return world;
    }

    private static Document company(World world) {
        return Objects.requireNonNull(
                world.database().getCollection("companies").find().first());
    }

    /** Once all is sent: the name is nowhere in the store, and the last word of each grant has the pseudonym. */
    private static void assertPseudonym(World world, int grants) {
        world.service().sendEvents();
        assertThat(world.stored())
                .hasSize(grants)
                .allSatisfy(grant -> assertThat(grant).containsEntry("authorizedBy", PSEUDONYM));
        assertThat(world.stored() + company(world).toJson()).doesNotContainIgnoringCase("acme-admin");
        for (Document grant : world.stored()) {
            assertThat(lastTold(world, grant).authorizedBy()).isEqualTo(PSEUDONYM);
            assertThat(lastTold(world, grant).revision()).isEqualTo(grant.getLong("revision"));
        }
    }

    private static GrantStatus lastTold(World world, Document grant) {
        return world.published().stream()
                .map(event -> event.event().grant())
                .filter(status -> status.grantId().toString().equals(grant.getString("_id")))
                .reduce((earlier, later) -> later)
                .orElseThrow();
    }
}
