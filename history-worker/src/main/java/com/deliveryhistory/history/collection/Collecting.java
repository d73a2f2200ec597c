package com.deliveryhistory.history.collection;

import com.deliveryhistory.events.CompanyId;
import com.deliveryhistory.events.GrantId;
import com.deliveryhistory.events.GrantState;
import com.deliveryhistory.events.GrantStatus;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** The collecting of all companies' histories, as the other parts of the service see it. */
@Component
public final class Collecting {

    private static final Logger log = LoggerFactory.getLogger(Collecting.class);

    /** However late a turn's thread comes to run between its look-up and its call. */
    private static final Duration LAST_CALL_BEGUN = TurnCalls.LOOK_UP_GOOD_FOR.multipliedBy(2);

    private static final long LOOKS_MILLIS = 20;

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
     * every instance. If one is under way, this waits until it has ended, or until what it may have looked up before is no
     * longer good; so after this returns no further call begins.
     *
     * <p>Who is told again that a grant is active, and did not know, learns of its activation by that.
     */
    public void note(GrantStatus grant) {
        boolean activated = grant.restatedAt() != null && grant.state() == GrantState.ACTIVE;
        if (follow(grant, activated) && grant.state() != GrantState.ACTIVE) {
            awaitLastCall(grant.grantId());
        }
    }

    private void awaitLastCall(GrantId grant) {
        long begun = System.nanoTime();
        try {
            while (System.nanoTime() - begun < LAST_CALL_BEGUN.toNanos() && collections.isWorkedOn(grant)) {
                TimeUnit.MILLISECONDS.sleep(LOOKS_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
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

    private boolean follow(GrantStatus grant, boolean activated) {
        if (!settings.applications().contains(grant.application())) {
            return false; // others use its tokens, not we
        }
        boolean news = collections.follow(grant, activated, clock.instant());
        if (news) {
            log.info("{}: grant is {} (revision {})", grant.grantId(), grant.state(), grant.revision());
            scheduler.wake();
        }
        return news;
    }
}
