package com.deliveryhistory.history.ups;

/** What came of a call to any of UPS's interfaces, beside what it is about. */
public interface UpsOutcome {

    default Strain strain() {
        return Strain.NONE;
    }
}
