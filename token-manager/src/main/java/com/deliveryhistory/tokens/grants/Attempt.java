package com.deliveryhistory.tokens.grants;

import java.time.Instant;

/**
 * The intent to use a refresh token, stored before the call. One that is found later was cut off, and UPS may have
 * rotated the token.
 *
 * @param fingerprint of the refresh token that is tried
 * @param by the instance that tries it
 */
public record Attempt(String id, String fingerprint, Instant startedAt, String by) {}
