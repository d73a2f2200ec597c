package com.deliveryhistory.services.commands;

/** What went wrong, in one line. */
public final class ProblemLine {

    private ProblemLine() {}

    /** The configuration is such that no part of the service can be made. */
    public static String ofStart(Throwable problem) {
        return of("The command cannot work with this configuration: " + named(root(problem)));
    }

    /** A problem that has no words of its own. */
    public static String named(Throwable problem) {
        return problem.getClass().getSimpleName() + ": " + problem.getMessage();
    }

    /** Whatever stands in it, it stays one line. */
    public static String of(String text) {
        return text.replaceAll("\\s+", " ").strip();
    }

    /** What caused it in the first place. */
    public static Throwable root(Throwable problem) {
        Throwable root = problem;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }
}
