package com.deliveryhistory.history.ups;

/** What came of a call to any of UPS's interfaces, beside what it is about. */
public interface UpsOutcome {

    /** Whether UPS does not take the token (any more): a newer one may help. */
    default boolean refusesToken() {
        return false;
    }

    default Strain strain() {
        return Strain.NONE;
    }
}
