package com.deliveryhistory.odcs;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Prints a token by which a person calls token-manager or history-worker as this service does, with {@code curl} for
 * example: {@code PrintToken AUDIENCE [COMPANY]}. Environment: {@code KEY}, as {@link Odcs} has it. Exits with 2 where the
 * arguments are others, and with 1 where there is no key.
 */
public final class PrintToken {

    private PrintToken() {}

    public static void main(String[] arguments) {
        if (arguments.length < 1 || arguments.length > 2) {
            System.err.println(
                    "Usage: token AUDIENCE [COMPANY]   (token-manager, or history-worker and a company's id)");
            System.exit(2);
        }
        try {
            var identity = ServiceIdentity.read(Odcs.APPLICATION, Path.of(Odcs.environment("KEY")));
            System.out.println(identity.token(arguments[0], arguments.length == 2 ? arguments[1] : null));
        } catch (IOException | IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }
}
