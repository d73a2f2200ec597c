package com.deliveryhistory.optin.operations;

import com.deliveryhistory.services.commands.NotDone;
import com.deliveryhistory.services.commands.ProblemLine;
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
            case BeansException e ->
                ProblemLine.root(e) instanceof MongoException cause ? line(cause, workplace) : ProblemLine.ofStart(e);
            default -> ProblemLine.named(problem);
        };
        return ProblemLine.of(String.valueOf(line));
    }

    private static String storeAway(Exception problem, Workplace workplace) {
        return "The store at %s (spring.mongodb.uri) does not answer: %s. Look after it, then run the command again"
                .formatted(workplace.storeAddress(), problem.getClass().getSimpleName());
    }
}
