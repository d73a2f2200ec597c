package com.deliveryhistory.history.api;

import java.io.Serial;

/** The company has no package with this tracking number. */
final class PackageNotFound extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    PackageNotFound() {
        super("The company has no package with this tracking number");
    }
}
