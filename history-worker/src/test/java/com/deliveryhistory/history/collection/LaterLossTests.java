package com.deliveryhistory.history.collection;

import static org.assertj.core.api.Assertions.assertThat;

import com.deliveryhistory.events.CompanyId;
import com.deliveryhistory.events.DeliveryEvent;
import com.deliveryhistory.events.DeliveryEvent.HistoryCaughtUp;
import com.deliveryhistory.events.EventEnvelope;
import com.deliveryhistory.events.GrantId;
import com.deliveryhistory.history.Feeds;
import com.deliveryhistory.history.feed.Feed;
import com.deliveryhistory.history.feed.FeedAnswer;
import com.deliveryhistory.history.feed.FeedPages;
import com.deliveryhistory.history.feed.FeedQuery;
import com.deliveryhistory.testing.KillSwitch;
import com.deliveryhistory.testing.TestClock;
import com.deliveryhistory.testing.TestMongo;
import com.deliveryhistory.testing.WithMongo;
import com.mongodb.client.MongoDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Spans that are lost when the history was told to be complete already. */
@WithMongo
class LaterLossTests {

    private static final GrantId GRANT = GrantId.parse("acme/intelligent-delivery-history");
    private static final CompanyId ACME = GRANT.company();
    private static final KillSwitch IMMORTAL = KillSwitch.never();
    private static final FeedAnswer NOTHING_NEW = FeedPages.parse(GRANT, Feeds.page(null));
    private static final FeedAnswer WITHOUT_END = FeedPages.parse(GRANT, Feeds.page("again"));

    private final MongoDatabase database;
    private final TestClock clock = TestClock.running();
    private final Map<String, HistoryCaughtUp> told = new LinkedHashMap<>();
    private Span troubled = new Span(Instant.EPOCH, Instant.EPOCH);
    private FeedAnswer trouble = WITHOUT_END;

    LaterLossTests(TestMongo mongo) {
        database = mongo.client().getDatabase(mongo.database());
    }

    @BeforeEach
    void a_company_has_caught_up() {
        database.drop();
        told.clear();
        troubled = new Span(Instant.EPOCH, Instant.EPOCH);
        new CollectionStore(database).follow(Statuses.active("acme", 1), true, clock.instant());
        poll(IMMORTAL);
        assertThat(told).hasSize(1);
    }

    @Test
    void whoever_was_told_of_a_complete_history_is_told_of_a_span_that_a_later_poll_loses() {
        KillSwitch.atEveryWrite(
                1,
                () -> {
                    a_company_has_caught_up();
                    anHourLaterTenMinutesDoNotEnd();
                },
                this::poll,
                how -> {
                    clock.advance(WorkerProcess.LEASE.plusSeconds(1));
                    poll(IMMORTAL);
                    assertLossTold(how);
                });
    }

    @Test
    void a_span_that_was_set_aside_is_told_of_when_it_is_lost_after_all() {
        trouble = new FeedAnswer.Rejected("range");
        anHourLaterTenMinutesDoNotEnd();
        poll(IMMORTAL);
        assertThat(told).hasSize(1);
        assertThat(coverage().rejected()).isNotEmpty();

        trouble = WITHOUT_END;
        clock.advance(Duration.ofMinutes(70));
        poll(IMMORTAL);

        assertLossTold("not killed");
    }

    private void assertLossTold(String how) {
        assertThat(told).as(how).hasSize(2);
        HistoryCaughtUp last = new ArrayList<>(told.values()).getLast();
        assertThat(last.lost()).anySatisfy(span -> {
            assertThat(span.from()).isBefore(troubled.to());
            assertThat(span.to()).isAfter(troubled.from());
        });
        assertThat(coverage().lost()).hasSameSizeAs(last.lost());
        assertThat(coverage().behindSince()).isNull();
    }

    private void anHourLaterTenMinutesDoNotEnd() {
        Instant now = clock.instant();
        troubled = new Span(now.plus(Duration.ofMinutes(20)), now.plus(Duration.ofMinutes(30)));
        clock.advance(Duration.ofMinutes(70));
    }

    private Coverage coverage() {
        return new CollectionStore(database).coverages(ACME).getFirst();
    }

    private void poll(KillSwitch killSwitch) {
        Feed feed = (query, authorization) -> isTroubled(query) ? trouble : NOTHING_NEW;
        new WorkerProcess(database, Outside.of(feed), this::tell, clock, killSwitch).work();
    }

    private boolean isTroubled(FeedQuery query) {
        return query.begin().isBefore(troubled.to()) && query.end().isAfter(troubled.from());
    }

    private void tell(List<EventEnvelope<DeliveryEvent>> events) {
        for (EventEnvelope<DeliveryEvent> envelope : events) {
            if (envelope.event() instanceof HistoryCaughtUp caughtUp) {
                told.putIfAbsent(envelope.id(), caughtUp);
            }
        }
    }
}
