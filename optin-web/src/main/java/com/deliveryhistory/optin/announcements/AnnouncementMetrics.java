package com.deliveryhistory.optin.announcements;

import com.deliveryhistory.events.EventEnvelope;
import com.deliveryhistory.events.OptInEvent;
import com.deliveryhistory.services.metrics.Counted;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.springframework.stereotype.Component;

/** What operators see of opt-in events on their way to Kafka. */
@Component
class AnnouncementMetrics {

    private final MeterRegistry registry;

    AnnouncementMetrics(Outbox outbox, Clock clock, MeterRegistry registry) {
        this.registry = registry;
        for (Announcement.Kind kind : Announcement.Kind.values()) {
            counter(kind);
        }
        Counted<Outbox.Figures> figures = new Counted<>(Duration.ofSeconds(5), () -> outbox.waiting(clock.instant()));
        gauge(
                registry,
                figures,
                "announcements.waiting",
                "Opt-in events that Kafka did not take at once and does not have yet",
                Outbox.Figures::waiting);
        gauge(
                registry,
                figures,
                "announcements.oldest.seconds",
                "For how long the oldest of them has waited",
                Outbox.Figures::oldestSeconds);
    }

    void published(List<EventEnvelope<OptInEvent>> events) {
        for (EventEnvelope<OptInEvent> event : events) {
            counter(Announcement.Kind.of(event.event())).increment();
        }
    }

    private Counter counter(Announcement.Kind kind) {
        return Counter.builder("announcements.published")
                .description("Opt-in events that Kafka has taken")
                .tag("kind", kind.name().toLowerCase(Locale.ROOT))
                .register(registry);
    }

    private static void gauge(
            MeterRegistry registry,
            Counted<Outbox.Figures> figures,
            String name,
            String description,
            ToDoubleFunction<Outbox.Figures> figure) {
        Gauge.builder(name, figures, known -> known.read(figure))
                .description(description)
                .strongReference(true)
                .register(registry);
    }
}
