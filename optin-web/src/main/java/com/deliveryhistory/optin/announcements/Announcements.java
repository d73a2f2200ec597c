package com.deliveryhistory.optin.announcements;

import com.deliveryhistory.events.CompanyId;
import com.deliveryhistory.events.EventEnvelope;
import com.deliveryhistory.events.OptInEvent;
import com.deliveryhistory.optin.accounts.Erasures;
import com.deliveryhistory.services.messaging.NotPublished;
import com.deliveryhistory.services.tracing.Traces;
import com.mongodb.MongoException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;

/**
 * Tells the other services what happened to opt-ins. An event is stored before anything else, so whatever happens after
 * that, it reaches Kafka once Kafka can be reached: through the request that made it, through "Try again", or through
 * the relay, which also finds what a killed process left behind. Repeats are harmless, an event keeps its id.
 *
 * <p>Nobody claims a company's events: two instances, or a request and the relay, may publish the same ones at a time. So
 * an event may arrive twice, and once more behind one that is newer. Readers take opt-ins, password changes and withdrawals
 * by when these took effect, not by their place in the topic, and come to the same state in any order and number; no record
 * of the topic stands for a state, as it would if the topic were compacted. Nothing is lost by it: an event is noted as
 * published by its id, by who had it acknowledged.
 *
 * <p>For the same reason an event that cannot be published ({@link StuckAnnouncements}) keeps no other one waiting, not
 * even of its company.
 */
@Service
public class Announcements {

    /** How far an announcement came. Only {@link #IN_KAFKA} may be acknowledged to people as done. */
    public enum Progress {
        /** All in-sync replicas have it. */
        IN_KAFKA,
        /** It is stored here, and on its way. */
        STORED
    }

    private static final Logger log = LoggerFactory.getLogger(Announcements.class);

    private final Outbox outbox;
    private final Erasures erasures;
    private final OptInTopic topic;
    private final AnnouncedActivities activities;
    private final AnnouncementMetrics metrics;
    private final StuckAnnouncements stuck;
    private final AnnouncementSettings settings;
    private final Clock clock;

    /** The company at which Kafka took no more. */
    private volatile Optional<CompanyId> endedAt = Optional.empty();

