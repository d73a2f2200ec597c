package com.deliveryhistory.tokens.optins;

import static org.assertj.core.api.Assertions.assertThat;

import com.deliveryhistory.events.EventEnvelope;
import com.deliveryhistory.events.GrantEvent;
import com.deliveryhistory.events.GrantId;
import com.deliveryhistory.events.OptInEvent;
import com.deliveryhistory.events.OptInEvent.OptInGranted;
import com.deliveryhistory.events.OptInEvent.OptInWithdrawn;
import com.deliveryhistory.events.sealing.TokenPair;
import com.deliveryhistory.testing.TestMongo;
import com.deliveryhistory.testing.WithMongo;
import com.deliveryhistory.tokens.refresh.CrashPlan;
import com.deliveryhistory.tokens.refresh.TestService;
import com.deliveryhistory.tokens.refresh.TestService.World;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.bson.Document;
import org.junit.jupiter.api.TestInstance;

/** Companies that opted in, of which something is to be erased, against a real store. */
@WithMongo
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ErasureTest {

    static final GrantId FIRST = GrantId.parse("acme/odcs");
    static final GrantId SECOND = GrantId.parse("acme/other");
    static final Instant START = TestService.START;

    private final World world;

    ErasureTest(TestMongo mongo, Path folder) {
        world = World.over(mongo, folder);
    }

    /** A store with nothing in it. */
    World emptied() {
        return world.emptied();
    }

    static Erasure erasure(World world, CrashPlan plan) {
        return new Erasure(world.service(plan).grants, world.vault(), world.clock());
    }

    /** Two grants that were opted in and withdrawn. */
    static World withdrawn(World world) {
        story().forEach(event -> world.service().optIns.apply(event));
        world.service().sendEvents();
        return world;
    }

    static List<EventEnvelope<OptInEvent>> story() {
        return List.of(
                optIn(FIRST, START),
                optIn(SECOND, START),
                withdrawal(FIRST, START.plusSeconds(1)),
                withdrawal(SECOND, START.plusSeconds(1)));
    }

    static EventEnvelope<OptInEvent> optIn(GrantId grant, Instant at) {
        String id = "opt-in-" + grant + at;
        OptInGranted granted = TestService.granted(grant, new TokenPair("at", "rt"), at, id);
        return TestService.envelope(id, granted);
    }

    static EventEnvelope<OptInEvent> withdrawal(GrantId grant, Instant at) {
        return TestService.envelope(
                "withdrawn-" + grant, new OptInWithdrawn(grant.company(), grant.application(), at, "acme-admin"));
    }

    /** Once all is sent: nobody is named in the store or in the last word of any grant. */
    static void assertErased(World world) {
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
