package com.deliveryhistory.tokens.custody;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Whether each key file is in use as it is now. The service works on with the keys that it has if one is not. */
public final class KeyMetrics implements MeterBinder {

    private final Vault vault;
    private final SealingKeys sealing;

    public KeyMetrics(Vault vault, SealingKeys sealing) {
        this.vault = vault;
        this.sealing = sealing;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        gauge(registry, "encryption", vault::refusal);
        gauge(registry, "sealing", sealing::refusal);
    }

    private static void gauge(MeterRegistry registry, String file, Supplier<@Nullable String> refusal) {
        Gauge.builder("keys.file.refused", () -> refusal.get() == null ? 0 : 1)
                .description("1 if the key file was changed to something that cannot be used; the log says why")
                .tag("file", file)
                .register(registry);
    }
}
