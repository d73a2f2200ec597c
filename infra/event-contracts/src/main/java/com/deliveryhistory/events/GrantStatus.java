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
 * @param restatedAt when an operator had this told (again, or because of an erasing); absent otherwise. The event's
 *     {@linkplain EventEnvelope#time time} stays when it came about. To a reader that knows it already (the same state,
 *     authorizedAt, reason and days left) nothing is new but the revision and the name; to any other it is the news
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
        @Nullable String causedBy,
        @Nullable Instant restatedAt) {

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
        causedBy = Fields.optional(causedBy);
        if (restatedAt != null) {
            Fields.time("restatedAt", restatedAt);
        }
    }

    /** A state that is told as it came about. */
    public GrantStatus(
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
        this(
                companyId,
                application,
                state,
                reason,
                generation,
                revision,
                authorizedAt,
                authorizedBy,
                accessTokenExpiresAt,
                refreshTokenExpiresAt,
                causedBy,
                null);
    }

    /** The same, told again at this time. */
    public GrantStatus restated(Instant at) {
        return new GrantStatus(
                companyId,
                application,
                state,
                reason,
                generation,
                revision,
                authorizedAt,
                authorizedBy,
                accessTokenExpiresAt,
                refreshTokenExpiresAt,
                causedBy,
                at);
    }

    /** The same with another name of who opted in. */
    public GrantStatus authorizedBy(String name) {
        return new GrantStatus(
                companyId,
                application,
                state,
                reason,
                generation,
                revision,
                authorizedAt,
                name,
                accessTokenExpiresAt,
                refreshTokenExpiresAt,
                causedBy,
                restatedAt);
    }

    public GrantId grantId() {
        return new GrantId(companyId, application);
    }
}
