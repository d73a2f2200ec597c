package com.deliveryhistory.systemtests.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.deliveryhistory.events.CompanyId;
import com.deliveryhistory.events.DeliveryEvent.DeliveryEventRecorded;
import com.deliveryhistory.localstack.settings.Part;
import com.deliveryhistory.systemtests.history.ReferenceFold.Line;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A worker that is killed again and again while UPS fails now and then. {@code -Dhistory.companies=50
 * -Dhistory.packages-per-day=130 -Dhistory.kills=20} reads 200,000 records; {@code -Dhistory.seed=N} repeats a run's feeds
 * and choices.
 */
@Order(4) // see pom.xml
class KilledCollectionTests {

    private static final int COMPANIES = Integer.getInteger("history.companies", 6);
    private static final int PACKAGES_PER_DAY = Integer.getInteger("history.packages-per-day", 40);
    private static final int KILLS = Integer.getInteger("history.kills", 3);
    private static final long SEED = Long.getLong("history.seed", System.nanoTime());
    private static final Duration PATIENCE = Duration.ofMinutes(75);
    private static final String FEED = "/api/quantumview";

    private static final List<String> FAULTS = List.of(
            "'kind':'TOO_MANY_REQUESTS','for':'PT0.5S'",
            "'kind':'SERVER_ERROR','status':503,'for':'PT0.5S'",
            "'kind':'GARBAGE','times':3",
            "'kind':'GARBAGE','garbage':'CUT_SHORT','times':2",
            "'kind':'ANSWER_LOST','times':3",
            "'kind':'SLOW','delay':'PT1S','times':3");

    private final Random random = new Random(SEED);
    private final Collection collection;

    KilledCollectionTests() throws Exception {
        collection = new Collection(COMPANIES, PACKAGES_PER_DAY, SEED);
    }

    @BeforeEach
    void say_how_to_repeat() {
        System.out.printf("%d companies, %d kills, -Dhistory.seed=%d%n", COMPANIES, KILLS, SEED);
    }

    @AfterEach
    void stop() {
        collection.close();
    }

    @Test
    @Timeout(5400)
    void killed_at_any_moment_it_has_in_the_end_what_a_plain_fold_of_the_whole_feed_gives() throws Exception {
        Instant start = Instant.now();
        long expected = (long) COMPANIES * PACKAGES_PER_DAY * 7 * 4;
        collection.optIn();
        assertThat(collectKilledAndLiedTo(expected))
                .as("kills while there was something to collect")
                .isPositive();
        Duration took = Duration.between(start, Instant.now());

        ToldEvents told = ToldEvents.read(collection.stack().kafka());
        long records = 0;
        for (Map.Entry<CompanyId, String> company : collection.accounts().entrySet()) {
            records += assertComplete(company.getKey(), company.getValue(), told);
        }
        assertThat(collection.recordsStored())
                .as("each record is stored once, and all can be read")
                .isEqualTo(records);
        assertThat(told.ids()).as("each record has been told under one id").hasSize((int) records);
        System.out.printf(
                "%,d records of %d companies in %d s, %d kills, %,d events of which %,d are repeats%n",
                records, COMPANIES, took.toSeconds(), KILLS, told.count(), told.count() - records);
    }

