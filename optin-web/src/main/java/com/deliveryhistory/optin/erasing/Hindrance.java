package com.deliveryhistory.optin.erasing;

import com.deliveryhistory.events.Application;
import java.time.Instant;

/** Why nothing may be erased now. */
public sealed interface Hindrance {

    /** The opt-in is in force. */
    record Active(Application application) implements Hindrance {}

    /** Something was announced that Kafka does not have yet. */
    record NotInKafka() implements Hindrance {}

    /**
     * Kafka knows of an opt-in, and token-manager has not answered it yet.
     *
     * @param storedAt when it was announced
     */
    record OnItsWay(Application application, Instant storedAt) implements Hindrance {}
}
