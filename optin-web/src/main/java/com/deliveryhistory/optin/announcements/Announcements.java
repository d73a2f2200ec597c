package com.deliveryhistory.optin.announcements;

import com.deliveryhistory.events.CompanyId;
import com.deliveryhistory.events.EventCodec;
import com.deliveryhistory.events.EventEnvelope;
import com.deliveryhistory.events.OptInEvent;
import com.deliveryhistory.services.messaging.EventPublisher;
import com.deliveryhistory.services.messaging.NotPublished;
import com.deliveryhistory.services.tracing.Traces;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Service;

/**
 * Tells the other services what happened to opt-ins. An event is stored before anything else, so whatever happens after
 * that, it reaches Kafka once Kafka can be reached: through the request that made it, through "Try again", or through
 * the relay, which also finds what a killed process left behind. Repeats are harmless, an event keeps its id.
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
    private final EventPublisher publisher;
    private final AnnouncedActivities activities;
    private final AnnouncementMetrics metrics;
    private final AnnouncementSettings settings;
    private final Clock clock;

    Announcements(
            Outbox outbox,
            EventPublisher publisher,
            AnnouncedActivities activities,
            AnnouncementMetrics metrics,
            AnnouncementSettings settings,
            Clock clock) {
        this.outbox = outbox;
        this.publisher = publisher;
        this.activities = activities;
        this.metrics = metrics;
        this.settings = settings;
        this.clock = clock;
    }

    /** Stores the event, then publishes it. */
    public Progress announce(EventEnvelope<? extends OptInEvent> envelope) {
        Instant now = clock.instant();
        outbox.put(envelope.inTrace(Traces.current()), now, now.plus(settings.grace()));
        Progress progress = publish(envelope.event().companyId());
        if (progress == Progress.STORED) {
            outbox.leaveToRelay(envelope.id(), clock.instant());
        }
        return progress;
    }

    /** Publishes all that the company has stored, in order. */
    public Progress publish(CompanyId company) {
        List<EventEnvelope<OptInEvent>> unpublished;
        do {
            unpublished = outbox.unpublished(company);
            if (!unpublished.isEmpty() && !published(company, unpublished)) {
                return Progress.STORED;
            }
        } while (unpublished.size() == Outbox.BATCH); // a caller's own event may stand behind a full batch
        return Progress.IN_KAFKA;
    }

    private boolean published(CompanyId company, List<EventEnvelope<OptInEvent>> unpublished) {
        try {
            publisher.publishAll(EventCodec.OPT_IN, unpublished);
        } catch (NotPublished e) {
            log.warn(
                    "{} opt-in events of {} are stored and wait for Kafka: {}", unpublished.size(), company, reason(e));
            return false;
        }
        metrics.published(unpublished);
        unpublished.forEach(activities::note);
        outbox.published(unpublished.stream().map(EventEnvelope::id).toList(), clock.instant());
        log.info("Published {} opt-in events of {}", unpublished.size(), company);
        return true;
    }

    /** What was announced for the company, newest first. */
    public List<Announcement> latest(CompanyId company) {
        return outbox.latest(company);
    }

    /** Ends with the first failure: Kafka's outage concerns all companies alike. */
    @Scheduled(fixedDelayString = "${announcements.relay-interval:2s}")
    void relay() {
        for (CompanyId company : outbox.companiesDue(clock.instant())) {
            if (publish(company) == Progress.STORED) {
                return;
            }
        }
    }

    private static String reason(NotPublished failure) {
        return failure.getCause() == null
                ? "unknown"
                : failure.getCause().getClass().getSimpleName();
    }
}
