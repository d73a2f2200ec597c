package com.deliveryhistory.history.collection;

import com.deliveryhistory.events.Application;
import com.deliveryhistory.history.collection.BacklogStore.Companies;
import com.deliveryhistory.history.pace.Work;
import com.deliveryhistory.services.metrics.Counted;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import org.springframework.stereotype.Component;

/** How collecting keeps up: the same on every instance, and {@link Counted} only when somebody asks. */
@Component
final class BacklogMetrics implements MeterBinder {

    private static final Duration KEPT = Duration.ofSeconds(5);

    private final BacklogStore backlog;
    private final CollectionSettings settings;
    private final Clock clock;

    BacklogMetrics(BacklogStore backlog, CollectionSettings settings, Clock clock) {
        this.backlog = backlog;
        this.settings = settings;
        this.clock = clock;
    }

    private record Figures(Map<Work, Waiting> due, Waiting behind, Waiting scansStandStill, long parked) {}

    /** Some companies, and for how long the first of them waited when it was counted: it may be seen to long before the next count. */
    private record Waiting(long count, double seconds) {}

    @Override
    public void bindTo(MeterRegistry registry) {
        for (Application application : settings.applications()) {
            Counted<Figures> figures = new Counted<>(KEPT, () -> count(application));
            for (Work work : Work.values()) {
                String name = work.name().toLowerCase(Locale.ROOT);
                gauge(
                        registry,
                        application,
                        "history.due",
                        "Companies that are due, by what for",
                        name,
                        figures,
                        counted -> due(counted, work).count());
                gauge(
                        registry,
                        application,
                        "history.due.age",
                        "How long the first of them is due",
                        name,
                        figures,
                        counted -> due(counted, work).seconds());
            }
            gauge(
                    registry,
                    application,
                    "history.behind",
                    "Companies whose grant is active and whose history is not complete",
                    "",
                    figures,
                    counted -> counted.behind().count());
            gauge(
                    registry,
                    application,
                    "history.behind.age",
                    "How long the first of them is behind",
                    "",
                    figures,
                    counted -> counted.behind().seconds());
            gauge(
                    registry,
                    application,
                    "history.scans.standstill",
                    "Companies whose delivered packages wait for their scans in vain",
                    "",
                    figures,
                    counted -> counted.scansStandStill().count());
            gauge(
                    registry,
                    application,
                    "history.scans.standstill.age",
                    "How long those of the first of them do",
                    "",
                    figures,
                    counted -> counted.scansStandStill().seconds());
            gauge(
                    registry,
                    application,
                    "history.parked",
                    "Companies whose grant is not active",
                    "",
                    figures,
                    Figures::parked);
        }
    }

    private Figures count(Application application) {
        Instant now = clock.instant();
        Map<Work, Waiting> due = new EnumMap<>(Work.class);
        for (Work work : Work.values()) {
            due.put(work, waiting(backlog.due(application, work, now), now));
        }
        return new Figures(
                due,
                waiting(backlog.behind(application, now), now),
                waiting(backlog.scansStandStill(application, now), now),
                backlog.parked(application, now));
    }

    private static Waiting due(Figures counted, Work work) {
        return Objects.requireNonNull(counted.due().get(work));
    }

    private static Waiting waiting(Companies companies, Instant now) {
        Instant oldest = companies.oldest();
        return new Waiting(
                companies.count(),
                oldest == null ? 0 : Duration.between(oldest, now).toMillis() / 1_000.0);
    }

    private static void gauge(
            MeterRegistry registry,
            Application application,
            String name,
            String what,
            String work,
            Counted<Figures> figures,
            ToDoubleFunction<Figures> figure) {
        Gauge.Builder<Counted<Figures>> gauge = Gauge.builder(name, figures, counted -> counted.read(figure))
                .strongReference(true) // nobody else holds the figures
                .description(what)
                .baseUnit(name.endsWith(".age") ? "seconds" : null)
                .tag("application", application.value());
        (work.isEmpty() ? gauge : gauge.tag("work", work)).register(registry);
    }
}
