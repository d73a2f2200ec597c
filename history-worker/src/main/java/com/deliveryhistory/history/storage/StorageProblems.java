package com.deliveryhistory.history.storage;

import static com.deliveryhistory.services.http.ProblemAnswers.unavailable;

import com.mongodb.MongoException;
import com.mongodb.MongoExecutionTimeoutException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** What callers are told when MongoDB does not answer: nothing of why, but when to ask again. */
@RestControllerAdvice
final class StorageProblems {

    private static final Logger log = LoggerFactory.getLogger(StorageProblems.class);
    private static final Duration SOON = Duration.ofSeconds(2);
    private static final Duration LATER = Duration.ofMinutes(1);

    @ExceptionHandler
    ErrorResponseException outage(MongoException e) {
        log.warn("The store cannot be reached: {}", e.toString());
        return unavailable("The history cannot be read now", SOON);
    }

    @ExceptionHandler
    ErrorResponseException tookTooLong(MongoExecutionTimeoutException e) {
        log.warn("A query took longer than it may: {}", e.toString());
        return unavailable("That takes too long now; fewer days or a longer text take less", LATER);
    }
}
