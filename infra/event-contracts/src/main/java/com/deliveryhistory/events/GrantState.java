package com.deliveryhistory.events;

/** Where a grant stands. Only {@link #ACTIVE} can be worked with. */
public enum GrantState {
    /** Tokens are valid and kept so. */
    ACTIVE,
    /** UPS no longer accepts the tokens, or is known not to; an {@link EndReason} says why. */
    INVALIDATED,
    /** The refresh token's life ended. */
    EXPIRED,
    /** An admin took the authorisation back. */
    WITHDRAWN
}
