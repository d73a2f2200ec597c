package com.deliveryhistory.history.api;

import java.io.Serial;

/**
 * An answer cannot be completed after its first part was sent. Nothing handles this, so that the connection breaks and
 * the caller does not take the part for the whole.
 */
final class CutOff extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    /** Without a cause: Spring takes a broken connection among the causes for a caller that has gone, and is content. */
    CutOff() {
        super("An answer could not be completed");
    }
}
