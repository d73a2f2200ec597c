package com.deliveryhistory.events.sealing;

/** Readable tokens. They live in memory only, and never show in text. */
public record TokenPair(String accessToken, String refreshToken) {

    public TokenPair {
        if (accessToken.isBlank() || refreshToken.isBlank()) {
            throw new IllegalArgumentException("A token pair has both tokens");
        }
    }

    @Override
    public String toString() {
        return "TokenPair[…]";
    }
}
