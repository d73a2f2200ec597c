package com.deliveryhistory.history.collection;

import static org.assertj.core.api.Assertions.assertThat;

import com.deliveryhistory.history.collection.Erasing.Outcome;
import com.deliveryhistory.testing.TestMongo;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.bson.Document;
import org.junit.jupiter.api.Test;

class ErasingTests extends ErasingTest {

    ErasingTests(TestMongo mongo) {
        super(mongo);
    }

    @Test
    void all_of_a_company_goes_and_nothing_of_another_one() {
        Map<String, Long> before = left(NEIGHBOUR);
        follow(Statuses.invalidated(ACME.value(), 2));

        Map<String, Long> deleted = new HashMap<>();
        Outcome outcome = process(IMMORTAL).erasing.erase(ACME, deleted::put);

        assertThat(outcome).isInstanceOf(Outcome.Erased.class);
        assertThat(deleted).isEqualTo(Map.of("records", 5L, "packages", 3L, "intakes", 0L));
        assertThat(left(ACME)).isEqualTo(nothing());
        assertThat(left(NEIGHBOUR)).isEqualTo(before);
    }

    @Test
    void what_stays_is_the_order_of_events_and_that_it_was_erased() {
        follow(Statuses.invalidated(ACME.value(), 2));
        Instant before = clock.instant();

        process(IMMORTAL).erasing.erase(ACME, (what, count) -> {});

        Document stays = database.getCollection("collections")
                .find(new Document("_id", GRANT.toString()))
                .first();
        assertThat(stays).isNotNull();
        assertThat(stays.keySet())
                .containsExactlyInAnyOrder(
                        "_id",
                        "companyId",
                        "application",
                        "grantState",
                        "endReason",
                        "revision",
                        "authorizedAt",
                        "urgency",
                        "dueAt",
                        "failures",
                        "leaseUntil",
                        "leaseOwner",
                        "fence",
                        "erasure");
        Coverage coverage = coverage();
        assertThat(coverage.fetched()).isEmpty();
        assertThat(coverage.erasedAt()).isBetween(before.minusMillis(1), clock.instant());
        assertThat(coverage.nextDueAt()).isNull();
    }

    @Test
    void while_an_opt_in_is_active_nothing_is_touched() {
        Map<String, Long> before = left(ACME);

        Outcome outcome = process(IMMORTAL).erasing.erase(ACME, (what, count) -> {});

        assertThat(outcome).isEqualTo(new Outcome.StillActive(GRANT));
        assertThat(left(ACME)).isEqualTo(before);
        assertThat(coverage().erasedAt()).isNull();
    }

    @Test
    void late_and_repeated_events_bring_nothing_back() {
        follow(Statuses.invalidated(ACME.value(), 5));
        process(IMMORTAL).erasing.erase(ACME, (what, count) -> {});

        assertThat(follow(Statuses.active(ACME.value(), 1))).isFalse();
        assertThat(follow(Statuses.active(ACME.value(), 4))).isFalse();
        assertThat(follow(Statuses.invalidated(ACME.value(), 5))).isFalse();
        process(IMMORTAL).work();

        assertThat(left(ACME)).isEqualTo(nothing());
        assertThat(coverage().state()).isEqualTo(Coverage.State.PARKED);
    }

    @Test
    void a_later_end_of_the_opt_in_keeps_what_was_noted() {
        follow(Statuses.invalidated(ACME.value(), 2));
        process(IMMORTAL).erasing.erase(ACME, (what, count) -> {});
        Instant erasedAt = coverage().erasedAt();
        Instant again = stored().dueAt();

        follow(Statuses.invalidated(ACME.value(), 3));
        process(IMMORTAL).work();

        assertThat(coverage().erasedAt()).isEqualTo(erasedAt);
        assertThat(stored().dueAt()).isEqualTo(again);
    }

    @Test
    void a_company_that_comes_back_has_a_new_history_that_no_late_look_deletes() {
        follow(Statuses.invalidated(ACME.value(), 2));
        process(IMMORTAL).erasing.erase(ACME, (what, count) -> {});

        follow(Statuses.active(ACME.value(), 3));
        process(IMMORTAL).work();
        clock.advance(Duration.ofHours(30));
        process(IMMORTAL).work();
        follow(Statuses.invalidated(ACME.value(), 4));
        process(IMMORTAL).work();

        assertThat(left(ACME).get("packages")).isEqualTo(3);
        assertThat(coverage().fetched()).hasSize(1);
        assertThat(coverage().erasedAt()).isNotNull();
    }
}
