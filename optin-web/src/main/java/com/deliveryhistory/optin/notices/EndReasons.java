package com.deliveryhistory.optin.notices;

import com.deliveryhistory.events.GrantStatus;

/** Why an opt-in ended, as {@code ended.<reason>} has words for it. */
final class EndReasons {

    private EndReasons() {}

    static String of(GrantStatus ended) {
        return ended.reason() == null ? ended.state().name() : ended.reason().name();
    }
}
