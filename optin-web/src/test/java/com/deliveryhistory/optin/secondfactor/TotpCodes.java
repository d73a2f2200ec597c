package com.deliveryhistory.optin.secondfactor;

import java.time.Instant;
import org.apache.commons.codec.binary.Base32;

/** What an authenticator app shows. */
public final class TotpCodes {

    private TotpCodes() {}

    /**
     * The code of that time.
     *
     * @param secret in Base32
     */
    public static String at(String secret, Instant time) {
        return Totp.code(new Base32().decode(secret), time.getEpochSecond() / 30);
    }
}
