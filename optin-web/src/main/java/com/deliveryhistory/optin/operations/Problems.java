package com.deliveryhistory.optin.operations;

import com.deliveryhistory.services.commands.NotDone;
import com.deliveryhistory.services.commands.ProblemLine;
import com.deliveryhistory.services.storage.StoreOutage;
import com.mongodb.MongoException;
import org.springframework.beans.BeansException;

/** What went wrong, as one line that says what to do. */
final class Problems {

    private Problems() {}

    static String line(Throwable problem, Workplace workplace) {
        String line = switch (problem) {
            case NotDone notDone -> notDone.getMessage();
            case MongoException e -> store(e, workplace);
            case BeansException e ->
                ProblemLine.root(e) instanceof MongoException cause ? line(cause, workplace) : ProblemLine.ofStart(e);
            default -> ProblemLine.named(problem);
        };
        return ProblemLine.of(String.valueOf(line));
    }

    private static String store(MongoException problem, Workplace workplace) {
        if (!StoreOutage.is(problem)) {
            return "The store at %s refuses: %s".formatted(workplace.storeAddress(), problem.getMessage());
        }
        return "The store at %s (spring.mongodb.uri) cannot be used: %s. Look after it, then run the command again"
                .formatted(workplace.storeAddress(), problem.getClass().getSimpleName());
    }
}
