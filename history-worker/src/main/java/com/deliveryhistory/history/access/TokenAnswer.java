package com.deliveryhistory.history.access;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What came of asking token-manager for an access token. */
public sealed interface TokenAnswer {

    record Granted(AccessToken token) implements TokenAnswer {}

    /** The grant is not active. */
    record NotActive(String state, @Nullable String reason) implements TokenAnswer {}

    /**
     * There is no token at the moment.
     *
     * @param after token-manager's hint; {@code null} if it gave none
     * @param upsAway whether token-manager says that it is UPS that is in the way, and not a part of this system
     */
    record TryLater(@Nullable Duration after, String reason, boolean upsAway) implements TokenAnswer {}
}
