package com.deliveryhistory.upssandbox.accounts;

import org.jspecify.annotations.Nullable;

/**
 * A UPS.com profile.
 *
 * @param username as the user spelt it at sign-up
 * @param shipperNumber the shipping account it may see; without one it can log in and authorize, but no data call works
 * @param credentialVersion grows with every change of the password; what was authorized under an older one is void
 */
public record Profile(
        String username, String email, @Nullable String shipperNumber, int credentialVersion) {}
