package com.deliveryhistory.tokens.custody;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says it in two lines instead of a stack trace. */
final class UnusableKeyFileAnalyzer extends AbstractFailureAnalyzer<UnusableKeyFile> {

    @Override
    protected @Nullable FailureAnalysis analyze(Throwable rootFailure, UnusableKeyFile cause) {
        return new FailureAnalysis(
                cause.getMessage(),
                "Let the setting name the right file. Stored tokens are untouched, and readable again with their own"
                        + " key. Only an installation that is new may make its key by itself: see create-if-missing"
                        + " beside the setting.",
                cause);
    }
}
