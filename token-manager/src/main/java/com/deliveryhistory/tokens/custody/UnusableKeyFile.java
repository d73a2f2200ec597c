package com.deliveryhistory.tokens.custody;

import java.io.Serial;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A key file is missing or wrong. The service does not start, and no data is touched. */
final class UnusableKeyFile extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    UnusableKeyFile(String setting, Path path, String why, @Nullable Throwable cause) {
        super("%s: %s %s".formatted(setting, path, why), cause);
    }
}
