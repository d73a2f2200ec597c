package com.deliveryhistory.optin.operations;

import com.deliveryhistory.services.commands.NotDone;
import com.mongodb.MongoException;
import com.mongodb.MongoSocketException;
import com.mongodb.MongoTimeoutException;
import org.springframework.beans.BeansException;

/** What went wrong, as one line that says what to do. */
final class Problems {

    private Problems() {}

    static String line(Throwable problem, Workplace workplace) {
        String line = switch (problem) {
            case NotDone notDone -> notDone.getMessage();
            case MongoTimeoutException e -> storeAway(e, workplace);
            case MongoSocketException e -> storeAway(e, workplace);
            case MongoException e -> "The store at %s refuses: %s".formatted(workplace.storeAddress(), e.getMessage());
            case BeansException e -> root(e) instanceof MongoException cause ? line(cause, workplace) : ofStart(e);
            default -> problem.getClass().getSimpleName() + ": " + problem.getMessage();
        };
        return oneLine(String.valueOf(line));
    }

    /** The configuration is such that no part of the service can be made. */
    static String ofStart(Throwable problem) {
        Throwable root = root(problem);
        return oneLine("The command cannot work with this configuration: "
                + root.getClass().getSimpleName() + ": " + root.getMessage());
    }

    private static String storeAway(Exception problem, Workplace workplace) {
        return "The store at %s (spring.mongodb.uri) does not answer: %s. Look after it, then run the command again"
                .formatted(workplace.storeAddress(), problem.getClass().getSimpleName());
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\s+", " ").strip();
    }

    private static Throwable root(Throwable problem) {
        Throwable root = problem;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }
}
