package com.deliveryhistory.optin.sessions;

import com.deliveryhistory.services.storage.SignInNames;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;
import org.springframework.session.Session;

/**
 * Whose a session is.
 *
 * @param key the sign-in name as sessions are found by
 * @param origin where the sign-in came from; {@code null} for sessions of earlier versions
 */
record Owner(String key, @Nullable SignInOrigin origin) {

    /** {@code null} before the sign-in. */
    static @Nullable Owner of(Session session) {
        SecurityContext context =
                session.getAttribute(HttpSessionSecurityContextRepository.SPRING_SECURITY_CONTEXT_KEY);
        Authentication signedIn = context == null ? null : context.getAuthentication();
        return signedIn == null
                ? null
                : new Owner(
                        SignInNames.key(signedIn.getName()),
                        signedIn.getDetails() instanceof SignInOrigin origin ? origin : null);
    }

    /** When the sign-in began, as far as that is known. */
    Instant beganAt(Session session) {
        return origin == null ? session.getCreationTime() : origin.beganAt();
    }
}
