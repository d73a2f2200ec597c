package com.deliveryhistory.tokens.grants;

import static org.assertj.core.api.Assertions.assertThat;

import com.deliveryhistory.events.GrantId;
import com.deliveryhistory.tokens.custody.EncryptedTokens;
import java.time.Duration;
import java.time.Instant;

/** Opens grants and ends them, so that there is something to tell. */
final class StoredGrants {

    static final Instant START = Instant.parse("2026-07-14T10:00:00Z");

    private final Grants grants;

    StoredGrants(Grants grants) {
        this.grants = grants;
    }

    void open(GrantId id) {
        Grant nothing = grants.find(id);
        assertThat(grants.save(nothing, opened(nothing))).isTrue();
    }

    void end(GrantId id, Horizons horizons) {
        Grant grant = grants.find(id);
        assertThat(grants.save(grant, grant.heeding(horizons, "cause", START).orElseThrow()))
                .isTrue();
    }

    static Change opened(Grant nothing) {
        return nothing.opened(
                new Authorization(START, "admin", null),
                new Expiry(START.plusSeconds(3_600), START.plus(Duration.ofDays(60))),
                new EncryptedTokens(new byte[] {1}),
                Upkeep.ofNew(START, START.plusSeconds(3_000), null),
                "opt-in",
                START);
    }
}
