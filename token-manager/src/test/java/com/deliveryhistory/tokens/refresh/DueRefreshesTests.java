package com.deliveryhistory.tokens.refresh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.deliveryhistory.events.Application;
import com.deliveryhistory.events.GrantId;
import com.deliveryhistory.testing.TestMongo;
import com.deliveryhistory.testing.WithMongo;
import com.deliveryhistory.tokens.grants.Grant;
import com.deliveryhistory.tokens.grants.Grant.Active;
import com.deliveryhistory.tokens.refresh.Outcome.TryLater;
import com.deliveryhistory.tokens.refresh.Outcome.Unclear;
import com.deliveryhistory.tokens.refresh.TestService.World;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@WithMongo
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DueRefreshesTests {

    private static final Application ODCS = new Application("odcs");
    private static final Application OTHER = new Application("other");

    private final World emptied;
    private World world;
    private TestService service;
    private Refreshes refreshes;

    DueRefreshesTests(TestMongo mongo, @TempDir Path folder) {
        emptied = World.over(mongo, folder);
        world = emptied;
        service = world.service();
        refreshes = new Refreshes(service.refresher, service.paces, TestService.SETTINGS);
    }

    @BeforeEach
    void startFromNothing() {
        world = emptied.emptied();
        service = world.service();
        refreshes = new Refreshes(service.refresher, service.paces, TestService.SETTINGS);
        refreshes.start();
    }

    @AfterEach
    void waitForAll() {
        refreshes.stop();
    }

    @Test
    void everything_that_is_due_is_refreshed_and_nothing_else() throws InterruptedException {
        List<GrantId> due = optIn(ODCS, 40);
        world.clock().advance(Duration.ofHours(26));
        GrantId fresh =
                service.optIn(new GrantId(due.getFirst().company(), OTHER)).id();

        round(dueRefreshesOf(ODCS));
        round(dueRefreshesOf(OTHER));

        assertThat(due).allSatisfy(id -> assertThat(generation(id)).isEqualTo(2));
        assertThat(generation(fresh)).isEqualTo(1);
        assertThat(service.grants.dueExcept(Set.of(), world.clock().instant(), 10))
                .isEmpty();
    }

    @Test
    void an_outage_of_hours_costs_few_calls_and_puts_few_tokens_at_risk_however_many_are_due()
            throws InterruptedException {
        optIn(ODCS, 60);
        world.clock().advance(Duration.ofHours(26));
        world.ups().answerAllWith((application, token) -> new Unclear("503", Strain.DOWN));

        DueRefreshes odcs = dueRefreshesOf(ODCS);
        for (int minute = 0; minute < 120; minute++) {
            round(odcs);
            world.clock().advance(Duration.ofMinutes(1));
        }

        List<String> tried = world.ups().tried();
        assertThat(tried).hasSizeLessThan(150);
        // those that were under way when it began, and now and then one to see whether it is only the one in doubt
        assertThat(Set.copyOf(tried)).hasSizeLessThan(45);

        world.ups().answerAllWith(null);
        for (int minute = 0; minute < 10; minute++) {
            round(odcs);
            world.clock().advance(Duration.ofMinutes(1));
        }
        assertThat(service.grants.due(ODCS, world.clock().instant(), 100)).isEmpty();
    }

    @Test
    void an_application_that_ups_throttles_slows_no_other_down() throws InterruptedException {
        optIn(ODCS, 20);
        List<GrantId> others = optIn(OTHER, 20);
        world.clock().advance(Duration.ofHours(26));
        world.ups()
                .answerAllWith((application, token) -> application.equals(ODCS)
                        ? new TryLater("429", Strain.THROTTLED, null)
                        : world.ups().usual(token));

        round(dueRefreshesOf(ODCS));
        round(dueRefreshesOf(OTHER));

        assertThat(refreshes.pauseOf(ODCS)).isPositive();
        assertThat(refreshes.pauseOf(OTHER)).isZero();
        assertThat(others).allSatisfy(id -> assertThat(generation(id)).isEqualTo(2));
    }

    @Test
    void a_pause_writes_to_no_grant() throws InterruptedException {
        optIn(ODCS, 20);
        world.clock().advance(Duration.ofHours(26));
        world.ups().answerAllWith((application, token) -> new TryLater("429", Strain.THROTTLED, null));
        DueRefreshes odcs = dueRefreshesOf(ODCS);
        round(odcs);
        var stored = world.stored();

        round(odcs);

        assertThat(world.stored()).isEqualTo(stored);
    }

    private void round(DueRefreshes due) throws InterruptedException {
        boolean more = true;
        while (more) {
            more = due.beginDue();
            await().pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> service.paces.of(ODCS).underWay() == 0
                            && service.paces.of(OTHER).underWay() == 0);
        }
    }

    private DueRefreshes dueRefreshesOf(Application application) {
        return new DueRefreshes(
                application,
                service.grants,
                refreshes,
                service.paces.of(application),
                TestService.SETTINGS,
                world.clock());
    }

    private List<GrantId> optIn(Application application, int grants) {
        return IntStream.range(0, grants)
                .mapToObj(i -> GrantId.parse("c%03d/%s".formatted(i, application)))
                .map(service::optIn)
                .map(Active::id)
                .toList();
    }

    private long generation(GrantId id) {
        Grant grant = service.grants.find(id);
        return grant.generation();
    }
}
