package com.deliveryhistory.optin.operations;

import com.deliveryhistory.services.commands.NotDone;
import com.deliveryhistory.services.commands.ProblemLine;
import com.mongodb.MongoException;
import org.springframework.beans.BeansException;

/** What went wrong, as one line that says what to do. */
final class Problems {

    private Problems() {}

    static String line(Throwable problem, Workplace workplace) {
        String line = switch (problem) {
            case NotDone notDone -> notDone.getMessage();
            case MongoException e -> ProblemLine.ofStore(e, workplace.storeAddress());
            case BeansException e ->
                ProblemLine.root(e) instanceof MongoException cause ? line(cause, workplace) : ProblemLine.ofStart(e);
            default -> ProblemLine.named(problem);
        };
        return ProblemLine.of(String.valueOf(line));
    }
}
