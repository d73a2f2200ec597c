package com.deliveryhistory.upssandbox.oauth;

import java.security.SecureRandom;
import java.util.Base64;

/** Unguessable text for codes and tokens. */
final class RandomText {

    private static final SecureRandom RANDOM = new SecureRandom();

    private RandomText() {}

    /** That many random bytes in URL-safe Base64 without padding. */
    static String ofBytes(int count) {
        byte[] bytes = new byte[count];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
