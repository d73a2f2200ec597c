package com.deliveryhistory.history.retention;

import static org.assertj.core.api.Assertions.assertThat;

import com.deliveryhistory.events.GrantId;
import com.deliveryhistory.history.Feeds;
import com.deliveryhistory.history.collection.CollectionSettings;
import com.deliveryhistory.history.collection.KeptStore;
import com.deliveryhistory.history.collection.StandingStore;
import com.deliveryhistory.history.feed.FeedAnswer.Page;
import com.deliveryhistory.history.feed.FeedPages;
import com.deliveryhistory.history.packages.PackageStore;
import com.deliveryhistory.history.records.Intake;
import com.deliveryhistory.history.records.IntakeStore;
import com.deliveryhistory.history.records.RecordStore;
import com.deliveryhistory.testing.KillSwitch;
import com.deliveryhistory.testing.StoreCalls;
import com.deliveryhistory.testing.TestClock;
import com.deliveryhistory.testing.TestMongo;
import com.deliveryhistory.testing.WithMongo;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Updates;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** What has not changed for long enough goes, whoever is killed meanwhile, and nothing else does. */
@WithMongo
class OldHistoryTests {

    private static final GrantId ACME = GrantId.parse("acme/intelligent-delivery-history");
    private static final GrantId GLOBEX = GrantId.parse("globex/intelligent-delivery-history");
    private static final RetentionSettings KEPT = new RetentionSettings(Duration.ofDays(400));
    private static final KillSwitch IMMORTAL = KillSwitch.never();
    private static final Duration LEASE = Duration.ofSeconds(30);

    private final MongoDatabase database;
    private final TestClock clock = TestClock.running();
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();

    OldHistoryTests(TestMongo mongo) {
        database = mongo.client().getDatabase(mongo.database());
    }

    @BeforeEach
    void two_companies_have_old_and_younger_packages() {
        database.drop();
        for (GrantId grant : List.of(ACME, GLOBEX)) {
            collecting(grant);
            told(grant, Feeds.manifest("1ZOLD", daysAgo(500)), Feeds.delivery("1ZOLD", daysAgo(450)));
            told(grant, Feeds.manifest("1ZLONG", daysAgo(500)), Feeds.delivery("1ZLONG", daysAgo(300)));
            told(grant, Feeds.manifest("1ZYOUNG", daysAgo(10)));
        }
    }

    @Test
    void packages_without_anything_new_for_so_long_are_deleted_and_no_others() {
        instance(IMMORTAL, KEPT).delete(() -> false);

        assertThat(packages())
                .containsExactlyInAnyOrder("acme/1ZLONG", "acme/1ZYOUNG", "globex/1ZLONG", "globex/1ZYOUNG");
        assertThat(deleted("packages")).isEqualTo(2);
        assertThat(records()).isEqualTo(10);
    }

    @Test
    void a_package_without_a_readable_time_goes_so_long_after_something_was_stored_of_it() {
        told(ACME, Feeds.untimed("VM", "1ZUNTIMED"));
        clock.advance(Duration.ofDays(300));
        told(ACME, Feeds.untimed("UR", "1ZUNTIMED"));

        clock.advance(Duration.ofDays(300));
        instance(IMMORTAL, KEPT).delete(() -> false);
        assertThat(packages()).contains("acme/1ZUNTIMED");

        clock.advance(Duration.ofDays(102));
        instance(IMMORTAL, KEPT).delete(() -> false);
        assertThat(packages()).doesNotContain("acme/1ZUNTIMED");
    }

