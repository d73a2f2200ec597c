package com.deliveryhistory.history.collection;

import com.deliveryhistory.events.CompanyId;
import com.deliveryhistory.events.GrantStatus;
import java.time.Clock;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** The collecting of all companies' histories, as the other parts of the service see it. */
@Component
public final class Collecting {

    private static final Logger log = LoggerFactory.getLogger(Collecting.class);

    private final CollectionStore collections;
    private final CollectionScheduler scheduler;
    private final CollectionSettings settings;
    private final Clock clock;

    Collecting(CollectionStore collections, CollectionScheduler scheduler, CollectionSettings settings, Clock clock) {
        this.collections = collections;
        this.scheduler = scheduler;
        this.settings = settings;
        this.clock = clock;
    }

    /** Tokens became valid: the history is collected from where it stands, now. */
    public void begin(GrantStatus grant) {
        follow(grant, true);
    }

    /**
     * Takes note of the grant's state: parks if it is not active. Turns look at the state right before each call to UPS, on
     * every instance, so after this returns no further call begins.
     */
    public void note(GrantStatus grant) {
        follow(grant, false);
    }

    /** A company's {@link com.deliveryhistory.history.tracking.NumbersToTrack numbers to track} have become more. */
    public void numbersWait(CompanyId company) {
        if (collections.numbersWait(company, clock.instant())) {
            scheduler.wake();
        }
    }

    public List<Coverage> coverages(CompanyId company) {
        return collections.coverages(company);
    }

    private void follow(GrantStatus grant, boolean activated) {
        if (!settings.applications().contains(grant.application())) {
            return; // others use its tokens, not we
        }
        if (collections.follow(grant, activated, clock.instant())) {
            log.info("{}: grant is {} (revision {})", grant.grantId(), grant.state(), grant.revision());
            scheduler.wake();
        }
    }
}
