package com.deliveryhistory.optin.usage;

import java.io.Serial;
import java.time.Duration;

/** No more files can be taken at the moment. Answered by a page that says what to do. */
public final class TooManyFiles extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    /** Nobody knows when a file has been taken. */
    private static final Duration A_WHILE = Duration.ofSeconds(10);

    private final int ofPerson;
    private final Duration retryAfter;

    private TooManyFiles(String message, int ofPerson, Duration retryAfter) {
        super(message);
        this.ofPerson = ofPerson;
        this.retryAfter = retryAfter;
    }

    /** The person has this many under way, which are as many as may be. */
    static TooManyFiles ofPerson(int most) {
        return new TooManyFiles("The person takes as many files as may be", most, A_WHILE);
    }

    /** The person's company has as many under way as may be. */
    public static TooManyFiles ofCompany() {
        return new TooManyFiles("The company takes as many files as may be", 0, A_WHILE);
    }

    /** How many the person has under way; 0 if it is not these that are too many. */
    int ofPerson() {
        return ofPerson;
    }

    Duration retryAfter() {
        return retryAfter;
    }
}
