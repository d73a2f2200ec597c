package com.deliveryhistory.services.commands;

import com.deliveryhistory.services.settings.UnfitSetting;
import com.deliveryhistory.services.storage.StoreOutage;
import com.mongodb.MongoException;
import org.springframework.beans.BeansException;

/** What went wrong, in one line. */
public final class ProblemLine {

    private ProblemLine() {}

    /** The configuration is such that no part of the service can be made. */
    public static String ofStart(Throwable problem) {
        return of("The command cannot work with this configuration: " + words(root(problem)));
    }

    /** What kept a command from being done. */
    public static String of(Throwable problem, ServiceWorkplace workplace) {
        return of(
                switch (problem) {
                    case NotDone notDone -> String.valueOf(notDone.getMessage());
                    case MongoException e -> ofStore(e, workplace.storeAddress());
                    case BeansException e ->
                        root(e) instanceof MongoException cause ? of(cause, workplace) : ofStart(e);
                    default -> named(problem);
                });
    }

    /**
     * The store did not do what it was asked.
     *
     * @param address of the store, without a password
     */
    private static String ofStore(MongoException problem, String address) {
        return StoreOutage.is(problem)
                ? "The store at %s (spring.mongodb.uri) cannot be used: %s. Look after it, then run the command again"
                        .formatted(address, problem.getClass().getSimpleName())
                : "The store at %s refuses: %s".formatted(address, problem.getMessage());
    }

    private static String words(Throwable problem) {
        return problem instanceof UnfitSetting ? String.valueOf(problem.getMessage()) : named(problem);
    }

    /** A problem that has no words of its own. */
    private static String named(Throwable problem) {
        return problem.getClass().getSimpleName() + ": " + problem.getMessage();
    }

    /** Whatever stands in it, it stays one line. */
    public static String of(String text) {
        return text.replaceAll("\\s+", " ").strip();
    }

    /** What caused it in the first place. */
    private static Throwable root(Throwable problem) {
        Throwable root = problem;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }
}
