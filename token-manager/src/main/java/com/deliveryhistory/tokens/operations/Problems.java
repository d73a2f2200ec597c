package com.deliveryhistory.tokens.operations;

import com.deliveryhistory.services.commands.NotDone;
import com.deliveryhistory.services.commands.ProblemLine;
import com.deliveryhistory.services.messaging.NotPublished;
import com.deliveryhistory.services.messaging.ReplayStopped;
import com.mongodb.MongoException;
import org.springframework.beans.BeansException;

/** What went wrong, as one line that says what to do. */
final class Problems {

    private Problems() {}

    static String line(Throwable problem, Workplace workplace) {
        String line = switch (problem) {
            case NotDone notDone -> notDone.getMessage();
            case ReplayStopped stopped ->
                stopped.getMessage() + (stopped.getCause() == null ? "" : ". " + line(stopped.getCause(), workplace))
                        + ". It and all after it still wait: run the command again";
            case MongoException e -> ProblemLine.ofStore(e, workplace.storeAddress());
            case NotPublished e -> kafka(e, workplace);
            case org.apache.kafka.common.KafkaException e -> kafka(e, workplace);
            case org.springframework.kafka.KafkaException e -> kafka(e, workplace);
            case BeansException e ->
                ProblemLine.root(e) instanceof MongoException cause ? line(cause, workplace) : ProblemLine.ofStart(e);
            default -> ProblemLine.named(problem);
        };
        return ProblemLine.of(String.valueOf(line));
    }

    private static String kafka(Exception problem, Workplace workplace) {
        return "Kafka at %s (spring.kafka.bootstrap-servers) does not answer: %s. Look after it, then run the command again"
                .formatted(workplace.kafkaAddress(), problem.getClass().getSimpleName());
    }
}
