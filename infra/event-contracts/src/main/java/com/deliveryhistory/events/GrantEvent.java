package com.deliveryhistory.events;

import com.fasterxml.jackson.annotation.JsonUnwrapped;

/**
 * When companies' authorisations start and end, told by token-manager on {@link Topics#GRANT_EVENTS}. An operator can have a
 * grant's last event told again, see {@link GrantStatus#restatedAt}.
 */
public sealed interface GrantEvent extends Event {

    /** The grant's state after the change; its fields stand directly in the event's JSON. */
    GrantStatus grant();

    @Override
    default String key() {
        return grant().grantId().toString();
    }

    /** Tokens became valid: work on the company's behalf may start. */
    record GrantActivated(@JsonUnwrapped GrantStatus grant) implements GrantEvent {
        public GrantActivated {
            inState(GrantState.ACTIVE, grant);
        }
    }

    /**
     * The refresh token runs out soon and could not be renewed so far.
     *
     * @param daysLeft the mark that was passed: 14, 7 or 1
     */
    record GrantExpiring(@JsonUnwrapped GrantStatus grant, int daysLeft) implements GrantEvent {
        public GrantExpiring {
            inState(GrantState.ACTIVE, grant);
            if (daysLeft < 1) {
                throw new IllegalArgumentException("daysLeft is missing or below 1");
            }
        }
    }

    /** UPS renewed the refresh token after it was said to run out: what {@link GrantExpiring} told holds no longer. */
    record GrantRenewed(@JsonUnwrapped GrantStatus grant) implements GrantEvent {
        public GrantRenewed {
            inState(GrantState.ACTIVE, grant);
        }
    }

    /** UPS no longer accepts the authorisation; {@link GrantStatus#reason()} says why. */
    record GrantInvalidated(@JsonUnwrapped GrantStatus grant) implements GrantEvent {
        public GrantInvalidated {
            inState(GrantState.INVALIDATED, grant);
        }
    }

    /** The refresh token's life ended. */
    record GrantExpired(@JsonUnwrapped GrantStatus grant) implements GrantEvent {
        public GrantExpired {
            inState(GrantState.EXPIRED, grant);
        }
    }

    /** An admin took the authorisation back. */
    record GrantWithdrawn(@JsonUnwrapped GrantStatus grant) implements GrantEvent {
        public GrantWithdrawn {
            inState(GrantState.WITHDRAWN, grant);
        }
    }

    private static void inState(GrantState expected, GrantStatus grant) {
        if (Fields.present("grant", grant).state() != expected) {
            throw new IllegalArgumentException("state is not " + expected);
        }
    }
}
