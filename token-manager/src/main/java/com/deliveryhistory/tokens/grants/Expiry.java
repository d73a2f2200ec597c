package com.deliveryhistory.tokens.grants;

import java.time.Instant;

/** When the tokens of a pair end, as UPS said. */
public record Expiry(Instant accessToken, Instant refreshToken) {}
