package com.deliveryhistory.tokens.operations;

import com.deliveryhistory.services.commands.ProblemLine;
import com.deliveryhistory.services.messaging.NotPublished;
import com.deliveryhistory.services.messaging.ReplayStopped;

/** What went wrong, as one line that says what to do. */
final class Problems {

    private Problems() {}

    static String line(Throwable problem, Workplace workplace) {
        return switch (problem) {
            case ReplayStopped stopped ->
                ProblemLine.of(stopped.getMessage()
                        + (stopped.getCause() == null ? "" : ". " + line(stopped.getCause(), workplace))
                        + ". It and all after it still wait: run the command again");
            case NotPublished e -> kafka(e, workplace);
            case org.apache.kafka.common.KafkaException e -> kafka(e, workplace);
            case org.springframework.kafka.KafkaException e -> kafka(e, workplace);
            default -> ProblemLine.of(problem, workplace);
        };
    }

    private static String kafka(Exception problem, Workplace workplace) {
        return "Kafka at %s (spring.kafka.bootstrap-servers) does not answer: %s. Look after it, then run the command again"
                .formatted(workplace.kafkaAddress(), problem.getClass().getSimpleName());
    }
}
