package com.deliveryhistory.tokens.refresh;

import com.deliveryhistory.events.Application;
import com.deliveryhistory.events.GrantId;
import com.deliveryhistory.services.background.BackgroundLoop;
import com.deliveryhistory.tokens.grants.Grant.Active;
import com.deliveryhistory.tokens.grants.Grants;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Starts one application's refreshes when they are due, and again those whose lease ran out with no result, as fast as
 * the application's pace allows. What it costs depends on how many are due, not on how many grants there are.
 */
final class DueRefreshes extends BackgroundLoop {

    private final Application application;
    private final Grants grants;
    private final Refreshes refreshes;
    private final Pace pace;
    private final Clock clock;
    private final int batch;
    private List<String> last = List.of();

    DueRefreshes(
            Application application,
            Grants grants,
            Refreshes refreshes,
            Pace pace,
            RefreshSettings settings,
            Clock clock) {
        super("due refreshes of " + application, settings.scanInterval(), 300);
        this.application = application;
        this.grants = grants;
        this.refreshes = refreshes;
        this.pace = pace;
        this.clock = clock;
        this.batch = 4 * settings.concurrent();
    }

    /** Goes on until nothing is due, or UPS needs a pause. */
    @Override
    protected void round() throws InterruptedException {
        boolean more = true;
        while (more && isRunning()) {
            more = beginDue();
        }
    }

    /** Starts a batch of due refreshes; false if there are no more, there is a pause, or nothing changes by it. */
    boolean beginDue() throws InterruptedException {
        if (pace.pause().isPositive()) {
            return false;
        }
        Instant now = clock.instant();
        GrantId inDoubt = pace.takeInDoubt();
        if (inDoubt != null
                && grants.find(inDoubt) instanceof Active grant
                && grant.upkeep().failures() > 0
                && !grant.leased(now)
                && refreshes.beginInTurn(grant)) {
            return true;
        }
        List<Active> due = new ArrayList<>(grants.due(application, now, pace.atOnce() == 1 ? 1 : batch));
        List<String> found =
                due.stream().map(grant -> grant.id() + "/" + grant.version()).toList();
        boolean stuck = found.equals(last);
        last = stuck ? List.of() : found;
        due.removeIf(grant -> grant.expired(now)); // that is told by ExpiryNotices
        if (stuck || due.isEmpty()) {
            return false;
        }
        refreshes.expect(due);
        Collections.shuffle(due); // so that several instances do not all go for the same ones
        for (Active grant : due) {
            if (!refreshes.beginInTurn(grant)) {
                return false;
            }
        }
        return true;
    }
}
