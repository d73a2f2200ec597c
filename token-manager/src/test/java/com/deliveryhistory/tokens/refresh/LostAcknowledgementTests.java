package com.deliveryhistory.tokens.refresh;

import static org.assertj.core.api.Assertions.assertThat;

import com.deliveryhistory.events.sealing.TokenPair;
import com.deliveryhistory.testing.TestMongo;
import com.deliveryhistory.tokens.grants.Grant.Active;
import com.deliveryhistory.tokens.grants.Grant.Ended;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The store does what it was asked for, and the connection breaks before it says so. */
class LostAcknowledgementTests extends OneGrantTest {

    /** The lease, the call to UPS, and then this. */
    private static final int STORING_THE_OUTCOME = 3;

    private TestService unheard;

    LostAcknowledgementTests(TestMongo mongo, @TempDir Path folder) {
        super(mongo, folder);
        unheard = service;
    }

    @BeforeEach
    void breakTheConnection() {
        unheard = world.service(CrashPlan.unacknowledged(STORING_THE_OUTCOME));
    }

    @Test
    void a_refusal_that_was_stored_counts_as_the_grants_end() {
        Active grant = service.optIn(ID);
        world.ups().forgetAll();

        unheard.refresher.refresh(grant);

        assertThat(service.grants.find(ID)).isInstanceOf(Ended.class);
        assertThat(count("grants.ended")).isEqualTo(1);
        assertThat(count("grants.lease.losses")).isZero();
    }

    @Test
    void a_new_pair_that_was_stored_counts_as_kept() {
        Active grant = service.optIn(ID);

        unheard.refresher.refresh(grant);

        assertThat(service.tokens(ID)).isEqualTo(new TokenPair("at-2", "rt-2"));
        assertThat(count("grants.lease.losses")).isZero();
    }

    private double count(String name) {
        return unheard.registry.find(name).counters().stream()
                .mapToDouble(counter -> counter.count())
                .sum();
    }
}
