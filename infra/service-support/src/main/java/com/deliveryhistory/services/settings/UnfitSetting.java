package com.deliveryhistory.services.settings;

import java.io.Serial;

/**
 * The service cannot start with a setting. The message is for operators: it names the setting, what is wrong and what to do,
 * and has no value that may be secret.
 */
public final class UnfitSetting extends IllegalStateException {

    @Serial
    private static final long serialVersionUID = 1L;

    public UnfitSetting(String message) {
        super(message);
    }
}
