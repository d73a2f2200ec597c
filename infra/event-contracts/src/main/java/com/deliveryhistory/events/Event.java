package com.deliveryhistory.events;

/** A fact that one service tells the others. Immutable, in the past tense, and never the carrier of a readable token. */
public sealed interface Event permits OptInEvent, GrantEvent, DeliveryEvent {

    /** The Kafka record key: events with the same key are read in the order in which they were written. */
    String key();
}
