package com.deliveryhistory.history.uploads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.deliveryhistory.events.CompanyId;
import com.deliveryhistory.history.uploads.StoredNumber.Outcome;
import com.deliveryhistory.history.uploads.Upload.Progress;
import com.deliveryhistory.testing.StoreCalls;
import com.deliveryhistory.testing.TestMongo;
import com.deliveryhistory.testing.WithMongo;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.bson.Document;
import org.junit.jupiter.api.Test;

/** A number that is in many lists. */
@WithMongo
class RepeatedNumbersTests {

    private static final Instant NOON = Instant.parse("2026-07-13T12:00:00Z");
    private static final UploadSettings SETTINGS =
            new UploadSettings(2, Duration.ofHours(1), Duration.ofDays(1), 1_000, 1);
    private static final String EVERYWHERE = "AAAAAAA0";

    private final CompanyId company =
            new CompanyId("c" + UUID.randomUUID().toString().substring(0, 8));
    private final MongoDatabase database;
    private final OldNumberStore numbers;
    private final Uploads uploads;

    RepeatedNumbersTests(TestMongo mongo) {
        database = mongo.client().getDatabase(mongo.database());
        numbers = new OldNumberStore(database);
        uploads = in(database);
    }

    private static Uploads in(MongoDatabase store) {
        return new Uploads(
                new UploadStore(store), new OldNumberStore(store), SETTINGS, Clock.fixed(NOON, ZoneOffset.UTC));
    }

    @Test
    void a_number_does_not_grow_with_the_lists_that_it_was_in() {
        for (int list = 1; list <= 2 * Uploads.MOST_UNENDED; list++) {
            taken(list);
            found(EVERYWHERE);
            found(ownOf(list));
        }

        assertThat(uploadsOfTheNumber()).hasSizeLessThanOrEqualTo(Uploads.MOST_UNENDED + 1);
    }

    @Test
    void what_came_of_a_list_stays_right_when_its_numbers_forget_it() {
        String first = taken(1);
        String waiting = taken(2);
        found(EVERYWHERE);
        found(ownOf(1));
        assertThat(progress(first)).isEqualTo(new Progress(0, 2, 0, 0, 0L, null));

        String third = taken(3);

        assertThat(uploadsOfTheNumber()).containsExactlyInAnyOrder(waiting, third);
        assertThat(progress(first)).isEqualTo(new Progress(0, 2, 0, 0, 0L, null));
        assertThat(progress(waiting)).isEqualTo(new Progress(1, 1, 0, 0, 0L, null));
        assertThat(progress(third)).isEqualTo(new Progress(1, 1, 0, 0, 0L, null));
    }

    @Test
    void what_came_of_a_list_stays_right_where_it_is_counted_while_its_numbers_forget_it() {
        String first = taken(1);
        found(EVERYWHERE);
        found(ownOf(1));
        AtomicBoolean counting = new AtomicBoolean();
        StoreCalls meanwhile = (method, effect) -> {
            if (method.equals("aggregate") && counting.compareAndSet(false, true)) {
                progress(first);
                taken(2);
            }
            return effect.get();
        };

        Upload counted = in(meanwhile.on(database)).find(company, first).orElseThrow();

        assertThat(counting).isTrue();
        assertThat(counted.progress()).isEqualTo(new Progress(0, 2, 0, 0, 0L, null));
        assertThat(progress(first)).isEqualTo(new Progress(0, 2, 0, 0, 0L, null));
    }

    @Test
    void a_company_with_too_many_lists_that_wait_has_to_wait_too_until_one_has_ended() {
        for (int list = 1; list <= Uploads.MOST_UNENDED; list++) {
            taken(list);
        }
        assertThatExceptionOfType(UnusableUpload.class)
                .isThrownBy(() -> taken(Uploads.MOST_UNENDED + 1))
                .extracting(UnusableUpload::kind)
                .isEqualTo(UnusableUpload.Kind.TOO_MANY_WAITING);

        found(EVERYWHERE);
        found(ownOf(7));

        assertThat(progress(taken(Uploads.MOST_UNENDED + 1))).isEqualTo(new Progress(1, 1, 0, 0, 0L, null));
    }

    @Test
    void a_number_that_two_lists_bring_at_the_same_time_is_in_both() {
        AtomicBoolean brought = new AtomicBoolean();
        List<String> other = new ArrayList<>();
        StoreCalls meanwhile = (method, effect) -> {
            if (method.equals("insertMany") && brought.compareAndSet(false, true)) {
                other.add(taken(2));
            }
            return effect.get();
        };

        String one = taken(in(meanwhile.on(database)), 1);

        assertThat(uploadsOfTheNumber()).containsExactlyInAnyOrder(one, other.getFirst());
        assertThat(progress(one).waiting()).isEqualTo(2);
    }

    /** Of two numbers: the one that is everywhere, and one of its own. */
    private String taken(int list) {
        return taken(uploads, list);
    }

    private String taken(Uploads into, int list) {
        return into.take(company, lines -> {
                    lines.take(1, EVERYWHERE);
                    lines.take(2, ownOf(list));
                })
                .id();
    }

    private static String ownOf(int list) {
        return "BBBBBB%03d".formatted(list);
    }

    private void found(String number) {
        numbers.answered(company, number, Outcome.FOUND, null, null, NOON);
    }

    private Progress progress(String upload) {
        return uploads.find(company, upload).orElseThrow().progress();
    }

    private List<String> uploadsOfTheNumber() {
        Document stored = database.getCollection("oldNumbers")
                .find(Filters.eq("_id", StoredNumber.idOf(company.value(), EVERYWHERE)))
                .first();
        return stored == null ? List.of() : stored.getList("uploads", String.class);
    }
}
