package com.deliveryhistory.localstack.processes;

import java.util.List;

/** Why the stack cannot start or go on, in one line for people, with the log lines that led to it. */
public final class StackFailure extends RuntimeException {

    private final List<String> lastLines;

    private StackFailure(String message, List<String> lastLines) {
        super(message);
        this.lastLines = List.copyOf(lastLines);
    }

    public static StackFailure because(String reason) {
        return new StackFailure(reason, List.of());
    }

    static StackFailure died(String program, String how, List<String> lastLines) {
        return new StackFailure(program + " " + how, lastLines);
    }

    /** What the program printed last; empty if no program is to blame. */
    public List<String> lastLines() {
        return lastLines;
    }
}
