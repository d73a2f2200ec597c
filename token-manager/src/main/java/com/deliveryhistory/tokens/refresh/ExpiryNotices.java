package com.deliveryhistory.tokens.refresh;

import com.deliveryhistory.events.GrantId;
import com.deliveryhistory.services.background.BackgroundLoop;
import com.deliveryhistory.tokens.grants.Change;
import com.deliveryhistory.tokens.grants.End;
import com.deliveryhistory.tokens.grants.Grant;
import com.deliveryhistory.tokens.grants.Grant.Active;
import com.deliveryhistory.tokens.grants.Grant.Ended;
import com.deliveryhistory.tokens.grants.Grants;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells in time that a refresh token runs out, and that it has; whether UPS can be reached or not. */
final class ExpiryNotices extends BackgroundLoop {

    private static final Logger log = LoggerFactory.getLogger(ExpiryNotices.class);
    private static final int BATCH = 100;

    private final Grants grants;
    private final RefreshMetrics metrics;
    private final Clock clock;

    ExpiryNotices(Grants grants, RefreshMetrics metrics, RefreshSettings settings, Clock clock) {
        super("notices of expiry", settings.scanInterval(), 300);
        this.grants = grants;
        this.metrics = metrics;
        this.clock = clock;
    }

    /** Tells everything that is to be told by now. */
    @Override
    protected void round() {
        boolean more = true;
        while (more) {
            List<Active> found = grants.toBeTold(clock.instant(), BATCH);
            long told = found.stream().filter(grant -> tell(grant.id())).count();
            more = found.size() == BATCH && told > 0;
        }
    }

    private boolean tell(GrantId id) {
        Optional<Change> change = grants.change(id, grant -> change(grant, clock.instant()));
        if (change.isPresent() && change.get().next() instanceof Ended) {
            log.warn("{} has expired", id);
            metrics.ended(id, End.EXPIRED);
        }
        return change.isPresent();
    }

    private static Optional<Change> change(Grant stored, Instant now) {
        if (!(stored instanceof Active grant)) {
            return Optional.empty();
        }
        if (!grant.expired(now)) {
            return grant.expiring(now);
        }
        // a refresh under way may still save it
        return grant.leased(now) ? Optional.empty() : Optional.of(grant.ended(End.EXPIRED, null, now));
    }
}
