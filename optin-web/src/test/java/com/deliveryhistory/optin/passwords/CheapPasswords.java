package com.deliveryhistory.optin.passwords;

import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;

/** Hashes as the application does, at a small part of the cost: tests sign in hundreds of times. */
public final class CheapPasswords extends Passwords {

    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;
    private static final int KIBIBYTES = 256;

    public CheapPasswords() {
        super(argon2(), argon2());
    }

    private static Argon2PasswordEncoder argon2() {
        return new Argon2PasswordEncoder(SALT_BYTES, HASH_BYTES, 1, KIBIBYTES, 1);
    }
}
