package com.deliveryhistory.tokens.custody;

import java.io.Serial;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Configured keys are missing or wrong. At start the service ends, later it goes on with the keys that it has; no data
 * is touched. Messages name the setting, never what is in it.
 */
final class UnusableKeys extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    private UnusableKeys(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    static UnusableKeys setting(String setting, String why) {
        return new UnusableKeys(setting + ": " + why, null);
    }

    static UnusableKeys file(String setting, Path path, String why, @Nullable Throwable cause) {
        return new UnusableKeys("%s: %s %s".formatted(setting, path, why), cause);
    }
}
