package com.deliveryhistory.history.collection;

import com.deliveryhistory.events.Application;
import com.deliveryhistory.events.CompanyId;
import com.deliveryhistory.events.EndReason;
import com.deliveryhistory.events.GrantState;
import com.deliveryhistory.events.GrantStatus;
import java.time.Instant;

/** What token-manager says of grants. */
final class Statuses {

    static final Instant OPTED_IN_AT = Instant.parse("2026-07-13T09:00:00Z");

    private Statuses() {}

    static GrantStatus active(String company, long revision) {
        return status(company, revision, GrantState.ACTIVE);
    }

    static GrantStatus invalidated(String company, long revision) {
        return status(company, revision, GrantState.INVALIDATED);
    }

    static GrantStatus status(String company, long revision, GrantState state) {
        return status(company, revision, state, OPTED_IN_AT);
    }

    static GrantStatus status(String company, long revision, GrantState state, Instant authorizedAt) {
        return new GrantStatus(
                new CompanyId(company),
                Application.INTELLIGENT_DELIVERY_HISTORY,
                state,
                state == GrantState.INVALIDATED ? EndReason.PASSWORD_CHANGED : null,
                1,
                revision,
                authorizedAt,
                "admin",
                authorizedAt.plusSeconds(3600),
                authorizedAt.plusSeconds(86400),
                null);
    }
}
