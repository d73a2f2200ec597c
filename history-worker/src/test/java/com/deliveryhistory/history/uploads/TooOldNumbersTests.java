package com.deliveryhistory.history.uploads;

import static org.assertj.core.api.Assertions.assertThat;

import com.deliveryhistory.events.CompanyId;
import com.deliveryhistory.events.GrantId;
import com.deliveryhistory.history.packages.PackageStore;
import com.deliveryhistory.history.packages.Scans;
import com.deliveryhistory.history.packages.Scans.Scan;
import com.deliveryhistory.history.retention.RetentionSettings;
import com.deliveryhistory.history.tracking.NumbersToTrack.Waiting;
import com.deliveryhistory.history.tracking.TrackingAnswer.Found;
import com.deliveryhistory.testing.TestMongo;
import com.deliveryhistory.testing.WithMongo;
import com.mongodb.client.MongoDatabase;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Numbers of packages that would be deleted at once. */
@WithMongo
class TooOldNumbersTests {

    private static final Instant NOON = Instant.parse("2026-07-13T12:00:00Z");
    private static final Clock CLOCK = Clock.fixed(NOON, ZoneOffset.UTC);
    private static final UploadSettings SETTINGS =
            new UploadSettings(2, Duration.ofHours(1), Duration.ofDays(1), 1_000, 1);
    private static final String NUMBER = "AAAAAAA1";

    private final CompanyId company =
            new CompanyId("c" + UUID.randomUUID().toString().substring(0, 8));
    private final GrantId grant = GrantId.parse(company + "/intelligent-delivery-history");
    private final MongoDatabase database;
    private final OldNumberStore numbers;
    private final PackageStore packages;
    private final Uploads uploads;

    TooOldNumbersTests(TestMongo mongo) {
        database = mongo.client().getDatabase(mongo.database());
        numbers = new OldNumberStore(database);
        packages = new PackageStore(database);
        uploads = new Uploads(new UploadStore(database), numbers, SETTINGS, CLOCK);
    }

    @Test
    void what_is_older_than_packages_are_kept_does_not_come_in_and_that_is_said() {
        Upload upload = found(Duration.ofDays(120), NOON.minus(Duration.ofDays(125)));

        assertThat(packages.find(company, NUMBER)).isEmpty();
        assertThat(upload.state()).isEqualTo(Upload.State.DONE);
        assertThat(upload.progress().tooOld()).isOne();
        assertThat(database.getCollection("oldNumbers").find().into(new ArrayList<>()))
                .filteredOn(number -> company.value().equals(number.getString("companyId")))
                .singleElement()
                .satisfies(number -> assertThat(number.getString("reason")).contains("longer than packages are kept"));
    }

    @Test
    void what_is_younger_comes_in() {
        Upload upload = found(Duration.ofDays(120), NOON.minus(Duration.ofDays(119)));

        assertThat(packages.find(company, NUMBER)).isPresent();
        assertThat(upload.progress().found()).isOne();
        assertThat(upload.progress().tooOld()).isZero();
    }

    @Test
    void where_all_is_kept_everything_comes_in() {
        found(null, NOON.minus(Duration.ofDays(4_000)));

        assertThat(packages.find(company, NUMBER)).isPresent();
    }

    private Upload found(@Nullable Duration keptFor, Instant scannedAt) {
        Upload upload = uploads.take(company, lines -> lines.take(1, NUMBER));
        OldNumbers waiting = new OldNumbers(numbers, packages, SETTINGS, new RetentionSettings(keptFor), CLOCK);
        Scan scan = new Scan(LocalDateTime.ofInstant(scannedAt, ZoneOffset.UTC), "D", "DELIVERED", "ROSWELL", "GA");
        waiting.found(grant, new Waiting(NUMBER, 0, 0, 0), new Found(Scans.of(List.of(scan)), true));
        return uploads.find(company, upload.id()).orElseThrow();
    }
}
