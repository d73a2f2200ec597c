package com.deliveryhistory.services.messaging;

import java.io.Serial;

/** A replay of dead letters ended early. The letter that it was at, and all after it, still wait. */
public final class ReplayStopped extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    private ReplayStopped(String message, Throwable cause) {
        super(message, cause);
    }

    private ReplayStopped(String message) {
        super(message);
    }

    static ReplayStopped atLetter(DeadLetter letter, Throwable cause) {
        return new ReplayStopped(
                "The letter at partition %d, offset %d could not be processed now: %s"
                        .formatted(
                                letter.partition(),
                                letter.offset(),
                                cause.getClass().getSimpleName()),
                cause);
    }

    static ReplayStopped somebodyElseIsAtIt() {
        return new ReplayStopped("Somebody else is replaying these dead letters at the same time");
    }
}
