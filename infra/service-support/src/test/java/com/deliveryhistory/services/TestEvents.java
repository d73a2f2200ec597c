package com.deliveryhistory.services;

import com.deliveryhistory.events.Application;
import com.deliveryhistory.events.CompanyId;
import com.deliveryhistory.events.EventEnvelope;
import com.deliveryhistory.events.OptInEvent;
import com.deliveryhistory.events.OptInEvent.OptInWithdrawn;
import java.time.Instant;

/** Events for tests to which it does not matter what they say. */
public final class TestEvents {

    private static final Instant TIME = Instant.parse("2026-07-21T16:30:00Z");

    private TestEvents() {}

    /** acme has withdrawn its opt-in of ODCS. */
    public static EventEnvelope<OptInEvent> withdrawal(String id) {
        return new EventEnvelope<>(
                id,
                EventEnvelope.source("test"),
                TIME,
                new OptInWithdrawn(new CompanyId("acme"), Application.ODCS, TIME, "acme-admin"));
    }
}
