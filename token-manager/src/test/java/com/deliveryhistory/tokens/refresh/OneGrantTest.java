package com.deliveryhistory.tokens.refresh;

import com.deliveryhistory.events.GrantEvent;
import com.deliveryhistory.events.GrantId;
import com.deliveryhistory.testing.TestMongo;
import com.deliveryhistory.testing.WithMongo;
import com.deliveryhistory.tokens.grants.End;
import com.deliveryhistory.tokens.grants.Grant.Ended;
import com.deliveryhistory.tokens.refresh.TestService.World;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;

/** A grant that a test refreshes, with UPS and the clock in the test's hand. */
@WithMongo
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class OneGrantTest {

    static final GrantId ID = GrantId.parse("acme/odcs");

    World world;
    TestService service;

    OneGrantTest(TestMongo mongo, Path folder) {
        world = World.over(mongo, folder);
        service = world.service();
    }

    @BeforeAll
    void indexes() {
        service.grants.createIndexes();
    }

    @BeforeEach
    void startFromNothing() {
        world = world.emptied();
        service = world.service();
    }

    Instant in(Duration duration) {
        return world.clock().instant().plus(duration);
    }

    End end() {
        return ((Ended) service.grants.find(ID)).end();
    }

    /** The types of the events that were sent. */
    List<Class<? extends GrantEvent>> told() {
        return world.published().stream()
                .<Class<? extends GrantEvent>>map(envelope -> envelope.event().getClass())
                .toList();
    }
}
