package com.deliveryhistory.optin.announcements;

import com.deliveryhistory.events.CompanyId;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Opt-in events that cannot be published although Kafka can be reached. Each stays stored and is tried again and again, as
 * no opt-in may be lost; it takes an operator to see to it.
 */
@Component
class StuckAnnouncements {

    private static final Logger log = LoggerFactory.getLogger(StuckAnnouncements.class);

    private final Map<String, String> reasons = new ConcurrentHashMap<>();

    StuckAnnouncements(MeterRegistry registry) {
        Gauge.builder("announcements.stuck", reasons, Map::size)
                .description("Opt-in events that cannot be published although Kafka can be reached")
                .strongReference(true)
                .register(registry);
    }

    /** Says so once, not at every attempt. */
    void add(CompanyId company, String eventId, String reason) {
        if (!reason.equals(reasons.put(eventId, reason))) {
            log.error(
                    "The opt-in event {} of {} cannot be published and stays stored, others go on: {}",
                    eventId,
                    company,
                    reason);
        }
    }

    void remove(Collection<String> eventIds) {
        reasons.keySet().removeAll(eventIds);
    }

    /** These were found when all that waits was tried. */
    void areOnly(Set<String> eventIds) {
        reasons.keySet().retainAll(eventIds);
    }
}
