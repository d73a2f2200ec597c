package com.deliveryhistory.history.packages;

import static org.assertj.core.api.Assertions.assertThat;

import com.deliveryhistory.events.DeliveryEvent.Kind;
import com.deliveryhistory.events.GrantId;
import com.deliveryhistory.history.packages.Scans.Scan;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class PackageFoldTests {

    private static final String NUMBER = "1ZA1B2C30312345672";
    private static final String GRANT =
            GrantId.parse("acme/intelligent-delivery-history").toString();
    private static final List<Kind> KINDS = List.of(Kind.values());
    private static final LocalDateTime NOON = LocalDateTime.parse("2026-07-13T12:00:00");

    @RepeatedTest(200)
    void any_order_and_repetition_give_the_same_package(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        List<Fact> facts = new ArrayList<>();
        for (int i = 0; i < 1 + random.nextInt(12); i++) {
            facts.add(anyFact(i, random));
        }
        StoredPackage expected = StoredPackage.empty("acme", NUMBER).with(facts, GRANT, Instant.EPOCH);

        List<Fact> mixed = new ArrayList<>(facts);
        facts.stream().filter(fact -> random.nextBoolean()).forEach(mixed::add);
        Collections.shuffle(mixed, random);
        StoredPackage piecemeal = StoredPackage.empty("acme", NUMBER);
        for (Fact fact : mixed) {
            piecemeal = piecemeal.with(List.of(fact), GRANT, Instant.EPOCH);
        }

        assertThat(piecemeal)
                .usingRecursiveComparison()
                .ignoringFields("version")
                .isEqualTo(expected);
        assertThat(piecemeal.view()).isEqualTo(expected.view());
    }

    @Test
    void a_label_is_no_movement() {
        assertThat(status(manifest())).isEqualTo(PackageStatus.LABEL_CREATED);
    }

    @Test
    void the_last_scan_says_where_a_package_stands() {
        assertThat(status(manifest(), scan(Kind.ORIGIN, null, 1))).isEqualTo(PackageStatus.IN_TRANSIT);
        assertThat(status(scan(Kind.GENERIC, "OD", 3), scan(Kind.ORIGIN, null, 1)))
                .isEqualTo(PackageStatus.OUT_FOR_DELIVERY);
        assertThat(status(scan(Kind.GENERIC, "OD", 3), scan(Kind.EXCEPTION, null, 4)))
                .isEqualTo(PackageStatus.EXCEPTION);
        assertThat(status(scan(Kind.GENERIC, "OD", 5), scan(Kind.EXCEPTION, null, 4)))
                .isEqualTo(PackageStatus.OUT_FOR_DELIVERY);
    }

    @Test
    void news_about_dates_is_no_movement() {
        assertThat(status(scan(Kind.ORIGIN, null, 1), scan(Kind.GENERIC, "UD", 2)))
                .isEqualTo(PackageStatus.IN_TRANSIT);
    }

    @Test
    void a_delivery_stays_one() {
        assertThat(status(scan(Kind.DELIVERY, null, 5), scan(Kind.EXCEPTION, null, 6)))
                .isEqualTo(PackageStatus.DELIVERED);
    }

    @Test
    void a_void_cancels_a_manifest_but_not_a_package_on_its_way() {
        assertThat(status(manifest(), scan(Kind.GENERIC, "VM", 1))).isEqualTo(PackageStatus.VOIDED);
        assertThat(status(manifest(), scan(Kind.GENERIC, "VM", 1), scan(Kind.ORIGIN, null, 2)))
                .isEqualTo(PackageStatus.IN_TRANSIT);
    }

    @Test
    void a_void_cancels_the_manifests_before_it_and_none_after_it() {
        assertThat(status(manifest(), scan(Kind.GENERIC, "VM", -30))).isEqualTo(PackageStatus.LABEL_CREATED);
        assertThat(status(manifest(), untimed(Kind.GENERIC, "VM"))).isEqualTo(PackageStatus.VOIDED);
    }

    @Test
    void what_is_searched_for_and_counted_stands_beside_the_facts() {
        StoredPackage stored = StoredPackage.empty("acme", NUMBER)
                .with(
                        List.of(
                                manifest(),
                                scan(Kind.ORIGIN, null, 0),
                                scan(Kind.EXCEPTION, null, 25),
                                scan(Kind.DELIVERY, null, 50)),
                        GRANT,
                        Instant.EPOCH);

        assertThat(stored.pickedUpOn()).isEqualTo("2026-07-13");
        assertThat(stored.deliveredOn()).isEqualTo("2026-07-15");
        assertThat(stored.incidents()).containsExactly(new StoredPackage.DayAndReason("2026-07-14", "UNKNOWN"));
        assertThat(stored.words()).containsExactly("1za1b2c30312345672", "po-1", "po", "1", "buyer", "roswell");
        assertThat(stored.position()).isEqualTo("2026-07-15T14:00:00~" + NUMBER);
    }

    @Test
    void a_package_that_only_tracking_knows_is_one() {
        Scans scans = new Scans(
                List.of(
                        new Scan(NOON, "I", "Departed", "ATLANTA", "GA"),
                        new Scan(NOON.minusDays(2), "M", "Label created", null, null)),
                PackageStatus.IN_TRANSIT,
                null,
                null,
                null,
                "2026-07-14",
                null,
                null,
                null,
                null,
                List.of());

        StoredPackage stored = StoredPackage.empty("acme", NUMBER).with(scans, Instant.EPOCH);

        assertThat(stored.status()).isEqualTo("IN_TRANSIT");
        assertThat(stored.pickedUpOn()).isEqualTo("2026-07-13");
        assertThat(stored.scheduledOn()).isEqualTo("2026-07-14");
        assertThat(stored.view().updatedAt()).isEqualTo(NOON);
    }

    @Test
    void neither_case_nor_accents_nor_punctuation_matter_for_what_is_looked_for() {
        assertThat(SearchWords.in("  Müller & Söhne, İzmir ")).containsExactly("muller", "sohne", "izmir");
        assertThat(SearchWords.in(null)).isEmpty();
    }

    @Test
    void an_exception_corrects_the_address_in_part() {
        Fact corrected = new Fact(
                "x",
                Kind.EXCEPTION,
                null,
                NOON,
                null,
                List.of(),
                "MOVED",
                "ROSWELL",
                "GA",
                null,
                null,
                new Address(null, "2 OTHER ST", null, null, null, null),
                null,
                null,
                null,
                new Trouble("X3", "MOVED", "08", "WRONG STREET", "01", "CORRECTED"),
                null);

        PackageView view = PackageFold.fold(NUMBER, List.of(corrected, manifest()), null);

        assertThat(view.shipTo()).isEqualTo(new Address("BUYER", "2 OTHER ST", "ROSWELL", "GA", "30076", "US"));
        assertThat(view.exceptions())
                .containsExactly(new PackageView.Incident(
                        NOON, "X3", "MOVED", "08", "WRONG STREET", "01", "CORRECTED", "ROSWELL", "GA"));
    }

    @Test
    void scans_fill_in_what_the_feed_does_not_tell() {
        Fact delivery = scan(Kind.DELIVERY, null, 0);
        Scans scans = new Scans(
                List.of(
                        new Scan(NOON, "D", "DELIVERED", "ROSWELL", "GA"),
                        new Scan(NOON.minusHours(4), "I", "Arrived", "ATLANTA", "GA")),
                PackageStatus.DELIVERED,
                NOON,
                "Front Door",
                "J BUYER",
                "2026-07-14",
                new Service(null, "UPS Ground"),
                "5 LBS",
                new Address("ACME WEST", null, "Wayne", "NJ", null, "US"),
                null,
                List.of("PO-7"));

        PackageView view = PackageFold.fold(NUMBER, List.of(delivery), scans);

        assertThat(view.activities()).extracting(PackageView.Activity::kind).containsExactly("DELIVERY", "SCAN");
        assertThat(view.deliveryLocation()).isEqualTo("Front Door");
        assertThat(view.signedBy()).isEqualTo("J BUYER");
        assertThat(view.service()).isEqualTo(new Service("003", "UPS Ground"));
        assertThat(view.references()).containsExactly("PO-7");
        assertThat(view.shipFrom()).isEqualTo(new Address("ACME WEST", null, "Wayne", "NJ", null, "US"));
    }

    @Test
    void a_package_holds_its_newest_facts_if_they_are_far_too_many() {
        List<Fact> many = new ArrayList<>();
        for (int i = 0; i < StoredPackage.MOST_FACTS + 50; i++) {
            many.add(scan(Kind.GENERIC, "DS", i));
        }

        StoredPackage stored = StoredPackage.empty("acme", NUMBER).with(many, GRANT, Instant.EPOCH);

        assertThat(stored.facts()).hasSize(StoredPackage.MOST_FACTS).contains(many.getLast());
    }

    private static PackageStatus status(Fact... facts) {
        return PackageFold.fold(NUMBER, List.of(facts), null).status();
    }

    @Test
    void a_weight_has_the_unit_that_tracking_names_where_it_is_the_same_weight() {
        assertThat(PackageFold.fold(NUMBER, List.of(manifest()), weighing("12.5 LBS"))
                        .weight())
                .isEqualTo("12.5 LBS");
        assertThat(PackageFold.fold(NUMBER, List.of(manifest()), weighing("13 LBS"))
                        .weight())
                .isEqualTo("12.5");
    }

    private static Scans weighing(String weight) {
        return new Scans(List.of(), null, null, null, null, null, null, weight, null, null, List.of());
    }

    private static Fact manifest() {
        return new Fact(
                "m",
                Kind.MANIFEST,
                null,
                NOON.minusDays(1),
                "A1B2C3",
                List.of("PO-1"),
                "Label created",
                null,
                null,
                null,
                new Address("ACME", "1 MILL RD", "WAYNE", "NJ", "07470", "US"),
                new Address("BUYER", "100 SAMPLE ST", "ROSWELL", "GA", "30076", "US"),
                new Service("003", null),
                "12.5",
                null,
                null,
                null);
    }

    private static Fact scan(Kind kind, @Nullable String type, int hour) {
        return scan(kind, type, kind + "-" + type + "-" + hour, NOON.plusHours(hour));
    }

    private static Fact untimed(Kind kind, String type) {
        return scan(kind, type, "untimed", null);
    }

    private static Fact scan(Kind kind, @Nullable String type, String key, @Nullable LocalDateTime at) {
        return new Fact(
                key,
                kind,
                type,
                at,
                "A1B2C3",
                List.of(),
                kind.name(),
                "ROSWELL",
                "GA",
                "US",
                null,
                null,
                new Service("003", null),
                null,
                null,
                null,
                null);
    }

    private static Fact anyFact(int number, Random random) {
        Kind kind = KINDS.get(random.nextInt(KINDS.size()));
        List<String> types = List.of("VM", "OD", "UD", "DS", "UR", "something new");
        LocalDateTime at = random.nextInt(5) == 0 ? null : NOON.plusHours(random.nextInt(4));
        return new Fact(
                "fact-" + number,
                kind,
                kind == Kind.GENERIC ? types.get(random.nextInt(types.size())) : null,
                at,
                text("shipper", random),
                random.nextBoolean() ? List.of() : List.of("PO-" + random.nextInt(3), "SO-" + random.nextInt(3)),
                text("description", random),
                text("city", random),
                text("state", random),
                text("country", random),
                anyAddress(random),
                anyAddress(random),
                random.nextBoolean() ? null : new Service(text("00", random), text("service", random)),
                text("1", random),
                random.nextBoolean() ? null : "2026-07-1" + random.nextInt(10),
                new Trouble(
                        text("status code", random),
                        text("status", random),
                        text("reason code", random),
                        text("reason", random),
                        text("resolution code", random),
                        text("resolution", random)),
                new Handover(
                        text("location code", random),
                        text("location", random),
                        text("signer", random),
                        text("release", random),
                        text("access point", random),
                        null));
    }

    private static @Nullable Address anyAddress(Random random) {
        return random.nextBoolean()
                ? null
                : new Address(text("name", random), text("street", random), null, text("st", random), null, null);
    }

    private static @Nullable String text(String name, Random random) {
        int choice = random.nextInt(4);
        return choice == 0 ? null : name + choice;
    }
}
