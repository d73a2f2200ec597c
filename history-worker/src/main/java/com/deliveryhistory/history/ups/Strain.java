package com.deliveryhistory.history.ups;

/** What an answer tells of more than the one call that it was for: how UPS bears all of the application's calls. */
public enum Strain {
    /** Nothing: the answer is about the call alone. */
    NONE,
    /** UPS answered 429: there are too many calls. */
    THROTTLED,
    /** UPS cannot be reached, fails, or answers with something else than its API. */
    DOWN
}
