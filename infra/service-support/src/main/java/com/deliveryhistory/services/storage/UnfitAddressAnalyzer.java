package com.deliveryhistory.services.storage;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says it in two lines instead of a stack trace. */
final class UnfitAddressAnalyzer extends AbstractFailureAnalyzer<UnfitAddress> {

    @Override
    protected @Nullable FailureAnalysis analyze(Throwable rootFailure, UnfitAddress cause) {
        return new FailureAnalysis(cause.getMessage(), "Leave these options out of spring.mongodb.uri.", cause);
    }
}
