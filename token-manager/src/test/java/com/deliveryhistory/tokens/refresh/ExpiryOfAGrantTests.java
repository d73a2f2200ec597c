package com.deliveryhistory.tokens.refresh;

import static org.assertj.core.api.Assertions.assertThat;

import com.deliveryhistory.events.EventEnvelope;
import com.deliveryhistory.events.GrantEvent.GrantActivated;
import com.deliveryhistory.events.GrantEvent.GrantExpired;
import com.deliveryhistory.events.GrantEvent.GrantExpiring;
import com.deliveryhistory.events.GrantEvent.GrantRenewed;
import com.deliveryhistory.testing.TestMongo;
import com.deliveryhistory.tokens.grants.End;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExpiryOfAGrantTests extends OneGrantTest {

    ExpiryOfAGrantTests(TestMongo mongo, @TempDir Path folder) {
        super(mongo, folder);
    }

    @Test
    void an_expired_refresh_token_ends_it_without_asking_ups() {
        service.optIn(ID);
        world.clock().advance(Duration.ofDays(60).plusMinutes(4));
        service.tellOfExpiry();
        assertThat(service.active(ID).upkeep().expiryMark()).isEqualTo(1);

        world.clock().advance(Duration.ofMinutes(1)); // UPS's clock may be behind ours, but not for so long
        service.refreshDue();
        service.tellOfExpiry();

        assertThat(end()).isEqualTo(End.EXPIRED);
        assertThat(world.ups().tried()).isEmpty();
        service.sendEvents();
        assertThat(told()).containsExactly(GrantActivated.class, GrantExpiring.class, GrantExpired.class);
    }

    @Test
    void a_renewal_after_the_warning_is_told_once_and_the_next_one_is_not() {
        service.optIn(ID);
        world.clock().advance(Duration.ofDays(55));
        service.tellOfExpiry();

        service.refreshDue();
        world.clock().advance(Duration.ofDays(2));
        service.refreshDue();
        service.tellOfExpiry();

        assertThat(world.ups().tried()).hasSize(2);
        service.sendEvents();
        assertThat(told()).containsExactly(GrantActivated.class, GrantExpiring.class, GrantRenewed.class);
    }

    @Test
    void expiry_is_foretold_once_each_at_14_7_and_1_days_though_ups_cannot_be_reached() {
        service.optIn(ID);
        for (int days : new int[] {45, 1, 6, 1, 5, 1, 0}) {
            world.clock().advance(Duration.ofDays(days));
            service.tellOfExpiry();
            service.tellOfExpiry();
            service.sendEvents();
        }

        assertThat(world.published())
                .extracting(EventEnvelope::event)
                .filteredOn(GrantExpiring.class::isInstance)
                .extracting(event -> ((GrantExpiring) event).daysLeft())
                .containsExactly(14, 7, 1);
    }
}
