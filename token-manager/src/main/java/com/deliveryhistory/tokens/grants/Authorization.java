package com.deliveryhistory.tokens.grants;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What an admin did at UPS.com.
 *
 * @param at UPS's {@code issued_at}: the clock by which authorisations and password changes are put in order
 * @param by sign-in name of the admin
 * @param upsUser UPS.com user name, if the admin gave it
 */
public record Authorization(Instant at, String by, @Nullable String upsUser) {

    /** Stands in place of a sign-in name when the company is erased. */
    public static final String ERASED = "erased";

    /** The same, with nothing that says who it was. */
    Authorization erased() {
        return new Authorization(at, ERASED, null);
    }

    /** The same by another name. */
    Authorization by(String name) {
        return new Authorization(at, name, upsUser);
    }
}
