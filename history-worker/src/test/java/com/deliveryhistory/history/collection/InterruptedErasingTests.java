package com.deliveryhistory.history.collection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.deliveryhistory.history.collection.Erasing.Outcome;
import com.deliveryhistory.testing.KillSwitch;
import com.deliveryhistory.testing.Patience;
import com.deliveryhistory.testing.StoreCalls;
import com.deliveryhistory.testing.TestMongo;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.unit.DataSize;

/** What is killed, stands still, or comes between while a history is erased, at every write. */
class InterruptedErasingTests extends ErasingTest {

    InterruptedErasingTests(TestMongo mongo) {
        super(mongo);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void killed_at_any_write_it_is_completed_by_doing_it_again_or_by_the_service(boolean byTheService) {
        KillSwitch.atEveryWrite(
                6,
                () -> {
                    two_companies_have_a_history();
                    follow(Statuses.invalidated(ACME.value(), 2));
                    process(IMMORTAL).work();
                },
                kill -> process(kill).erasing.erase(ACME, (what, count) -> {}),
                how -> {
                    boolean noted = coverage().erasedAt() != null;
                    clock.advance(WorkerProcess.LEASE.plusSeconds(1));

                    if (byTheService) {
                        process(IMMORTAL).work();
                    } else {
                        process(IMMORTAL).erasing.erase(ACME, (what, count) -> {});
                    }

                    if (noted || !byTheService) {
                        assertThat(left(ACME)).as(how).isEqualTo(nothing());
                        assertThat(stored().erasure()).isNotNull().matches(erasure -> !erasure.unfinished());
                    } else {
                        assertThat(left(ACME).get("packages")).as(how).isEqualTo(3);
                    }
                    assertThat(left(NEIGHBOUR).get("packages")).as(how).isEqualTo(3);
                });
    }

    @Test
    void a_turn_that_is_under_way_at_any_write_ends_first_and_leaves_nothing() {
        int writes = writesOfATurn();
        for (int write = 1; write < writes; write++) { // the first one takes the lease
            two_companies_have_a_history();
            beginAnew();
            CompletableFuture<Boolean> claimed = new CompletableFuture<>();
            CompletableFuture<Outcome> erased = new CompletableFuture<>();
            AtWrite thenItEnds = new AtWrite(write, () -> {
                follow(Statuses.invalidated(ACME.value(), 4));
                Erasing erasing = worker(new AfterClaim(claimed)).erasing;
                Thread.startVirtualThread(() -> erased.complete(erasing.erase(ACME, (what, count) -> {})));
                assertThat(claimed).succeedsWithin(Patience.LIMIT).isEqualTo(false);
            });

            takeTurn(thenItEnds);

            assertThat(erased).succeedsWithin(Patience.LIMIT).isInstanceOf(Outcome.Erased.class);
            assertThat(left(ACME)).as("at write %d", write).isEqualTo(nothing());
        }
    }

    @Test
    void what_an_instance_puts_back_that_stood_still_at_any_write_is_gone_a_day_later() {
        int writes = writesOfATurn();
        int putBack = 0;
        for (int write = 0; write < writes; write++) {
            two_companies_have_a_history();
            beginAnew();
            AtWrite standsStill = new AtWrite(write, () -> {
                follow(Statuses.invalidated(ACME.value(), 4));
                clock.advance(WorkerProcess.LEASE.plusSeconds(1));
                assertThat(process(IMMORTAL).erasing.erase(ACME, (what, count) -> {}))
                        .isInstanceOf(Outcome.Erased.class);
            });

            takeTurn(standsStill);
            putBack += left(ACME).equals(nothing()) ? 0 : 1;
            process(IMMORTAL).work();
            clock.advance(Duration.ofHours(25));
            process(IMMORTAL).work();

            assertThat(left(ACME)).as("at write %d", write).isEqualTo(nothing());
            assertThat(stored().dueAt()).isNull();
        }
        assertThat(putBack).isPositive();
    }

    @Test
    void one_that_comes_back_while_it_is_erased_has_the_rest_erased_before_anything_is_collected() {
        follow(Statuses.invalidated(ACME.value(), 2));
        process(IMMORTAL).work();
        KillSwitch afterThePackages = new KillSwitch(3, true); // lease, note, prolonged, ...
        assertThatExceptionOfType(KillSwitch.Killed.class)
                .isThrownBy(() -> process(afterThePackages).erasing.erase(ACME, (what, count) -> {}));
        database.getCollection("packages")
                .insertOne(new Document("_id", "acme/1ZOLD")
                        .append("companyId", "acme")
                        .append("version", 1L));
        follow(Statuses.active(ACME.value(), 3));
        clock.advance(WorkerProcess.LEASE.plusSeconds(1));

        process(IMMORTAL).work();

        assertThat(left(ACME)).isEqualTo(Map.of("records", 5L, "packages", 3L, "intakes", 0L));
        assertThat(coverage().fetched()).hasSize(1);
    }

    private void beginAnew() {
        follow(Statuses.invalidated(ACME.value(), 2));
        process(IMMORTAL).erasing.erase(ACME, (what, count) -> {});
        follow(Statuses.active(ACME.value(), 3));
    }

    private int writesOfATurn() {
        beginAnew();
        AtWrite counting = new AtWrite(-1, () -> {});
        takeTurn(counting);
        assertThat(counting.writes).isGreaterThan(6);
        return counting.writes;
    }

    private void takeTurn(StoreCalls calls) {
        WorkerProcess worker = worker(calls);
        worker.claim().ifPresent(worker::take);
    }

    private WorkerProcess worker(StoreCalls calls) {
        return new WorkerProcess(calls.on(database), twoPages(), told -> {}, clock, IMMORTAL, DataSize.ofMegabytes(1));
    }

    /** Says whether somebody got a lease who tried to. */
    private record AfterClaim(CompletableFuture<Boolean> claimed) implements StoreCalls {

        @Override
        public @Nullable Object call(String method, Supplier<@Nullable Object> effect) {
            Object result = effect.get();
            if (method.equals("findOneAndUpdate")) {
                claimed.complete(result != null);
            }
            return result;
        }
    }

    /** Has something happen right before a write. */
    private static final class AtWrite implements StoreCalls {

        private final int at;
        private final Runnable happens;
        private int writes;

        AtWrite(int at, Runnable happens) {
            this.at = at;
            this.happens = happens;
        }

        @Override
        public @Nullable Object call(String method, Supplier<@Nullable Object> effect) {
            if (KillSwitch.WRITES.contains(method) && writes++ == at) {
                happens.run();
            }
            return effect.get();
        }
    }
}
