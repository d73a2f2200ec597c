package com.deliveryhistory.optin.storage;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;

/** What is stored in place of secrets that are random and long: session ids, states, one-time links. */
public final class Hashes {

    private static final SecureRandom random = new SecureRandom();
    private static final int SECRET_BYTES = 32;

    private Hashes() {}

    /** A new secret: of a one-time link, a session, a form: 256 random bits, as base64url without padding. */
    public static String newSecret() {
        byte[] bytes = new byte[SECRET_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** SHA-256 of the secret's UTF-8 form, as base64url without padding. Of no use for passwords, which can be guessed. */
    public static String sha256(String secret) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
