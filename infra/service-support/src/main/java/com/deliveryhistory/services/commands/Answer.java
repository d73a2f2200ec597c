package com.deliveryhistory.services.commands;

import java.util.List;

/**
 * What came of a command.
 *
 * @param lines for people
 * @param json for machines: maps, lists and plain values
 * @param outcome in a few words, for the audit
 * @param done whether the operator got what was asked for; else the exit code is not 0
 */
public record Answer(List<String> lines, Object json, String outcome, boolean done) {

    /** What was asked for was done. */
    public static Answer of(List<String> lines, Object json, String outcome) {
        return new Answer(lines, json, outcome, true);
    }
}
