package com.deliveryhistory.history.uploads;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Positive;
import java.time.Duration;
import java.util.stream.IntStream;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How uploaded tracking numbers are looked up.
 *
 * @param attempts how often UPS is asked for a number that it does not know, or for a package that is not delivered yet
 * @param retryAfter pause before a number that UPS did not know is asked for again
 * @param followAfter pause before a package that was not delivered yet is asked for again
 * @param mostWaiting so many numbers of a company can wait
 * @param atATime how many uploads this instance takes in at the same time
 */
@Validated
@ConfigurationProperties("history.uploads")
public record UploadSettings(
        @DefaultValue("2") @Positive @Max(20) int attempts,
        @DefaultValue("1h") Duration retryAfter,
        @DefaultValue("1d") Duration followAfter,
        @DefaultValue("200000") @Positive int mostWaiting,
        @DefaultValue("4") @Positive int atATime) {

    /** From when a number that UPS did not know is asked for once more, after so many attempts, until it is for the last time. */
    Duration untilLastRetry(int attemptsBefore) {
        return IntStream.range(attemptsBefore, attempts - 1)
                .mapToObj(before -> doubled(retryAfter, before))
                .reduce(Duration.ZERO, Duration::plus);
    }

    /** A pause after the first attempt, as long as it is after this many more. */
    static Duration doubled(Duration pause, int attempts) {
        return pause.multipliedBy(1L << attempts);
    }
}
