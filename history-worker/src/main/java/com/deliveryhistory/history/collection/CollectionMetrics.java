package com.deliveryhistory.history.collection;

import com.deliveryhistory.events.Application;
import com.deliveryhistory.events.GrantId;
import com.deliveryhistory.history.feed.FeedAnswer;
import com.deliveryhistory.history.pace.Work;
import com.deliveryhistory.history.tracking.NumbersToTrack.Rank;
import com.deliveryhistory.history.tracking.TrackingAnswer;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Locale;
import org.springframework.stereotype.Component;

/** What operators see of turns and what they fetch. */
@Component
final class CollectionMetrics {

    private static final String PAGES = "Pages of the feed that were taken in";
    private static final String RECORDS = "Records on them, known ones too";

    private final MeterRegistry registry;

    CollectionMetrics(CollectionSettings settings, MeterRegistry registry) {
        this.registry = registry;
        for (Application application : settings.applications()) {
            expectFrom(application.value());
        }
    }

    /** Makes what alerts look at visible before it happens, so that the first time already is an increase. */
    private void expectFrom(String application) {
        for (Work work : Work.values()) {
            turns(application, work, Turns.FAILED);
        }
        for (LostSpan.Cause cause : EnumSet.complementOf(EnumSet.of(LostSpan.Cause.NO_LONGER_KEPT))) {
            losses(application, cause);
        }
        count("history.pages", PAGES, application, 0);
        count("history.records", RECORDS, application, 0);
    }

    void turn(Leased turn, String outcome, Duration took) {
        turns(turn.collection().application(), turn.work(), outcome).record(took);
    }

    void page(StoredCollection leased, FeedAnswer.Page page) {
        count("history.pages", PAGES, leased.application(), 1);
        count("history.records", RECORDS, leased.application(), page.records().size());
    }

    /** Counts what has become lost. */
    void lost(StoredCollection leased, Checkpoint before, Checkpoint after) {
        for (LostSpan span : after.lost()) {
            if (!before.lost().contains(span)) {
                losses(leased.application(), span.cause()).increment();
            }
        }
    }

    void tracked(GrantId grant, Rank rank, TrackingAnswer.TokenTaken answer) {
        Counter.builder("history.tracked")
                .description("Answers of Tracking by what they were asked for")
                .tag("application", grant.application().value())
                .tag("rank", word(rank))
                .tag("outcome", outcome(answer))
                .register(registry)
                .increment();
    }

    private Timer turns(String application, Work work, String outcome) {
        return Timer.builder("history.turns")
                .description("Turns of companies by what they were for and how they ended")
                .tag("application", application)
                .tag("work", word(work))
                .tag("outcome", outcome)
                .register(registry);
    }

    private Counter losses(String application, LostSpan.Cause cause) {
        return Counter.builder("history.spans.lost")
                .description("Spans of time whose records can never be collected, by cause")
                .tag("application", application)
                .tag("cause", word(cause))
                .register(registry);
    }

    private static String outcome(TrackingAnswer.TokenTaken answer) {
        return switch (answer) {
            case TrackingAnswer.Found found -> "found";
            case TrackingAnswer.Nothing nothing -> "nothing";
            case TrackingAnswer.TryLater later -> "try-later";
        };
    }

    private void count(String name, String what, String application, int amount) {
        Counter.builder(name)
                .description(what)
                .tag("application", application)
                .register(registry)
                .increment(amount);
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
