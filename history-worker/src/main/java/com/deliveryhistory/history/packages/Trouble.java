package com.deliveryhistory.history.packages;

import org.jspecify.annotations.Nullable;

/** What an Exception record says went wrong and what UPS does about it, each as UPS's code and UPS's words. */
public record Trouble(
        @Nullable String statusCode,
        @Nullable String status,
        @Nullable String reasonCode,
        @Nullable String reason,
        @Nullable String resolutionCode,
        @Nullable String resolution) {}
