package com.deliveryhistory.history.uploads;

import static org.assertj.core.api.Assertions.assertThat;

import com.deliveryhistory.events.CompanyId;
import com.deliveryhistory.events.GrantId;
import com.deliveryhistory.history.packages.PackageStore;
import com.deliveryhistory.history.retention.RetentionSettings;
import com.deliveryhistory.history.tracking.NumbersToTrack.Waiting;
import com.deliveryhistory.history.tracking.TrackingAnswer.Nothing;
import com.deliveryhistory.history.uploads.StoredNumber.Outcome;
import com.deliveryhistory.history.uploads.Upload.Progress;
import com.deliveryhistory.history.uploads.Upload.UnknownSoFar;
import com.deliveryhistory.testing.TestMongo;
import com.deliveryhistory.testing.WithMongo;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Numbers that UPS does not know when it is asked. */
@WithMongo
class UnknownNumbersTests {

    private static final Instant NOON = Instant.parse("2026-07-13T12:00:00Z");
    private static final UploadSettings SETTINGS =
            new UploadSettings(4, Duration.ofHours(1), Duration.ofDays(1), 1_000, 1);
    private static final List<String> THREE = List.of("AAAAAAA1", "AAAAAAA2", "AAAAAAA3");

    private final CompanyId company =
            new CompanyId("c" + UUID.randomUUID().toString().substring(0, 8));
    private final GrantId grant = GrantId.parse(company + "/intelligent-delivery-history");
    private final UploadStore uploads;
    private final OldNumberStore numbers;
    private final PackageStore packages;
    private final MongoCollection<StoredNumber> stored;

    UnknownNumbersTests(TestMongo mongo) {
        MongoDatabase database = mongo.client().getDatabase(mongo.database());
        uploads = new UploadStore(database);
        numbers = new OldNumberStore(database);
        packages = new PackageStore(database);
        stored = database.getCollection("oldNumbers", StoredNumber.class);
    }

    @Test
    void progress_says_how_many_are_asked_for_again_when_next_and_until_when() {
        String id = taken();
        assertThat(progress(id)).isEqualTo(new Progress(3, 0, 0, 0, 0L, null));

        unknown("AAAAAAA1", 0, NOON);
        unknown("AAAAAAA2", 0, NOON.plusSeconds(60));
        unknown("AAAAAAA2", 1, NOON.plusSeconds(3_660));

        // asked at noon: again at 13, 15 and 19 o'clock
        assertThat(progress(id))
                .isEqualTo(new Progress(
                        3,
                        0,
                        0,
                        0,
                        0L,
                        new UnknownSoFar(2, Instant.parse("2026-07-13T13:00:00Z"), NOON.plusSeconds(7 * 3_600 + 60))));
    }

    @Test
    void a_number_that_is_unknown_for_the_last_time_is_not_found() {
        String id = taken();

        THREE.forEach(number -> unknown(number, 3, NOON));

        assertThat(progress(id)).isEqualTo(new Progress(0, 0, 0, 3, 0L, null));
    }

    @Test
    void a_number_that_ups_fails_to_answer_for_lets_others_go_first_and_ends() {
        String id = taken();
        List<StoredNumber> seen = new ArrayList<>();

        Instant now = NOON;
        while (progress(id).notFound() == 0) {
            seen.add(unanswered("AAAAAAA1", now));
            assertThat(seen).hasSizeLessThan(40);
            now = now.plus(Duration.ofHours(6));
        }

        assertThat(seen).first().satisfies(number -> assertThat(number.dueAt()).isEqualTo(NOON.plusSeconds(60)));
        assertThat(seen).hasSizeGreaterThan(10).last().satisfies(number -> {
            assertThat(number.dueAt()).isNull();
            assertThat(number.reason()).contains("without an answer", "UPS answered HTTP 503");
        });
        assertThat(progress(id)).isEqualTo(new Progress(2, 0, 0, 1, 0L, null));
    }

    @Test
    void a_failure_that_is_told_late_changes_nothing_of_a_number_that_was_answered_for_meanwhile() {
        taken();
        Instant again = NOON.plus(Duration.ofDays(1));
        numbers.answered(company, "AAAAAAA1", Outcome.FOUND, null, null, NOON);
        numbers.answered(company, "AAAAAAA2", Outcome.FOUND, null, again, NOON);
        numbers.known(List.of(storedNumber("AAAAAAA3")));
        List<StoredNumber> answered = THREE.stream().map(this::storedNumber).toList();

        for (int unanswered : new int[] {0, 27}) {
            THREE.forEach(number -> failed(new Waiting(number, 0, unanswered, 0), NOON.plusSeconds(60)));
        }

        assertThat(THREE.stream().map(this::storedNumber)).containsExactlyElementsOf(answered);
    }

    private StoredNumber storedNumber(String number) {
        return stored.find(Filters.eq("_id", StoredNumber.idOf(company.value(), number)))
                .into(new ArrayList<>())
                .getFirst();
    }

    private void failed(Waiting number, Instant at) {
        oldNumbers(at).unanswered(grant, number, "UPS answered HTTP 503", true);
    }

    /** What is stored of the number after one more failure. */
    private StoredNumber unanswered(String number, Instant at) {
        OldNumbers waiting = oldNumbers(at);
        waiting.next(grant, at, 10).stream()
                .filter(next -> next.trackingNumber().equals(number))
                .forEach(next -> waiting.unanswered(grant, next, "UPS answered HTTP 503", false));
        return storedNumber(number);
    }

    private String taken() {
        return asked(NOON)
                .take(company, lines -> THREE.forEach(number -> lines.take(1, number)))
                .id();
    }

    private Progress progress(String id) {
        return asked(NOON).find(company, id).orElseThrow().progress();
    }

    private Uploads asked(Instant now) {
        return new Uploads(uploads, numbers, SETTINGS, Clock.fixed(now, ZoneOffset.UTC));
    }

    private void unknown(String number, int attempts, Instant at) {
        oldNumbers(at).nothing(grant, new Waiting(number, attempts, 0, 0), new Nothing("TW0001"));
    }

    private OldNumbers oldNumbers(Instant at) {
        return new OldNumbers(
                numbers, packages, SETTINGS, new RetentionSettings(null), Clock.fixed(at, ZoneOffset.UTC));
    }
}
