package com.deliveryhistory.services.commands;

import java.io.Serial;

/** A command cannot do what is asked, for a reason that the operator can read in one line. */
public final class NotDone extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    public NotDone(String message) {
        super(message);
    }
}
