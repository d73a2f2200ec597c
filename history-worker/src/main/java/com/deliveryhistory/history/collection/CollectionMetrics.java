package com.deliveryhistory.history.collection;

import com.deliveryhistory.events.GrantId;
import com.deliveryhistory.history.feed.FeedAnswer;
import com.deliveryhistory.history.tracking.NumbersToTrack.Rank;
import com.deliveryhistory.history.tracking.TrackingAnswer;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Locale;
import org.springframework.stereotype.Component;

/** What operators see of turns and what they fetch. */
@Component
final class CollectionMetrics {

    private final MeterRegistry registry;

    CollectionMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    void turn(Leased turn, String outcome, Duration took) {
        Timer.builder("history.turns")
                .description("Turns of companies by what they were for and how they ended")
                .tag("application", turn.collection().application())
                .tag("work", word(turn.work()))
                .tag("outcome", outcome)
                .register(registry)
                .record(took);
    }

    void page(StoredCollection leased, FeedAnswer.Page page) {
        count("history.pages", "Pages of the feed that were taken in", leased.application(), 1);
        count(
                "history.records",
                "Records on them, known ones too",
                leased.application(),
                page.records().size());
    }

    /** Counts what has become lost. */
    void lost(StoredCollection leased, Checkpoint before, Checkpoint after) {
        for (LostSpan span : after.lost()) {
            if (!before.lost().contains(span)) {
                Counter.builder("history.spans.lost")
                        .description("Spans of time whose records can never be collected, by cause")
                        .tag("application", leased.application())
                        .tag("cause", word(span.cause()))
                        .register(registry)
                        .increment();
            }
        }
    }

    void tracked(GrantId grant, Rank rank, TrackingAnswer answer) {
        Counter.builder("history.tracked")
                .description("Answers of Tracking by what they were asked for")
                .tag("application", grant.application().value())
                .tag("rank", word(rank))
                .tag("outcome", outcome(answer))
                .register(registry)
                .increment();
    }

    private static String outcome(TrackingAnswer answer) {
        return switch (answer) {
            case TrackingAnswer.Found found -> "found";
            case TrackingAnswer.Nothing nothing -> "nothing";
            case TrackingAnswer.TokenRefused refused -> "token-refused";
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
