package com.deliveryhistory.events;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/** A token pair as JWE in compact serialisation (RFC 7516, section 7.1), readable for the holder of the key alone. */
public record SealedTokens(@JsonValue String jwe) {

    private static final Pattern FORM = Pattern.compile("[\\w-]+\\.[\\w-]*\\.[\\w-]*\\.[\\w-]+\\.[\\w-]+");

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public SealedTokens {
        Fields.matching(FORM, "sealedTokens", jwe);
    }

    @Override
    public String toString() {
        return "SealedTokens[…]";
    }
}
