package com.deliveryhistory.tokens.optins;

import com.deliveryhistory.events.GrantId;
import com.deliveryhistory.events.OptInEvent.OptInGranted;
import com.deliveryhistory.events.sealing.TokenOpener;
import com.deliveryhistory.events.sealing.TokenPair;
import com.deliveryhistory.tokens.custody.Vault.Kept;
import com.deliveryhistory.tokens.grants.Authorization;
import com.deliveryhistory.tokens.grants.Expiry;
import com.deliveryhistory.tokens.grants.Grant;
import com.deliveryhistory.tokens.grants.Grant.Active;
import com.deliveryhistory.tokens.grants.Remembered;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** An admin opted in; times to the millisecond, as they are stored. */
record OptIn(String eventId, OptInGranted granted) {

    GrantId grant() {
        return granted.grantId();
    }

    Instant authorizedAt() {
        return millis(granted.authorizedAt());
    }

    Authorization authorization() {
        return new Authorization(authorizedAt(), granted.authorizedBy(), granted.upsUser());
    }

    Expiry expiry() {
        return new Expiry(millis(granted.accessTokenExpiresAt()), millis(granted.refreshTokenExpiresAt()));
    }

    /**
     * What is sealed in it.
     *
     * @throws com.deliveryhistory.events.CorruptEvent if the tokens can never be opened
     * @throws com.deliveryhistory.events.sealing.UnknownSealingKey if the key is missing that opens them
     */
    TokenPair tokens(TokenOpener opener) {
        return opener.open(granted.sealedTokens(), eventId, grant());
    }

    /** Whether the grant is as this opt-in left it, not even refreshed since. */
    boolean brought(Grant grant) {
        return grant instanceof Active active
                && eventId.equals(active.facts().causedBy())
                && active.upkeep().obtainedAt().equals(authorizedAt());
    }

    /** Whether the company was erased after this, or the grant names who was erased: something may be left to do. */
    boolean isErased(Grant grant, Remembered company) {
        return company.horizons().erase(authorizedAt())
                || company.corrected(grant).isPresent();
    }

    /** The tokens that this brought, as they are stored. */
    Kept kept(Active stored, TokenOpener opener) {
        return new Kept(stored.id(), stored.generation(), stored.tokens(), () -> tokens(opener));
    }

    static Instant millis(Instant instant) {
        return instant.truncatedTo(ChronoUnit.MILLIS);
    }
}
