package com.deliveryhistory.events;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A grant's whole public state after a change. Every {@link GrantEvent} carries it, so that the newest record of a key
 * tells all there is to know.
 *
 * @param reason present exactly if the state is {@link GrantState#INVALIDATED}
 * @param generation number of the token pair: grows by one with each opt-in and each refresh
 * @param revision number of the grant's change that this state is the result of: grows with every change, so a reader
 *     that keeps the state ignores what is not newer than what it has
 * @param authorizedBy sign-in name of the admin; {@code erased}, or {@code erased:} and eight hexadecimal digits, where the
 *     company or the person was erased since
 * @param causedBy id of the event that led here; absent if none did (a refresh refused by UPS, an expiry)
 */
public record GrantStatus(
        CompanyId companyId,
        Application application,
        GrantState state,
        @Nullable EndReason reason,
        long generation,
        long revision,
        Instant authorizedAt,
        String authorizedBy,
        Instant accessTokenExpiresAt,
        Instant refreshTokenExpiresAt,
        @Nullable String causedBy) {

    public GrantStatus {
        Fields.present("companyId", companyId);
        Fields.present("application", application);
        Fields.present("state", state);
        if ((state == GrantState.INVALIDATED) != (reason != null)) {
            throw new IllegalArgumentException("reason is given exactly if state is INVALIDATED");
        }
        if (generation < 1) {
            throw new IllegalArgumentException("generation is missing or below 1");
        }
        if (revision < 1) {
            throw new IllegalArgumentException("revision is missing or below 1");
        }
        Fields.time("authorizedAt", authorizedAt);
        Fields.text("authorizedBy", authorizedBy);
        Fields.time("accessTokenExpiresAt", accessTokenExpiresAt);
        Fields.time("refreshTokenExpiresAt", refreshTokenExpiresAt);
    }

    public GrantId grantId() {
        return new GrantId(companyId, application);
    }
}
