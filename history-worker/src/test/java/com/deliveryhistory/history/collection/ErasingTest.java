package com.deliveryhistory.history.collection;

import static org.assertj.core.api.Assertions.assertThat;

import com.deliveryhistory.events.CompanyId;
import com.deliveryhistory.events.GrantId;
import com.deliveryhistory.events.GrantState;
import com.deliveryhistory.events.GrantStatus;
import com.deliveryhistory.history.Feeds;
import com.deliveryhistory.history.feed.Feed;
import com.deliveryhistory.history.feed.FeedAnswer;
import com.deliveryhistory.history.feed.FeedPages;
import com.deliveryhistory.testing.KillSwitch;
import com.deliveryhistory.testing.TestClock;
import com.deliveryhistory.testing.TestMongo;
import com.deliveryhistory.testing.WithMongo;
import com.mongodb.client.MongoDatabase;
import java.time.LocalDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bson.Document;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.util.unit.DataSize;

/** A company that is a customer no more, whose history goes, and its neighbour, whose history stays. */
@WithMongo
abstract class ErasingTest {

    static final GrantId GRANT = GrantId.parse("acme/intelligent-delivery-history");
    static final CompanyId ACME = GRANT.company();
    static final CompanyId NEIGHBOUR = new CompanyId("acme-2");
    static final LocalDateTime AT = LocalDateTime.parse("2026-07-13T13:52:07");
    static final KillSwitch IMMORTAL = KillSwitch.never();
    static final List<String> OF_PACKAGES = List.of("records", "packages", "intakes");

    final MongoDatabase database;
    final TestClock clock = TestClock.running();

    ErasingTest(TestMongo mongo) {
        database = mongo.client().getDatabase(mongo.database());
    }

    @BeforeEach
    void two_companies_have_a_history() {
        database.drop();
        follow(Statuses.active(ACME.value(), 1));
        follow(Statuses.active(NEIGHBOUR.value(), 1));
        process(IMMORTAL).work();
        assertThat(left(ACME)).isEqualTo(Map.of("records", 5L, "packages", 3L, "intakes", 0L));
    }

    boolean follow(GrantStatus status) {
        boolean active = status.state() == GrantState.ACTIVE;
        return new CollectionStore(database).follow(status, active, clock.instant());
    }

    Coverage coverage() {
        return new CollectionStore(database).coverages(ACME).getFirst();
    }

    StoredCollection stored() {
        return new ErasureStore(database).of(ACME).getFirst();
    }

    WorkerProcess process(KillSwitch killSwitch) {
        return new WorkerProcess(database, twoPages(), told -> {}, clock, killSwitch, DataSize.ofMegabytes(1));
    }

    static Map<String, Long> nothing() {
        return Map.of("records", 0L, "packages", 0L, "intakes", 0L);
    }

    Map<String, Long> left(CompanyId company) {
        Map<String, Long> left = new HashMap<>();
        OF_PACKAGES.forEach(name -> left.put(
                name,
                database.getCollection(name)
                        .countDocuments(new Document(
                                name.equals("intakes") ? "grant" : "_id",
                                new Document("$regex", "^" + company + "/")))));
        return left;
    }

    static Feed twoPages() {
        return (query, authorization) -> {
            FeedAnswer first = FeedPages.parse(
                    query.grant(),
                    Feeds.page("more", Feeds.manifest("1Z1", AT), Feeds.origin("1Z2", AT), Feeds.delivery("1Z1", AT)));
            FeedAnswer second = FeedPages.parse(
                    query.grant(), Feeds.page(null, Feeds.delivery("1Z2", AT), Feeds.exception("1Z3", AT)));
            return query.bookmark() == null ? first : second;
        };
    }
}
