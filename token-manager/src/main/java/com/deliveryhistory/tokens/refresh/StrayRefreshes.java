package com.deliveryhistory.tokens.refresh;

import com.deliveryhistory.events.Application;
import com.deliveryhistory.services.background.BackgroundLoop;
import com.deliveryhistory.tokens.grants.Grants;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;

/** Due grants of applications that are not configured here: they are put off, and each time the log says what is missing. */
final class StrayRefreshes extends BackgroundLoop {

    private static final int BATCH = 100;

    private final Set<Application> configured;
    private final Grants grants;
    private final Refreshes refreshes;
    private final Clock clock;

    StrayRefreshes(Set<Application> configured, Grants grants, Refreshes refreshes, Clock clock) {
        super("due refreshes of applications without UPS client", Duration.ofSeconds(30), 300);
        this.configured = configured;
        this.grants = grants;
        this.refreshes = refreshes;
        this.clock = clock;
    }

    @Override
    protected void round() {
        grants.dueExcept(configured, clock.instant(), BATCH).forEach(refreshes::begin);
    }
}
