package com.deliveryhistory.tokens.refresh;

/** What an answer tells of more than the one grant that it was for: how an application stands with UPS. */
public enum Strain {
    /** Nothing: the answer is about the grant alone. */
    NONE,
    /** UPS answered 429: there are too many calls. */
    THROTTLED,
    /** UPS cannot be reached, fails, or answers with something else than its API. */
    DOWN,
    /** UPS answered 401 or 403: it does not accept the application's client id or secret, whichever grant is asked for. */
    CLIENT_REFUSED
}
