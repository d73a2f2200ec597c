package com.deliveryhistory.localstack.processes;

/** Takes what the stack says and what its programs print. */
public interface Output {

    /** Takes all and shows nothing. */
    Output SILENT = new Output() {
        @Override
        public void say(String program, String text) {}

        @Override
        public void log(String program, String line) {}
    };

    /** The stack says something about a program. */
    void say(String program, String text);

    /** A program printed a line. */
    void log(String program, String line);
}
