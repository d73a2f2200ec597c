package com.deliveryhistory.optin.authorization;

import com.deliveryhistory.events.sealing.TokenPair;
import java.time.Instant;

/** What UPS gave for an authorization code. The tokens live in memory only, until they are sealed. */
record UpsTokens(TokenPair pair, Instant issuedAt, Instant accessTokenExpiresAt, Instant refreshTokenExpiresAt) {}
