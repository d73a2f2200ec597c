package com.deliveryhistory.optin.historyworker;

import java.util.Optional;

/** What history-worker said. */
public sealed interface Answer<T> {

    /** It has it. */
    record Found<T>(T value) implements Answer<T> {}

    /** There is no such thing for this company. */
    record Absent<T>() implements Answer<T> {}

    /**
     * It does not take what it was asked with.
     *
     * @param parameter the name of what is wrong; empty if it did not say
     */
    record Refused<T>(String parameter) implements Answer<T> {}

    /** It cannot be asked at the moment. */
    record Unavailable<T>() implements Answer<T> {}

    default Optional<T> found() {
        return this instanceof Found<T> found ? Optional.of(found.value()) : Optional.empty();
    }

    default boolean isUnavailable() {
        return this instanceof Unavailable<T>;
    }
}
