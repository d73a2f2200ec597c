package com.deliveryhistory.optin.announcements;

import static org.assertj.core.api.Assertions.assertThat;

import com.deliveryhistory.events.Application;
import com.deliveryhistory.events.CompanyId;
import com.deliveryhistory.events.EventEnvelope;
import com.deliveryhistory.events.OptInEvent;
import com.deliveryhistory.events.OptInEvent.OptInWithdrawn;
import com.deliveryhistory.optin.accounts.Erasures;
import com.deliveryhistory.optin.activity.ActivityLog;
import com.deliveryhistory.optin.announcements.Announcements.Progress;
import com.deliveryhistory.services.messaging.NotPublished;
import com.deliveryhistory.testing.StoreCalls;
import com.deliveryhistory.testing.TestClock;
import com.deliveryhistory.testing.TestMongo;
import com.deliveryhistory.testing.WithMongo;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.bson.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@WithMongo
class PublishingAnnouncementsTests {

    private static final AnnouncementSettings SETTINGS =
            new AnnouncementSettings(Duration.ofSeconds(2), Duration.ofSeconds(15), Duration.ofDays(30));

    private final TestClock clock = TestClock.standingAt(Instant.parse("2026-07-14T10:00:00Z"));
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();

    /** Ids of what the topic has. */
    private final List<String> topic = new ArrayList<>();

    private final Set<String> tooLarge = new HashSet<>();
    private final Set<String> withoutLeader = new HashSet<>();
    private boolean kafkaIsThere = true;

    private final MongoDatabase database;
    private final MongoCollection<Document> stored;
    private final Announcements announcements;

    PublishingAnnouncementsTests(TestMongo mongo) {
        database = mongo.client().getDatabase(mongo.database());
        stored = database.getCollection("announcements");
        announcements = announcements(this::take, metrics);
    }

    @BeforeEach
    void nothingIsStored() {
        stored.deleteMany(new Document());
    }

    @Test
    void an_event_that_is_too_large_keeps_no_other_waiting() {
        kafkaIsThere = false;
        announce("acme", "large");
        announce("acme", "small");
        announce("globex", "other");
        kafkaIsThere = true;
        tooLarge.add("large");

        announcements.relay();

        assertThat(topic).containsOnlyOnce("other").contains("small").doesNotContain("large");
        assertThat(waiting()).containsExactly("large");
        assertThat(stuck()).isEqualTo(1);
    }

    @Test
    void nor_does_one_that_nobody_can_read() {
        kafkaIsThere = false;
        announce("acme", "unreadable");
        announce("acme", "readable");
        announce("globex", "other");
        stored.updateOne(new Document("_id", "unreadable"), new Document("$set", new Document("record.value", "{")));
        kafkaIsThere = true;

        announcements.relay();

        assertThat(topic).containsExactly("readable", "other");
        assertThat(waiting()).containsExactly("unreadable");
        assertThat(stuck()).isEqualTo(1);
    }

    @Test
    void however_many_a_company_has_another_one_is_due_too() {
        kafkaIsThere = false;
        announce("acme", "first");
        Document first = stored.find().first();
        stored.insertMany(IntStream.range(0, 1_000)
                .mapToObj(i -> new Document(first).append("_id", "unreadable-" + i))
                .toList());
        clock.advance(Duration.ofSeconds(1));
        announce("globex", "other");
        clock.advance(Duration.ofMinutes(1));

        assertThat(new Outbox(database, SETTINGS).companiesDue(clock.instant()))
                .extracting(CompanyId::value)
                .containsExactly("acme", "globex");
    }

    @Test
    void nor_do_more_of_them_than_are_published_together() {
        kafkaIsThere = false;
        announce("acme", "first");
        Document first = stored.find().first();
        for (int i = 0; i <= Outbox.BATCH; i++) {
            stored.insertOne(
                    new Document(first).append("_id", "unreadable-" + i).append("record", "nothing"));
        }
        clock.advance(Duration.ofSeconds(1));
        kafkaIsThere = true;

        assertThat(announce("acme", "last")).isEqualTo(Progress.IN_KAFKA);

        assertThat(topic).containsExactly("first", "last");
        assertThat(stuck()).isEqualTo(Outbox.BATCH + 1);
    }

    @Test
    void what_is_stuck_is_tried_again_and_goes_when_kafka_takes_it() {
        tooLarge.add("large");
        assertThat(announce("acme", "large")).isEqualTo(Progress.STORED);
        announcements.relay();
        assertThat(stuck()).isEqualTo(1);

        tooLarge.clear();
        announcements.relay();

        assertThat(topic).containsExactly("large");
        assertThat(waiting()).isEmpty();
        assertThat(stuck()).isZero();
    }