    @Test
    void a_package_of_which_not_even_that_is_known_goes_so_long_after_it_was_first_looked_at() {
        told(ACME, Feeds.untimed("VM", "1ZUNTIMED"));
        database.getCollection("packages").updateOne(new Document("_id", "acme/1ZUNTIMED"), Updates.unset("storedAt"));
        instance(IMMORTAL, KEPT).delete(() -> false);

        clock.advance(Duration.ofDays(399));
        instance(IMMORTAL, KEPT).delete(() -> false);
        assertThat(packages()).contains("acme/1ZUNTIMED");

        clock.advance(Duration.ofDays(3));
        instance(IMMORTAL, KEPT).delete(() -> false);
        assertThat(packages()).doesNotContain("acme/1ZUNTIMED");
    }

    @Test
    void records_go_so_long_after_they_were_read() {
        clock.advance(Duration.ofDays(402));

        instance(IMMORTAL, KEPT).delete(() -> false);

        assertThat(records()).isZero();
        assertThat(packages()).isEmpty();
        assertThat(deleted("records")).isEqualTo(10);
    }

    @Test
    void where_nothing_is_set_everything_stays() {
        clock.advance(Duration.ofDays(4_000));

        instance(IMMORTAL, new RetentionSettings(null)).delete(() -> false);

        assertThat(packages()).hasSize(6);
        assertThat(database.listCollectionNames().into(new ArrayList<>())).doesNotContain("retention");
    }

    @Test
    void it_is_done_once_a_day() {
        instance(IMMORTAL, KEPT).delete(() -> false);
        told(ACME, Feeds.manifest("1ZLATE", daysAgo(500)));

        instance(IMMORTAL, KEPT).delete(() -> false);
        assertThat(packages()).contains("acme/1ZLATE");

        clock.advance(Duration.ofHours(25));
        instance(IMMORTAL, KEPT).delete(() -> false);
        assertThat(packages()).doesNotContain("acme/1ZLATE");
    }

    @Test
    void killed_at_any_write_another_instance_goes_on_when_the_lease_has_run_out() {
        instance(IMMORTAL, KEPT).delete(() -> false);
        Set<String> expected = packages();

        KillSwitch.atEveryWrite(
                7,
                this::two_companies_have_old_and_younger_packages,
                kill -> instance(kill, KEPT).delete(() -> false),
                how -> {
                    clock.advance(LEASE.plusSeconds(1));
                    instance(IMMORTAL, KEPT).delete(() -> false);

                    assertThat(packages()).as(how).isEqualTo(expected);
                });
    }

    @Test
    void while_one_instance_does_it_no_other_does() {
        Meanwhile meanwhile = new Meanwhile("bulkWrite", () -> {
            told(GLOBEX, Feeds.manifest("1ZOTHER", daysAgo(600)));
            instance(IMMORTAL, KEPT).delete(() -> false);
            assertThat(packages()).contains("globex/1ZOTHER", "globex/1ZOLD");
        });

        instance(meanwhile, KEPT).delete(() -> false);
        assertThat(meanwhile.happened).isTrue();

        assertThat(packages()).doesNotContain("globex/1ZOTHER", "globex/1ZOLD");
    }

    @Test
    void a_package_to_which_something_happens_at_that_moment_stays() {
        Meanwhile meanwhile = new Meanwhile("bulkWrite", () -> told(ACME, Feeds.exception("1ZOLD", daysAgo(1))));

        instance(meanwhile, KEPT).delete(() -> false);
        assertThat(meanwhile.happened).isTrue();

        assertThat(packages()).contains("acme/1ZOLD").doesNotContain("globex/1ZOLD");
    }

    @Test
    void who_is_to_stop_stops_and_the_next_one_goes_on() {
        instance(IMMORTAL, KEPT).delete(() -> true);
        assertThat(packages()).hasSize(6);

        instance(IMMORTAL, KEPT).delete(() -> false);

        assertThat(packages()).hasSize(4);
    }

