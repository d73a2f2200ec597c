package com.deliveryhistory.optin.pages;

import static org.assertj.core.api.Assertions.assertThat;

import com.deliveryhistory.events.Application;
import com.deliveryhistory.events.CompanyId;
import com.deliveryhistory.events.EndReason;
import com.deliveryhistory.events.GrantState;
import com.deliveryhistory.events.GrantStatus;
import com.deliveryhistory.optin.authorization.OptInApplication;
import com.deliveryhistory.optin.grants.KnownGrant;
import com.deliveryhistory.optin.pages.ApplicationCard.Phase;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** Who may opt in though the opt-in is in force, and what there is to do then. */
class ApplicationCardTests {

    private static final Instant NOW = Instant.parse("2026-07-14T10:00:00Z");

    @ParameterizedTest
    @EnumSource(
            value = Phase.class,
            names = {"ACTIVE", "ACTIVATING", "ENDING"})
    void who_waits_longer_than_usual_over_an_opt_in_that_is_in_force_may_opt_in_again(Phase phase) {
        assertThat(card(phase, GrantState.ACTIVE, true).mayOptInAgain()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(value = Phase.class, names = "ACTIVE", mode = Mode.EXCLUDE)
    void who_waits_no_longer_than_usual_may_not(Phase phase) {
        assertThat(card(phase, GrantState.ACTIVE, false).mayOptInAgain()).isFalse();
    }

    @ParameterizedTest
    @EnumSource(
            value = Phase.class,
            names = {"ACTIVE", "ENDING"},
            mode = Mode.EXCLUDE)
    void who_has_none_in_force_opts_in_and_not_again(Phase phase) {
        assertThat(card(phase, GrantState.INVALIDATED, true).mayOptInAgain()).isFalse();
        assertThat(card(phase, null, true).mayOptInAgain()).isFalse();
    }

    @Test
    void what_there_is_to_do_though_the_opt_in_is_in_force_is_said_by_the_history_where_there_is_one() {
        assertThat(card(Application.INTELLIGENT_DELIVERY_HISTORY, Phase.ACTIVE, GrantState.ACTIVE, false)
                        .next())
                .isEqualTo("phase.ACTIVE.collecting");
        assertThat(card(Phase.ACTIVE, GrantState.ACTIVE, false).next()).isEqualTo("phase.ACTIVE.next");
    }

    private static ApplicationCard card(Phase phase, @Nullable GrantState state, boolean slow) {
        return card(Application.ODCS, phase, state, slow);
    }

    private static ApplicationCard card(
            Application application, Phase phase, @Nullable GrantState state, boolean slow) {
        return new ApplicationCard(
                new OptInApplication(application, "Application"),
                phase,
                state == null ? null : grant(state),
                null,
                false,
                false,
                slow);
    }

    private static KnownGrant grant(GrantState state) {
        GrantStatus status = new GrantStatus(
                new CompanyId("c-1"),
                Application.ODCS,
                state,
                state == GrantState.INVALIDATED ? EndReason.PASSWORD_CHANGED : null,
                1,
                1,
                NOW,
                "admin",
                NOW.plusSeconds(3599),
                NOW.plusSeconds(5183999),
                null);
        return new KnownGrant(status, NOW, null);
    }
}
