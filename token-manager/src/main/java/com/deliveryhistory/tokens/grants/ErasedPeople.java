package com.deliveryhistory.tokens.grants;

import com.deliveryhistory.services.storage.SignInNames;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;

/**
 * Who of a company was erased, so that an opt-in from before that arrives later does not bring the name back. Of a name its
 * code is kept alone, and nobody can try names on that without the company's key.
 *
 * @param key of the codes; empty: nobody was erased
 * @param byCode each by {@linkplain #code the code} of the sign-in name
 */
public record ErasedPeople(String key, Map<String, Erased> byCode) {

    /** Nobody was. */
    static final ErasedPeople NONE = new ErasedPeople("", Map.of());

    private static final int KEY_BYTES = 32;

    /**
     * Somebody who was erased.
     *
     * @param pseudonym what stands in place of the sign-in name
     * @param at what was authorised before was by that person; later the name may be somebody else's
     */
    public record Erased(String pseudonym, Instant at) {}

    public ErasedPeople {
        byCode = Map.copyOf(byCode);
    }

    /** A key for the codes of one company: 256 random bits, as hexadecimal digits. */
    static String newKey() {
        byte[] key = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(key);
        return HexFormat.of().formatHex(key);
    }

    /** What a sign-in name is kept as under that key, in all its spellings: HMAC-SHA-256, as hexadecimal digits. */
    static String code(String key, String signInName) {
        return HexFormat.of().formatHex(SignInNames.code(key, signInName));
    }

    /** What may be kept and told of an authorisation. */
    Authorization known(Authorization authorization) {
        Erased erased = byCode.isEmpty() ? null : byCode.get(code(key, authorization.by()));
        return erased != null && authorization.at().isBefore(erased.at())
                ? authorization.by(erased.pseudonym())
                : authorization;
    }

    /** Without the key. */
    @Override
    public String toString() {
        return "ErasedPeople[" + byCode.values() + "]";
    }
}
