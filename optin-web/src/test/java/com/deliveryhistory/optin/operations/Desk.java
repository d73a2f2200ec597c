package com.deliveryhistory.optin.operations;

import com.deliveryhistory.testing.Said;
import org.springframework.context.ApplicationContext;

/** Where a test sits as an operator, with the parts of an application that is there. */
public final class Desk {

    private final ApplicationContext context;

    public Desk(ApplicationContext context) {
        this.context = context;
    }

    public Said says(String... command) {
        return Said.by((out, err) -> Operations.execute(() -> context, out, err, command));
    }
}
