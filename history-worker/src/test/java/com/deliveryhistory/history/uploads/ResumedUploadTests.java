package com.deliveryhistory.history.uploads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.deliveryhistory.events.CompanyId;
import com.deliveryhistory.testing.TestMongo;
import com.deliveryhistory.testing.WithMongo;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@WithMongo
class ResumedUploadTests {

    private static final Instant NOON = Instant.parse("2026-07-13T12:00:00Z");
    private static final UploadSettings SETTINGS =
            new UploadSettings(2, Duration.ofHours(1), Duration.ofDays(1), 1_000, 1);
    private static final NumberSource THREE =
            lines -> List.of("AAAAAAA1", "AAAAAAA2", "AAAAAAA3").forEach(number -> lines.take(1, number));

    private final CompanyId company =
            new CompanyId("c" + UUID.randomUUID().toString().substring(0, 8));
    private final MongoDatabase database;
    private final UploadStore uploads;
    private final OldNumberStore numbers;

    ResumedUploadTests(TestMongo mongo) {
        database = mongo.client().getDatabase(mongo.database());
        uploads = new UploadStore(database);
        numbers = new OldNumberStore(database);
    }

    @Test
    void an_upload_that_was_cut_off_is_completed_by_sending_it_again() {
        String id = at(NOON).take(company, THREE).id();
        asKilledAfterTheFirstNumber(id);
        assertThat(at(NOON).find(company, id).orElseThrow().state()).isEqualTo(Upload.State.RECEIVING);

        Upload again = at(NOON.plusSeconds(60)).take(company, THREE);

        assertThat(again.id()).isEqualTo(id);
        assertThat(again.state()).isEqualTo(Upload.State.FILLING);
        assertThat(again.progress().waiting()).isEqualTo(3);
        assertThat(numbers.due(company, NOON.plusSeconds(60), 10)).hasSize(3);
    }

    @Test
    void an_upload_that_was_cut_off_is_completed_for_a_week() {
        String id = at(NOON).take(company, THREE).id();
        asKilledAfterTheFirstNumber(id);

        Upload again = at(NOON.plus(Duration.ofDays(6))).take(company, THREE);

        assertThat(again.id()).isEqualTo(id);
        assertThat(again.state()).isEqualTo(Upload.State.FILLING);
        assertThat(again.progress().waiting()).isEqualTo(3);
        assertThat(at(NOON.plus(Duration.ofDays(6))).take(company, THREE).id()).isNotEqualTo(id);
    }

    @Test
    void what_is_sent_in_after_a_company_was_to_be_erased_stays() {
        Upload before = at(NOON).take(company, THREE);
        Upload later = at(NOON.plusSeconds(60)).take(company, lines -> lines.take(1, "AAAAAAA9"));

        while (uploads.eraseSome(company, NOON) + numbers.eraseSome(company, NOON) > 0) {
            // some at a time
        }

        assertThat(at(NOON).find(company, before.id())).isEmpty();
        assertThat(at(NOON).find(company, later.id())).isPresent();
        assertThat(numbers.due(company, NOON.plusSeconds(60), 10))
                .extracting(StoredNumber::trackingNumber)
                .containsExactly("AAAAAAA9");
    }

    private void asKilledAfterTheFirstNumber(String id) {
        database.getCollection("uploads").updateOne(Filters.eq("_id", id), Updates.unset("receivedAt"));
        database.getCollection("oldNumbers")
                .deleteMany(Filters.and(
                        Filters.eq("companyId", company.value()), Filters.ne("trackingNumber", "AAAAAAA1")));
    }

    @Test
    void the_same_list_is_the_same_upload_on_the_same_day_and_another_chance_on_the_next() {
        Upload first = at(NOON).take(company, THREE);
        numbers.answered(company, "AAAAAAA1", StoredNumber.Outcome.NOT_FOUND, "TW0001", null, NOON);
        numbers.answered(company, "AAAAAAA2", StoredNumber.Outcome.FOUND, null, null, NOON);

        Upload repeated = at(NOON.plusSeconds(3_600)).take(company, THREE);
        assertThat(repeated.id()).isEqualTo(first.id());
        assertThat(repeated.progress()).isEqualTo(new Upload.Progress(1, 1, 0, 1, 0L, null));

        Upload later = at(NOON.plus(Duration.ofDays(2))).take(company, THREE);
        assertThat(later.id()).isNotEqualTo(first.id());
        assertThat(later.progress()).isEqualTo(new Upload.Progress(2, 1, 0, 0, 0L, null));
    }

    @Test
    void a_company_with_too_many_waiting_numbers_has_to_wait_too() {
        UploadSettings few = new UploadSettings(2, Duration.ofHours(1), Duration.ofDays(1), 3, 1);
        Uploads strict = new Uploads(uploads, numbers, few, Clock.fixed(NOON, ZoneOffset.UTC));
        strict.take(company, THREE);

        assertThatExceptionOfType(UnusableUpload.class)
                .isThrownBy(() -> strict.take(company, lines -> lines.take(1, "AAAAAAA4")))
                .extracting(UnusableUpload::kind)
                .isEqualTo(UnusableUpload.Kind.TOO_MANY_WAITING);
        assertThat(strict.take(company, THREE).numbers()).isEqualTo(3);
        strict.take(new CompanyId("globex"), THREE);
    }

    private Uploads at(Instant now) {
        return new Uploads(uploads, numbers, SETTINGS, Clock.fixed(now, ZoneOffset.UTC));
    }
}