    Announcements(
            Outbox outbox,
            Erasures erasures,
            OptInTopic topic,
            AnnouncedActivities activities,
            AnnouncementMetrics metrics,
            StuckAnnouncements stuck,
            AnnouncementSettings settings,
            Clock clock) {
        this.outbox = outbox;
        this.erasures = erasures;
        this.topic = topic;
        this.activities = activities;
        this.metrics = metrics;
        this.stuck = stuck;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * Stores the event, then publishes it. It is in Kafka if it was published here, or is noted as published: not since
     * nothing is found that waits, as a new primary may be asked that cannot show what the last one acknowledged yet.
     */
    public Progress announce(EventEnvelope<? extends OptInEvent> envelope) {
        Instant now = clock.instant();
        outbox.put(envelope.inTrace(Traces.current()), now, now.plus(settings.grace()));
        Attempt attempt = attempt(envelope.event().companyId());
        if (attempt.published().contains(envelope.id()) || outbox.isInKafka(envelope.id())) {
            return Progress.IN_KAFKA;
        }
        outbox.leaveToRelay(envelope.id(), clock.instant());
        return Progress.STORED;
    }

    /**
     * Publishes all that the company has stored. Nothing while the company is closed: whoever erases it looks for what is
     * stored after closing it, and what is stored later than that goes with the company.
     */
    public void publish(CompanyId company) {
        attempt(company);
    }

    /**
     * What came of publishing all that a company has stored.
     *
     * @param kafkaIsThere if not, some of it may not have been tried; nor while the company is closed
     * @param published ids of the events that Kafka acknowledged in this attempt
     * @param stuck ids of the events that cannot be published
     */
    private record Attempt(boolean kafkaIsThere, Set<String> published, Set<String> stuck) {}

    private Attempt attempt(CompanyId company) {
        Set<String> published = new HashSet<>();
        Map<String, String> reasons = new HashMap<>();
        boolean kafkaIsThere;
        Outbox.Unpublished unpublished;
        do {
            unpublished = outbox.unpublished(company, reasons.keySet());
            if (!unpublished.isEmpty() && erasures.isClosed(company)) {
                return new Attempt(false, published, reasons.keySet());
            }
            reasons.putAll(unpublished.unreadable());
            kafkaIsThere = tookAll(company, unpublished.readable(), published, reasons);
        } while (kafkaIsThere && unpublished.isFullBatch()); // a caller's own event may stand behind a full batch
        reasons.forEach((event, reason) -> stuck.add(company, event, reason));
        return new Attempt(kafkaIsThere, published, reasons.keySet());
    }

    /**
     * Whether Kafka took all, or at least could be asked; what it takes is added to what is published, what it does not take in
     * particular to the reasons.
     */
    private boolean tookAll(
            CompanyId company,
            List<EventEnvelope<OptInEvent>> events,
            Set<String> published,
            Map<String, String> reasons) {
        if (events.isEmpty()) {
            return true;
        }
        try {
            topic.publish(events);
        } catch (NotPublished e) {
            if (!e.isOfEvent()) {
                log.warn("{} opt-in events of {} are stored and wait for Kafka: {}", events.size(), company, reason(e));
                return false;
            }
            if (events.size() == 1) {
                reasons.put(events.getFirst().id(), reason(e));
                return true;
            }
            return events.stream().allMatch(event -> tookAll(company, List.of(event), published, reasons));
        }
        metrics.published(events);
        events.forEach(activities::note);
        List<String> ids = events.stream().map(EventEnvelope::id).toList();
        published.addAll(ids);
        outbox.published(ids, clock.instant());
        stuck.remove(ids);
        log.info("Published {} opt-in events of {}", events.size(), company);
        return true;
    }

    /** What was announced for the company, newest first. */
    public List<Announcement> latest(CompanyId company) {
        return outbox.latest(company);
    }

    /** The latest opt-ins that were announced for the company, newest first. */
    public List<Announcement> latestOptIns(CompanyId company) {
        return outbox.latestOptIns(company);
    }

    /** Whether something waits to be sent to Kafka. */
    public boolean isWaiting(CompanyId company) {
        return outbox.isWaiting(company);
    }

    /** What was stored while the company was being erased: nobody is to hear of it. */
    private void forgetOfGone(CompanyId company) {
        if (erasures.of(company.value()).isGone()) {
            outbox.eraseSome(company);
        }
    }

    /**
     * Each company by itself. Ends when Kafka takes nothing, and goes on behind that company the next time, as it may be
     * only this company's partition that has no leader.
     */
    void relay() {
        List<CompanyId> due = new ArrayList<>(outbox.companiesDue(clock.instant()));
        Collections.rotate(due, -endedAt.map(due::indexOf).map(last -> last + 1).orElse(0));
        Set<String> found = new HashSet<>();
        for (CompanyId company : due) {
            if (erasures.isClosed(company)) {
                forgetOfGone(company);
                continue;
            }
            Attempt attempt;
            try {
                attempt = attempt(company);
            } catch (MongoException e) {
                throw e; // concerns all alike
            } catch (RuntimeException e) {
                log.error("The opt-in events of {} cannot be published, those of others go on", company, e);
                continue;
            }
            if (!attempt.kafkaIsThere()) {
                endedAt = Optional.of(company);
                return;
            }
            found.addAll(attempt.stuck());
        }
        endedAt = Optional.empty();
        stuck.areOnly(found);
    }

    private static String reason(NotPublished failure) {
        return failure.getCause() == null
                ? "unknown"
                : failure.getCause().getClass().getSimpleName();
    }
}
