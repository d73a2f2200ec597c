package com.deliveryhistory.optin.identityproviders;

import java.io.Serial;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * What the session of somebody who signed in by an identity provider keeps of it: enough to sign out there without asking it,
 * and no token.
 *
 * @param endSession the provider's end-session endpoint; {@code null} if it has none that may be used
 * @param hint what the provider knows its own session by; {@code null} if it did not say
 */
record ProviderSession(
        String company,
        @Nullable String endSession,
        @Nullable String hint) implements Serializable {

    static final String ATTRIBUTE = ProviderSession.class.getName();

    @Serial
    private static final long serialVersionUID = 1L;
}
