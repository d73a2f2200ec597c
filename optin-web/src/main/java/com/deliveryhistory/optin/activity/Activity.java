package com.deliveryhistory.optin.activity;

import com.deliveryhistory.events.CompanyId;
import java.time.Instant;
import java.util.Map;

/**
 * Something that happened in a company.
 *
 * @param by sign-in name of who did it; {@link #SYSTEM} if nobody did
 * @param details what the words of {@code activity.<kind>} name, e.g. the application; never a secret
 */
public record Activity(CompanyId company, Instant at, Kind kind, String by, Map<String, String> details) {

    /** Stands where no person acted. */
    public static final String SYSTEM = "";

    public Activity {
        details = Map.copyOf(details);
    }

    /** What happened. The words are in {@code messages.properties}, {@code activity.<kind>}. */
    public enum Kind {
        /** An admin authorised an application at UPS.com. */
        OPTED_IN,
        /** An admin took an authorisation back. */
        WITHDRAWN,
        /** An admin reported that the UPS.com password was changed. */
        PASSWORD_CHANGE_REPORTED
    }
}