    @Test
    void what_is_deleted_is_noted_before_it_is_and_never_taken_back() {
        Meanwhile meanwhile = new Meanwhile(
                "bulkWrite", () -> assertThat(noted(ACME).getInteger("days")).isEqualTo(400));
        instance(meanwhile, KEPT).delete(() -> false);
        assertThat(meanwhile.happened).isTrue();
        Date before = noted(ACME).getDate("before");
        clock.advance(Duration.ofHours(25));

        instance(IMMORTAL, new RetentionSettings(Duration.ofDays(600))).delete(() -> false);

        assertThat(noted(ACME).getDate("before")).isEqualTo(before);
    }

    @Test
    void operators_see_for_how_long_the_deleting_has_been_due() {
        assertThat(overdue()).isNaN();
        instance(IMMORTAL, KEPT).delete(() -> true);
        clock.advance(Duration.ofHours(30));
        assertThat(overdue()).isBetween(30 * 3_600.0, 31 * 3_600.0);

        instance(IMMORTAL, KEPT).delete(() -> false);
        assertThat(overdue()).isZero();

        clock.advance(Duration.ofHours(26));
        assertThat(overdue()).isBetween(2 * 3_600.0, 3 * 3_600.0);
    }

    /** As an instance that has just started sees it. */
    private double overdue() {
        SimpleMeterRegistry fresh = new SimpleMeterRegistry();
        new RetentionMetrics(new RetentionStore(database), KEPT, clock, fresh).bindTo(fresh);
        return fresh.get("history.too.old.overdue").gauge().value();
    }

    private OldHistory instance(StoreCalls calls, RetentionSettings settings) {
        MongoDatabase own = calls.on(database);
        RetentionStore retention = new RetentionStore(own);
        return new OldHistory(
                retention,
                new StandingStore(own),
                new KeptStore(own),
                new PackageStore(own),
                new RecordStore(own),
                new RetentionMetrics(retention, settings, clock, metrics),
                settings,
                new Binder(new MapConfigurationPropertySource()).bindOrCreate("history", CollectionSettings.class),
                clock);
    }

    private void told(GrantId grant, String... records) {
        new Intake(
                        new IntakeStore(database),
                        new RecordStore(database),
                        new PackageStore(database),
                        events -> {},
                        clock,
                        metrics)
                .take(grant, List.of((Page) FeedPages.parse(grant, Feeds.page(null, records))));
    }

    private LocalDateTime daysAgo(int days) {
        return LocalDateTime.ofInstant(clock.instant(), ZoneOffset.UTC)
                .minusDays(days)
                .truncatedTo(ChronoUnit.SECONDS);
    }

    private void collecting(GrantId grant) {
        database.getCollection("collections")
                .insertOne(new Document("_id", grant.toString())
                        .append("companyId", grant.company().value())
                        .append("application", grant.application().value())
                        .append("grantState", "ACTIVE")
                        .append("revision", 1L)
                        .append("urgency", 2)
                        .append("leaseUntil", Date.from(Instant.EPOCH))
                        .append("fence", 0L)
                        .append("failures", 0));
    }

    private Document noted(GrantId grant) {
        return Objects.requireNonNull(Objects.requireNonNull(database.getCollection("collections")
                        .find(new Document("_id", grant.toString()))
                        .first())
                .get("retention", Document.class));
    }

    private Set<String> packages() {
        return Set.copyOf(
                database.getCollection("packages").distinct("_id", String.class).into(new ArrayList<>()));
    }

    private long records() {
        return database.getCollection("records").countDocuments();
    }

    private double deleted(String kind) {
        return metrics.get("history.too.old.deleted")
                .tag("kind", kind)
                .counter()
                .count();
    }

    /** Has something happen right before the first call of this kind. */
    private static final class Meanwhile implements StoreCalls {

        private final String before;
        private final Runnable happens;
        private boolean happened;

        Meanwhile(String before, Runnable happens) {
            this.before = before;
            this.happens = happens;
        }

        @Override
        public @Nullable Object call(String method, Supplier<@Nullable Object> effect) {
            if (method.equals(before) && !happened) {
                happened = true;
                happens.run();
            }
            return effect.get();
        }
    }
}
