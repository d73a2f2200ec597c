package com.deliveryhistory.optin.sessions;

import com.mongodb.client.MongoDatabase;
import java.time.Clock;
import java.time.Duration;

/** The sessions as a process beside the one under test sees them. */
public final class SessionsOfAnotherProcess {

    private SessionsOfAnotherProcess() {}

    public static Sessions in(MongoDatabase database, Clock clock) {
        return new MongoSessions(
                database, new SessionSettings(Duration.ofHours(1), Duration.ofHours(12), "S", false), clock);
    }
}
