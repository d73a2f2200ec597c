package com.deliveryhistory.localstack.processes;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A program to run.
 *
 * @param vital whether its death ends the stack; others are started again
 * @param environment beside what the stack's own environment has; may hold secrets
 * @param folder where it runs
 */
public record Program(
        String name,
        boolean vital,
        List<String> command,
        Map<String, String> environment,
        Path folder,
        Readiness readiness) {

    /** Without the environment, since that holds secrets. */
    @Override
    public String toString() {
        return name + " " + command;
    }
}
