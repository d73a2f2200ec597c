package com.deliveryhistory.services.storage;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * How sign-in names are compared, wherever something is kept under one: whoever erases a person has to find all of it, in each
 * service alike.
 */
public final class SignInNames {

    private static final String ALGORITHM = "HmacSHA256";

    private SignInNames() {}

    /** What all spellings of a name have in common; of a mail address as well. */
    public static String key(String name) {
        return name.strip().toLowerCase(Locale.ROOT);
    }

    /**
     * What tells a name, in all its spellings, from others without saying it: HMAC-SHA-256 (RFC 2104). Nobody can try names on
     * it without the secret.
     *
     * @param secret of ASCII characters
     * @return 32 bytes
     */
    public static byte[] code(String secret, String name) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.US_ASCII), ALGORITHM));
            return mac.doFinal(key(name).getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform has " + ALGORITHM, e);
        }
    }
}
