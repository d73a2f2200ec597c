package com.deliveryhistory.tokens.custody;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says it in two lines instead of a stack trace. */
final class UnusableKeysAnalyzer extends AbstractFailureAnalyzer<UnusableKeys> {

    @Override
    protected @Nullable FailureAnalysis analyze(Throwable rootFailure, UnusableKeys cause) {
        return new FailureAnalysis(
                cause.getMessage(),
                "Let the setting name the right keys. Stored tokens are untouched, and readable again with their own"
                        + " key. Only an installation that is new may make its keys by itself: see create-if-missing"
                        + " beside the setting.",
                cause);
    }
}
