package com.deliveryhistory.history.packages;

import static org.assertj.core.api.Assertions.assertThat;

import com.deliveryhistory.events.GrantId;
import com.deliveryhistory.testing.TestMongo;
import com.deliveryhistory.testing.WithMongo;
import com.mongodb.client.MongoDatabase;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@WithMongo
class AddingFactsTests {

    private static final GrantId GRANT = GrantId.parse("acme/intelligent-delivery-history");
    private static final LocalDateTime NOON = LocalDateTime.parse("2026-07-13T12:00:00");

    private final MongoDatabase database;
    private final PackageStore packages;

    AddingFactsTests(TestMongo mongo) {
        database = mongo.client().getDatabase(mongo.database());
        packages = new PackageStore(database);
    }

    @BeforeEach
    void empty() {
        database.drop();
    }

    @Test
    void writers_of_the_same_packages_at_the_same_time_do_not_undo_each_other() throws Exception {
        int writers = 6;
        int each = 10;
        try (ExecutorService threads = Executors.newFixedThreadPool(writers)) {
            List<Future<?>> all = new ArrayList<>();
            for (int writer = 0; writer < writers; writer++) {
                int own = writer;
                all.add(threads.submit(() -> {
                    for (int i = 0; i < each; i++) {
                        Fact fact = fact("writer-%d-fact-%d".formatted(own, i));
                        packages.add(GRANT, Map.of("1ZONE", List.of(fact), "1ZTWO", List.of(fact)), Instant.EPOCH);
                    }
                }));
            }
            for (Future<?> one : all) {
                one.get();
            }
        }

        for (String number : List.of("1ZONE", "1ZTWO")) {
            assertThat(packages.find(GRANT.company(), number).orElseThrow().references())
                    .hasSize(writers * each);
        }
    }

    @Test
    void facts_that_are_known_change_nothing() {
        packages.add(GRANT, Map.of("1Z", List.of(fact("once"))), Instant.EPOCH);
        Object before = database.getCollection("packages").find().first();

        packages.add(GRANT, Map.of("1Z", List.of(fact("once"), fact("once"))), Instant.EPOCH.plusSeconds(1));

        assertThat(database.getCollection("packages").find().first()).isEqualTo(before);
    }

    @Test
    void of_a_story_that_is_too_long_for_the_store_the_newest_part_is_kept() {
        List<String> references = IntStream.range(0, 50)
                .mapToObj(i -> "%02d".formatted(i) + "字".repeat(298))
                .toList();
        for (int part = 0; part < 12; part++) {
            LocalDateTime day = NOON.plusDays(part);
            List<Fact> facts = IntStream.range(0, 50)
                    .mapToObj(i -> Facts.originScan(day.toString() + i, day.plusSeconds(i), references))
                    .toList();
            packages.add(GRANT, Map.of("1Z", facts, "1ZOTHER", List.of(fact("part-" + part))), Instant.EPOCH);
        }

        assertThat(packages.find(GRANT.company(), "1Z").orElseThrow().updatedAt())
                .isEqualTo(NOON.plusDays(11).plusSeconds(49));
        assertThat(packages.find(GRANT.company(), "1ZOTHER").orElseThrow().references())
                .hasSize(12);
    }

    /** The key is told as a reference, which the package then has. */
    private static Fact fact(String key) {
        return Facts.originScan(key, NOON, key);
    }
}
