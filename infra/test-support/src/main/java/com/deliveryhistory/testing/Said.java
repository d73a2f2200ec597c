package com.deliveryhistory.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;

/** What an operator's command said, in a process of its own or in the test's. */
public record Said(int exitCode, String out, String err) {

    /** A command that is done in the test's own process. */
    @FunctionalInterface
    public interface Command {

        /** Does it, and gives the exit code. */
        int execute(PrintWriter out, PrintWriter err);
    }

    /** Does a command. */
    public static Said by(Command command) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exitCode = command.execute(new PrintWriter(out), new PrintWriter(err));
        return new Said(exitCode, out.toString(), err.toString());
    }

    /** Fails unless it said in one line that the store on this port does not answer, without what is secret in its address. */
    public void assertThatStoreIsAway(int port, String password) {
        assertThat(exitCode).isEqualTo(1);
        assertThat(out).isEmpty();
        assertThat(err.lines())
                .singleElement()
                .asString()
                .contains("The store at 127.0.0.1:" + port + " (spring.mongodb.uri) cannot be used")
                .doesNotContain(password);
    }
}
