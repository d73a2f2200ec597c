package com.deliveryhistory.history.collection;

import static org.assertj.core.api.Assertions.assertThat;

import com.deliveryhistory.events.Application;
import com.deliveryhistory.events.CompanyId;
import com.deliveryhistory.history.Feeds;
import com.deliveryhistory.history.access.AccessToken;
import com.deliveryhistory.history.access.TokenAnswer;
import com.deliveryhistory.history.feed.FeedPages;
import com.deliveryhistory.history.pace.Work;
import com.deliveryhistory.testing.KillSwitch;
import com.deliveryhistory.testing.TestClock;
import com.deliveryhistory.testing.TestMongo;
import com.deliveryhistory.testing.WithMongo;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** token-manager says that a grant has ended which is active by its latest event. */
@WithMongo
class RefusedTokensTests {

    private static final CompanyId ACME = new CompanyId("acme");
    private static final TokenAnswer REFUSAL = new TokenAnswer.NotActive("INVALIDATED", "PASSWORD_CHANGED");
    private static final TokenAnswer TOKEN = new TokenAnswer.Granted(new AccessToken("token", 1, Instant.MAX));
    private static final KillSwitch IMMORTAL = KillSwitch.never();

    private final MongoDatabase database;
    private final TestClock clock = TestClock.running();
    private final CollectionStore collections;
    private TokenAnswer answer = REFUSAL;
    private int tokensAsked;
    private int pagesAsked;

    RefusedTokensTests(TestMongo mongo) {
        database = mongo.client().getDatabase(mongo.database());
        collections = new CollectionStore(database);
    }

    @BeforeEach
    void an_opt_in_is_refused() {
        database.drop();
        answer = REFUSAL;
        pagesAsked = 0;
        collections.follow(Statuses.active("acme", 1), true, clock.instant());
        work(IMMORTAL);
        assertThat(coverage().state()).isEqualTo(Coverage.State.PARKED);
        assertThat(coverage().reason()).isEqualTo("PASSWORD_CHANGED");
        tokensAsked = 0;
    }

    @Test
    void a_refusal_that_was_out_of_date_holds_up_the_history_for_moments() {
        KillSwitch.atEveryWrite(
                1,
                () -> {
                    an_opt_in_is_refused();
                    answer = TOKEN;
                    clock.advance(Duration.ofSeconds(5));
                },
                this::work,
                how -> {
                    clock.advance(WorkerProcess.LEASE.plusSeconds(1));
                    work(IMMORTAL);
                    assertCollected(how);
                });
    }

    @Test
    void the_turn_that_finds_it_out_of_date_is_counted_as_that_and_the_next_one_is_at_once() {
        answer = TOKEN;
        clock.advance(Duration.ofSeconds(5));
        WorkerProcess worker = process(IMMORTAL);

        worker.take(worker.claim().orElseThrow());

        assertThat(worker.metrics
                        .get("history.turns")
                        .tag("outcome", "TokenAgain")
                        .timer()
                        .count())
                .isOne();
        assertThat(worker.claim())
                .hasValueSatisfying(next -> assertThat(next.work()).isEqualTo(Work.NEWS));
    }

    @Test
    void an_end_that_is_noted_meanwhile_is_what_the_next_turn_is_for() {
        answer = TOKEN;
        clock.advance(Duration.ofSeconds(5));
        WorkerProcess worker = process(IMMORTAL);
        Leased leased = worker.claim().orElseThrow();
        collections.follow(Statuses.invalidated("acme", 2), false, clock.instant());

        worker.take(leased);

        assertThat(collections.isWorkedOn(leased.collection().grant())).isFalse();
        assertThat(worker.claim())
                .hasValueSatisfying(next -> assertThat(next.work()).isEqualTo(Work.PARKING));
    }

    @Test
    void while_it_is_refused_token_manager_is_asked_less_and_less_often_and_ups_never() {
        for (int minute = 0; minute < 24 * 60; minute++) {
            clock.advance(Duration.ofMinutes(1));
            work(IMMORTAL);
        }

        assertThat(tokensAsked).isBetween(20, 36);
        assertThat(pagesAsked).isZero();
        assertThat(coverage().state()).isEqualTo(Coverage.State.PARKED);
        assertThat(new BacklogStore(database).parked(Application.INTELLIGENT_DELIVERY_HISTORY, clock.instant()))
                .isOne();
    }

    @Test
    void an_end_that_an_event_tells_of_is_not_asked_about() {
        collections.follow(Statuses.invalidated("acme", 2), false, clock.instant());
        work(IMMORTAL);

        clock.advance(Duration.ofDays(2));
        work(IMMORTAL);

        assertThat(tokensAsked).isZero();
        assertThat(new StandingStore(database).of(ACME).getFirst().dueAt()).isNull();
    }

    @Test
    void one_that_an_earlier_version_parked_for_good_is_asked_about_again() {
        asParkedByAnEarlierVersion();
        answer = TOKEN;
        clock.advance(Duration.ofDays(2));
        work(IMMORTAL);
        assertThat(tokensAsked).isZero();

        new ParkedForGood(collections, clock).round();
        work(IMMORTAL);

        assertCollected("not killed");
    }

    @Test
    void who_looks_for_those_leaves_alone_what_an_event_ended_and_what_is_due() {
        Instant due = new StandingStore(database).of(ACME).getFirst().dueAt();
        assertThat(collections.askAgain(clock.instant())).isZero();
        assertThat(new StandingStore(database).of(ACME).getFirst().dueAt()).isEqualTo(due);

        collections.follow(Statuses.invalidated("acme", 2), false, clock.instant());
        work(IMMORTAL);
        assertThat(collections.askAgain(clock.instant())).isZero();
    }

    /** It was written without a time to ask again, and counted no failure. */
    private void asParkedByAnEarlierVersion() {
        database.getCollection(CollectionFields.COLLECTION)
                .updateOne(
                        Filters.eq("_id", "acme/intelligent-delivery-history"),
                        Updates.combine(
                                Updates.unset(CollectionFields.FEED_DUE_AT),
                                Updates.set(CollectionFields.FAILURES, 0)));
    }

    private void assertCollected(String how) {
        Coverage coverage = coverage();
        assertThat(coverage.state()).as(how).isEqualTo(Coverage.State.COLLECTING);
        assertThat(coverage.reason()).isNull();
        assertThat(coverage.behindSince()).isNull();
        assertThat(coverage.coveredTo()).isAfter(clock.instant().minusSeconds(60));
        assertThat(pagesAsked).isPositive();
    }

    private Coverage coverage() {
        return collections.coverages(ACME).getFirst();
    }

    private void work(KillSwitch killSwitch) {
        process(killSwitch).work();
    }

    private WorkerProcess process(KillSwitch killSwitch) {
        Outside outside = Outside.of((query, authorization) -> {
                    pagesAsked++;
                    return FeedPages.parse(query.grant(), Feeds.page(null));
                })
                .tokens(() -> {
                    tokensAsked++;
                    return answer;
                });
        return new WorkerProcess(database, outside, told -> {}, clock, killSwitch);
    }
}
