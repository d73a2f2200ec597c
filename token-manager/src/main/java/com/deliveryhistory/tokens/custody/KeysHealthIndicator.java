package com.deliveryhistory.tokens.custody;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;
import org.springframework.stereotype.Component;

/**
 * Says so if a key file was changed to something that cannot be used. No part of readiness: the service works on with
 * the keys that it has.
 */
@Component("keysHealthIndicator")
final class KeysHealthIndicator extends AbstractHealthIndicator {

    private static final Status WARNING = new Status("WARNING", "A key file cannot be used as it is now");

    private final Vault vault;
    private final SealingKeys sealing;

    KeysHealthIndicator(Vault vault, SealingKeys sealing) {
        super("Keys cannot be checked");
        this.vault = vault;
        this.sealing = sealing;
    }

    @Override
    protected void doHealthCheck(Health.Builder health) {
        boolean fine = vault.refusal() == null && sealing.refusal() == null;
        health.status(fine ? Status.UP : WARNING);
        tell(health, "encryption", vault.refusal());
        tell(health, "sealing", sealing.refusal());
    }

    private static void tell(Health.Builder health, String file, @Nullable String refusal) {
        if (refusal != null) {
            health.withDetail(file, refusal);
        }
    }
}