    /**
     * Kills come when a part of the records has been stored, about as many for each, and never at the same count.
     *
     * @return how many came before all was collected
     */
    private int collectKilledAndLiedTo(long expected) {
        Deque<Long> killAt = new ArrayDeque<>();
        long part = expected / (KILLS + 1);
        for (int kill = 1; kill <= KILLS; kill++) {
            killAt.add(part * kill + random.nextLong(part / 2 + 1));
        }
        AtomicInteger whileCollecting = new AtomicInteger();
        await("the history to be complete")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(150))
                .until(() -> {
                    if (random.nextInt(25) == 0) {
                        collection.fault(FEED, FAULTS.get(random.nextInt(FAULTS.size())));
                    }
                    boolean complete = collection.isComplete();
                    if (!killAt.isEmpty() && (complete || collection.recordsStored() >= killAt.getFirst())) {
                        killAt.removeFirst();
                        whileCollecting.addAndGet(complete ? 0 : 1);
                        collection.stack().kill(Part.HISTORY_WORKER);
                        collection.awaitWorker();
                    }
                    return complete && killAt.isEmpty();
                });
        return whileCollecting.get();
    }

    /** Holds all that is known of a company against its feed; says how many records that has. */
    private long assertComplete(CompanyId company, String account, ToldEvents told) {
        ToldEvents.Span covered = told.covered(company);
        Map<String, List<Line>> feed = new HashMap<>();
        collection
                .feed(account, covered.from(), covered.to())
                .map(Line::new)
                .forEach(line -> feed.computeIfAbsent(line.trackingNumber(), number -> new ArrayList<>())
                        .add(line));
        Map<String, Document> stored = collection.packages(company).stream()
                .collect(Collectors.toMap(parcel -> parcel.getString("trackingNumber"), parcel -> parcel));
        assertThat(stored.keySet()).as("packages of %s", company).isEqualTo(feed.keySet());
        feed.forEach((number, lines) -> {
            Document parcel = stored.getOrDefault(number, new Document());
            assertThat(summary(parcel))
                    .as("%s %s, -Dhistory.seed=%d", company, number, SEED)
                    .isEqualTo(ReferenceFold.summary(number, lines));
            assertThat(facts(parcel))
                    .as("facts of %s %s, -Dhistory.seed=%d", company, number, SEED)
                    .containsExactlyInAnyOrderElementsOf(
                            lines.stream().map(ReferenceFold::fact).toList());
            assertThat(told.of(company, number))
                    .as("events of %s %s in order, -Dhistory.seed=%d", company, number, SEED)
                    .extracting(DeliveryEventRecorded::occurredAt)
                    .containsExactlyElementsOf(
                            lines.stream().map(Line::at).sorted().toList());
            assertThat(told.idsOf(company, number))
                    .as("ids of %s %s", company, number)
                    .isEqualTo(facts(parcel, "key"));
        });
        return feed.values().stream().mapToInt(List::size).sum();
    }

    private static Map<String, Object> summary(Document parcel) {
        Map<String, Object> fields = new TreeMap<>();
        fields.put("status", parcel.getString("status"));
        fields.put("position", parcel.getString("position"));
        for (String day : List.of("pickedUpOn", "scheduledOn", "deliveredOn")) {
            fields.put(day, String.valueOf(parcel.getString(day)));
        }
        fields.put(
                "incidents",
                parcel.getList("incidents", Document.class, List.of()).stream()
                        .map(incident -> incident.getString("on") + " " + incident.getString("reason"))
                        .toList());
        fields.put("words", new TreeSet<>(parcel.getList("words", String.class, List.of())));
        return fields;
    }

    private static List<String> facts(Document parcel, String field) {
        return parcel.getList("facts", Document.class, List.of()).stream()
                .map(fact -> fact.getString(field))
                .sorted()
                .toList();
    }

    /** The stored facts, each as one flat list of texts. */
    private static List<Map<String, String>> facts(Document parcel) {
        return parcel.getList("facts", Document.class, List.of()).stream()
                .map(fact -> {
                    Map<String, String> fields = new TreeMap<>();
                    flatten("", fact, fields);
                    fields.remove("key");
                    fields.computeIfPresent(
                            "at",
                            (name, at) -> LocalDateTime.ofInstant(
                                            fact.getDate("at").toInstant(), ZoneOffset.UTC)
                                    .format(DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss")));
                    return fields;
                })
                .toList();
    }

    private static void flatten(String prefix, Document document, Map<String, String> fields) {
        document.forEach((name, value) -> {
            switch (value) {
                case null -> {}
                case Document inner -> flatten(prefix + name + ".", inner, fields);
                case List<?> list ->
                    fields.put(
                            prefix + name,
                            Stream.of(list.toArray()).map(String::valueOf).collect(Collectors.joining(",")));
                default -> fields.put(prefix + name, value.toString());
            }
        });
    }
}
