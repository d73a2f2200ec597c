package com.deliveryhistory.optin.activity;

import com.deliveryhistory.optin.activity.Activity.Kind;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which activities are asked for; {@code null} is no restriction.
 *
 * @param person a sign-in name, whatever its case
 * @param since from this moment on
 * @param before up to this moment, without it
 */
record ActivityFilter(
        @Nullable Kind kind,
        @Nullable String person,
        @Nullable Instant since,
        @Nullable Instant before) {}
