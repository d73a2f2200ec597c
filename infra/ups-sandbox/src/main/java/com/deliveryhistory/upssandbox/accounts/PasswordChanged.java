package com.deliveryhistory.upssandbox.accounts;

import java.time.Instant;

/** A user changed the password; what was authorized under the old one is void. */
public record PasswordChanged(Profile profile, Instant at) {}
