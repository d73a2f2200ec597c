package com.deliveryhistory.events;

import java.time.Duration;

/** All topics of the system. The service that writes a topic owns and creates it. */
public final class Topics {

    /** {@link OptInEvent}s, owned by optin-web. */
    public static final String OPT_IN_EVENTS = "optin.events.v1";

    /** {@link GrantEvent}s, owned by token-manager: the whole recent story, and each grant's latest state for ever. */
    public static final String GRANT_EVENTS = "grant.events.v1";

    /** {@link DeliveryEvent}s, owned by history-worker. */
    public static final String DELIVERY_EVENTS = "delivery.events.v1";

    public static final Topic OPT_IN = new Topic(OPT_IN_EVENTS, Topic.PARTITIONS, Duration.ofDays(30), false);

    public static final Topic GRANT = new Topic(GRANT_EVENTS, Topic.PARTITIONS, Duration.ofDays(30), true);

    public static final Topic DELIVERY = new Topic(DELIVERY_EVENTS, Topic.PARTITIONS, Duration.ofDays(30), false);

    private Topics() {}
}
