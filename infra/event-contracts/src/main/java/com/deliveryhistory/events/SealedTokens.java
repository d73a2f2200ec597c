package com.deliveryhistory.events;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** A token pair as JWE in compact serialisation (RFC 7516, section 7.1), readable for the holder of the key alone. */
public record SealedTokens(@JsonValue String jwe) {

    private static final int PARTS = 5;

    /** The encrypted key and the initialization vector, which some algorithms do without. */
    private static final int MAY_BE_EMPTY_FROM = 2;

    private static final int MAY_BE_EMPTY_TO = 3;

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public SealedTokens {
        if (!isCompact(Fields.present("sealedTokens", jwe))) {
            throw new IllegalArgumentException("sealedTokens is not five parts in base64url");
        }
    }

    /** By hand: it is thousands of characters long, for which a regular expression takes as long as reading the rest. */
    private static boolean isCompact(String text) {
        int part = 1;
        int start = 0;
        for (int i = 0; i <= text.length(); i++) {
            if (i == text.length() || text.charAt(i) == '.') {
                boolean mayBeEmpty = part >= MAY_BE_EMPTY_FROM && part <= MAY_BE_EMPTY_TO;
                if (i == start && !mayBeEmpty) {
                    return false;
                }
                part++;
                start = i + 1;
            } else if (!isBase64Url(text.charAt(i))) {
                return false;
            }
        }
        return part == PARTS + 1;
    }

    private static boolean isBase64Url(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
    }

    @Override
    public String toString() {
        return "SealedTokens[…]";
    }
}