    @Test
    void what_another_instance_could_publish_is_stuck_no_longer() {
        tooLarge.add("large");
        announce("acme", "large");
        Announcements other = announcements(events -> {});
        other.relay();

        announcements.relay();

        assertThat(stuck()).isZero();
    }

    @Test
    void while_kafka_takes_nothing_no_more_than_one_company_is_tried_each_time() {
        kafkaIsThere = false;
        announce("acme", "one");
        announce("globex", "other");
        List<String> tried = new ArrayList<>();
        Announcements relaying = announcements(events -> {
            events.forEach(event -> tried.add(event.id()));
            take(events);
        });

        relaying.relay();
        assertThat(tried).hasSize(1);
        relaying.relay();

        assertThat(tried).containsExactlyInAnyOrder("one", "other");
    }

    @Test
    void a_company_whose_partition_has_no_leader_does_not_hold_up_those_behind_it() {
        withoutLeader.add("one");
        announce("acme", "one");
        kafkaIsThere = false;
        announce("globex", "other");
        kafkaIsThere = true;

        announcements.relay();
        announcements.relay();

        assertThat(topic).containsExactly("other");
        assertThat(stuck()).isZero();
    }

    @Test
    void who_publishes_late_repeats_an_older_event_behind_a_newer_one_and_loses_none() {
        List<Progress> others = new ArrayList<>();
        Announcements late = announcements(events -> {
            if (topic.isEmpty()) {
                clock.advance(Duration.ofSeconds(20));
                others.add(announce("acme", "newer"));
            }
            take(events);
        });

        Progress progress = late.announce(withdrawal("acme", "older"));

        assertThat(topic).containsExactly("older", "newer", "older");
        assertThat(others).containsExactly(Progress.IN_KAFKA);
        assertThat(progress).isEqualTo(Progress.IN_KAFKA);
        assertThat(waiting()).isEmpty();
    }

    @Test
    void what_a_new_primary_cannot_show_yet_is_stored_and_nobody_is_told_that_kafka_has_it() {
        AtomicBoolean behind = new AtomicBoolean();
        StoreCalls newPrimary = (method, effect) -> {
            if (method.equals("insertOne")) {
                behind.set(true);
            }
            return method.equals("find") && behind.getAndSet(false)
                    ? stored.find(new Document("_id", "not yet"))
                    : effect.get();
        };
        Announcements meeting = announcements(this::take, metrics, newPrimary.on(database));

        assertThat(meeting.announce(withdrawal("acme", "acknowledged"))).isEqualTo(Progress.STORED);
        assertThat(topic).isEmpty();

        clock.advance(Duration.ofSeconds(1));
        meeting.relay();
        assertThat(topic).containsExactly("acknowledged");
    }

    @Test
    void what_kafka_has_already_may_be_announced_again_and_is_not_sent_again() {
        announce("acme", "same");

        assertThat(announce("acme", "same")).isEqualTo(Progress.IN_KAFKA);

        assertThat(topic).containsExactly("same");
    }

    private void take(List<EventEnvelope<OptInEvent>> events) {
        for (EventEnvelope<OptInEvent> event : events) {
            if (!kafkaIsThere || withoutLeader.contains(event.id())) {
                throw new NotPublished("optin.events.v1", new TimeoutException("No leader"));
            }
            if (tooLarge.contains(event.id())) {
                throw new NotPublished("optin.events.v1", new RecordTooLargeException());
            }
            topic.add(event.id());
        }
    }

    private Announcements announcements(OptInTopic kafka) {
        return announcements(kafka, new SimpleMeterRegistry());
    }

    private Announcements announcements(OptInTopic kafka, MeterRegistry registry) {
        return announcements(kafka, registry, database);
    }

    private Announcements announcements(OptInTopic kafka, MeterRegistry registry, MongoDatabase events) {
        Outbox outbox = new Outbox(events, SETTINGS);
        return new Announcements(
                outbox,
                new Erasures(database),
                kafka,
                new AnnouncedActivities(new ActivityLog(database, new Erasures(database))),
                new AnnouncementMetrics(outbox, clock, registry),
                new StuckAnnouncements(registry),
                SETTINGS,
                clock);
    }

    private Progress announce(String company, String id) {
        return announcements.announce(withdrawal(company, id));
    }

    private EventEnvelope<OptInEvent> withdrawal(String company, String id) {
        OptInEvent event =
                new OptInWithdrawn(new CompanyId(company), new Application("odcs"), clock.instant(), "admin");
        return new EventEnvelope<>(id, EventEnvelope.source("optin-web"), clock.instant(), event);
    }

    private List<String> waiting() {
        return stored.find(new Document("inKafka", false))
                .map(document -> document.getString("_id"))
                .into(new ArrayList<>());
    }

    private double stuck() {
        return metrics.get("announcements.stuck").gauge().value();
    }
}
