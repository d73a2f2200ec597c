package com.deliveryhistory.optin.accounts;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A member with what proves that it is them.
 *
 * @param email where mails go; {@code null}: none is known, or what is stored is none that mail can be sent to
 * @param emailProved whether the person used a link that was mailed there. False, too, where that was never asked for: of
 *     imported accounts, and of earlier ones
 * @param passwordHash {@code null}: the person never had a password here
 * @param lastSignInAt {@code null}: never, or not since this is noted
 */
public record Account(
        Member member,
        State state,
        @Nullable String email,
        boolean emailProved,
        @Nullable String passwordHash,
        @Nullable Instant lastSignInAt) {

    /** Whether somebody may sign in. */
    public enum State {
        ACTIVE,
        DISABLED
    }

    /** The sign-in name. */
    public String name() {
        return member.name();
    }

    public boolean isActive() {
        return state == State.ACTIVE;
    }

    /** Without the hash. */
    @Override
    public String toString() {
        return "Account[" + member.name() + "]";
    }
}
