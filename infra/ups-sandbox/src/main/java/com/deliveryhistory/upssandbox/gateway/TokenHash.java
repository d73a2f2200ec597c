package com.deliveryhistory.upssandbox.gateway;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** How tokens and codes are kept and spoken of: by SHA-256, never themselves. */
public final class TokenHash {

    private static final int FINGERPRINT_LENGTH = 16;

    private TokenHash() {}

    /** The whole hash in hexadecimal, for keeping. */
    public static String of(String token) {
        return HexFormat.of().formatHex(sha256(token));
    }

    /** The first 16 hexadecimal digits of the hash, for telling tokens apart in the ledger. */
    public static String fingerprint(String token) {
        return of(token).substring(0, FINGERPRINT_LENGTH);
    }

    /** SHA-256 of the text's UTF-8 bytes. */
    public static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }
}
