package com.deliveryhistory.history.records;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.deliveryhistory.events.DeliveryEvent;
import com.deliveryhistory.events.EventEnvelope;
import com.deliveryhistory.events.GrantId;
import com.deliveryhistory.history.Feeds;
import com.deliveryhistory.history.feed.FeedAnswer.Page;
import com.deliveryhistory.history.feed.FeedPages;
import com.deliveryhistory.history.feed.FeedRecord;
import com.deliveryhistory.history.packages.PackageStore;
import com.deliveryhistory.testing.TestClock;
import com.deliveryhistory.testing.TestMongo;
import com.deliveryhistory.testing.WithMongo;
import com.mongodb.client.MongoDatabase;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A process takes in a page step by step, and stops or stands still between two of them. */
@WithMongo
class UnfinishedIntakeTests {

    private static final GrantId GRANT = GrantId.parse("acme/intelligent-delivery-history");
    private static final LocalDateTime AT = LocalDateTime.parse("2026-07-13T13:52:07");
    private static final Page PAGE = (Page) FeedPages.parse(
            GRANT, Feeds.page(null, Feeds.manifest("1Z1", AT), Feeds.origin("1Z1", AT), Feeds.delivery("1Z1", AT)));

    private final MongoDatabase database;
    private final TestClock clock = TestClock.running();
    private final List<String> told = new ArrayList<>();
    private final IntakeStore intakes;
    private final RecordStore records;
    private final Intake another;

    UnfinishedIntakeTests(TestMongo mongo) {
        database = mongo.client().getDatabase(mongo.database());
        intakes = new IntakeStore(database);
        records = new RecordStore(database);
        another = intake(
                events -> events.stream().map(EventEnvelope<DeliveryEvent>::id).forEach(told::add));
    }

    private Intake intake(DeliveryEvents events) {
        return new Intake(intakes, records, new PackageStore(database), events, clock, new SimpleMeterRegistry());
    }

    @BeforeEach
    void nothing_has_happened() {
        database.drop();
        told.clear();
    }

    @Test
    void what_was_stored_is_told_by_the_next_process() {
        open();
        records.keep(GRANT, PAGE.records().subList(0, 2), clock.instant());

        another.finish(GRANT);
        another.take(GRANT, List.of(PAGE));

        assertThat(told).containsExactlyElementsOf(ids(PAGE.records()));
    }

    @Test
    void what_is_told_twice_is_the_same_both_times() {
        List<EventEnvelope<DeliveryEvent>> first = new ArrayList<>();
        List<EventEnvelope<DeliveryEvent>> again = new ArrayList<>();
        Intake killed = intake(events -> {
            first.addAll(events);
            throw new IllegalStateException("killed before anybody knows that it was told");
        });
        assertThatIllegalStateException().isThrownBy(() -> killed.take(GRANT, List.of(PAGE)));
        clock.advance(Duration.ofMinutes(1));

        intake(again::addAll).finish(GRANT);

        assertThat(again).isNotEmpty().isEqualTo(first);
    }

    @Test
    void a_process_that_stood_still_while_another_one_took_over_can_store_what_nobody_tells() {
        open();
        another.finish(GRANT);

        records.keep(GRANT, PAGE.records(), clock.instant()); // and then it is killed
        another.take(GRANT, List.of(PAGE));
        assertThat(told).isEmpty();
        another.finish(GRANT);

        assertThat(told).containsExactlyElementsOf(ids(PAGE.records()));
        assertThat(intakes.of(GRANT)).isEmpty();
    }

    @Test
    void what_was_told_once_is_not_told_at_every_turn() {
        open();
        records.keep(GRANT, PAGE.records().subList(0, 1), clock.instant());

        another.finish(GRANT);
        another.finish(GRANT);

        assertThat(told).containsExactly(PAGE.records().getFirst().id());
    }

    @Test
    void what_is_never_stored_is_forgotten_in_the_end() {
        open();
        clock.advance(Duration.ofHours(25));

        another.finish(GRANT);

        assertThat(intakes.of(GRANT)).isEmpty();
    }

    private void open() {
        intakes.open(GRANT, ids(PAGE.records()), clock.instant());
    }

    private static List<String> ids(List<FeedRecord> records) {
        return records.stream().map(FeedRecord::id).toList();
    }
}
