package com.deliveryhistory.localstack.processes;

import java.io.PrintStream;
import java.util.List;

/** Merges what programs print into one stream, a name in front of each line; coloured only for a terminal. */
public final class Console implements Output {

    private static final List<Integer> COLOURS = List.of(36, 33, 32, 35, 34, 96, 93, 92);
    private static final int NAME_WIDTH = 14;

    private final PrintStream stream;
    private final boolean coloured;
    private boolean showsLogs;

    public Console(PrintStream stream, boolean coloured) {
        this.stream = stream;
        this.coloured = coloured;
    }

    /** Shows programs' lines from now on; before, only what the stack itself says. */
    public synchronized void showLogs() {
        showsLogs = true;
    }

    @Override
    public synchronized void say(String program, String text) {
        stream.println(name(program) + " " + (coloured ? "\u001b[1m" + text + "\u001b[0m" : text));
    }

    @Override
    public synchronized void log(String program, String line) {
        if (showsLogs) {
            stream.println(name(program) + " " + line);
        }
    }

    /** Prints text as it is. */
    public synchronized void print(String text) {
        stream.println(text);
    }

    private String name(String program) {
        String padded = program + " ".repeat(Math.max(0, NAME_WIDTH - program.length())) + " |";
        if (!coloured) {
            return padded;
        }
        int colour = COLOURS.get(Math.floorMod(program.hashCode(), COLOURS.size()));
        return "\u001b[" + colour + "m" + padded + "\u001b[0m";
    }
}
