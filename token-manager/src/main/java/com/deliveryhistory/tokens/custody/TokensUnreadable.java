package com.deliveryhistory.tokens.custody;

import com.deliveryhistory.events.GrantId;
import java.io.Serial;

/**
 * Stored tokens cannot be opened: their data key is gone or of another key-encryption key, or they were stored for
 * another grant or generation. The data stays as it is.
 */
public final class TokensUnreadable extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    private TokensUnreadable(String message, Throwable cause) {
        super(message, cause);
    }

    private TokensUnreadable(String message) {
        super(message);
    }

    static TokensUnreadable undecryptable(GrantId grant, Throwable cause) {
        return new TokensUnreadable("The stored tokens of " + grant + " cannot be decrypted", cause);
    }

    /** They were stored for another grant or generation. */
    public static TokensUnreadable belongElsewhere(GrantId grant) {
        return new TokensUnreadable(
                "The stored tokens of " + grant + " were encrypted for another grant or generation");
    }
}
