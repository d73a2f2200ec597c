package com.deliveryhistory.services.settings;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** Says it in place of a stack trace, and before Spring Boot does, which would tell of classes. */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class UnfitSettingAnalyzer extends AbstractFailureAnalyzer<UnfitSetting> {

    @Override
    protected @Nullable FailureAnalysis analyze(Throwable rootFailure, UnfitSetting cause) {
        return new FailureAnalysis(
                cause.getMessage(),
                "Change the setting and start again. infra/configuration.md lists all of them.",
                cause);
    }
}
