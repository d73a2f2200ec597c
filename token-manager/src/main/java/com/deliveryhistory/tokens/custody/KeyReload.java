package com.deliveryhistory.tokens.custody;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** Looks at both key files now and then, so that keys change without a restart. */
public final class KeyReload implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(KeyReload.class);

    private final Vault vault;
    private final Duration vaultInterval;
    private final SealingKeys sealing;
    private final Duration sealingInterval;
    private volatile boolean running;

    public KeyReload(
            Vault vault, EncryptionSettings vaultSettings, SealingKeys sealing, SealingSettings sealingSettings) {
        this.vault = vault;
        this.vaultInterval = vaultSettings.reloadInterval();
        this.sealing = sealing;
        this.sealingInterval = sealingSettings.reloadInterval();
    }

    @Override
    public void start() {
        running = true;
        Thread.ofVirtual().name("encryption-keys").start(() -> repeat(vault::reload, vaultInterval));
        Thread.ofVirtual().name("sealing-keys").start(() -> repeat(sealing::reload, sealingInterval));
    }

    private void repeat(Runnable reload, Duration interval) {
        while (running) {
            try {
                Thread.sleep(interval);
                reload.run();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException e) {
                log.warn("Keys cannot be read again now: {}", e.toString());
            }
        }
    }

    @Override
    public void stop() {
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
