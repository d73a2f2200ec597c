package com.deliveryhistory.history.operations;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.springframework.context.ApplicationContext;

/** Where a test sits as an operator, with the parts of an application that is there. */
public final class Desk {

    private final ApplicationContext context;

    public Desk(ApplicationContext context) {
        this.context = context;
    }

    /** What a command said. */
    public record Said(int exitCode, String out, String err) {}

    public Said says(String... command) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exitCode = Operations.execute(() -> context, new PrintWriter(out), new PrintWriter(err), command);
        return new Said(exitCode, out.toString(), err.toString());
    }
}
