package com.deliveryhistory.events;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/** A token pair as JWE in compact serialisation (RFC 7516, section 7.1), readable for the holder of the key alone. */
public record SealedTokens(@JsonValue String jwe) {

    /** Thousands of characters: spelt out, they are looked up in a table; possessive, none is looked at twice. */
    private static final String BASE64URL = "[A-Za-z0-9_-]";

    private static final Pattern FORM =
            Pattern.compile("%1$s++\\.%1$s*+\\.%1$s*+\\.%1$s++\\.%1$s++".formatted(BASE64URL));

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public SealedTokens {
        Fields.matching(FORM, "sealedTokens", jwe);
    }

    @Override
    public String toString() {
        return "SealedTokens[…]";
    }
}
