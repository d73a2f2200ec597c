package com.deliveryhistory.tokens.refresh;

import static org.assertj.core.api.Assertions.assertThat;

import com.deliveryhistory.events.OptInEvent.OptInWithdrawn;
import com.deliveryhistory.events.sealing.TokenPair;
import com.deliveryhistory.testing.TestMongo;
import com.deliveryhistory.tokens.grants.Attempt;
import com.deliveryhistory.tokens.grants.End;
import com.deliveryhistory.tokens.grants.Grant.Active;
import com.deliveryhistory.tokens.refresh.Outcome.Refused;
import com.deliveryhistory.tokens.refresh.Outcome.Renewed;
import com.deliveryhistory.tokens.refresh.Outcome.TryLater;
import com.deliveryhistory.tokens.refresh.Outcome.Unclear;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RivalsOfARefreshTests extends OneGrantTest {

    RivalsOfARefreshTests(TestMongo mongo, @TempDir Path folder) {
        super(mongo, folder);
    }

    @Test
    void two_instances_do_not_refresh_the_same_grant_at_once() {
        Active grant = service.optIn(ID);
        TestService other = world.service();
        world.ups().answerWith((application, token) -> {
            other.refresher.refresh(grant);
            return world.ups().usual(token);
        });

        service.refresher.refresh(grant);

        assertThat(world.ups().tried()).containsExactly("rt-1");
        assertThat(service.active(ID).generation()).isEqualTo(2);
    }

    @Test
    void a_fresh_opt_in_wins_over_a_refresh_under_way_whatever_ups_answers() {
        for (Outcome late : List.of(
                new Refused(),
                new TryLater("429", Strain.NONE, null),
                new Unclear("?", Strain.DOWN),
                new Renewed("late-at", "late-rt", Duration.ofHours(1), null))) {
            startFromNothing();
            Active old = service.optIn(ID);
            world.ups().answerWith((application, token) -> {
                world.clock().advance(Duration.ofSeconds(1));
                service.optIn(ID);
                return late;
            });

            service.refresher.refresh(old);

            Active fresh = service.active(ID);
            assertThat(fresh.generation()).as(late.toString()).isEqualTo(2);
            assertThat(service.tokens(ID)).isEqualTo(new TokenPair("at-2", "rt-2"));
            assertThat(fresh.upkeep().failures()).isZero();
        }
    }

    @Test
    void an_answer_that_comes_after_somebody_else_took_the_lease_changes_nothing() {
        Active grant = service.optIn(ID);
        world.ups().answerWith((application, token) -> {
            Instant now = world.clock().instant().plus(Duration.ofSeconds(31));
            service.grants.lease(
                    grant, new Attempt("other", Fingerprint.of(token), now, "another instance"), now.plusSeconds(30));
            return new Refused();
        });

        service.refresher.refresh(grant);

        assertThat(service.active(ID).generation()).isEqualTo(1);
    }

    @Test
    void a_process_that_stood_still_while_its_lease_ran_leaves_the_call_to_others() {
        Active grant = service.optIn(ID);
        TestService slow =
                world.service(CrashPlan.overtaken(1, () -> world.clock().advance(Duration.ofSeconds(25))));

        slow.refresher.refresh(grant);

        assertThat(world.ups().tried()).isEmpty();
        assertThat(service.active(ID).leased(world.clock().instant())).isFalse();
        service.refresher.refresh(service.active(ID));
        assertThat(service.active(ID).generation()).isEqualTo(2);
    }

    @Test
    void a_withdrawal_during_a_refresh_stays() {
        Active grant = service.optIn(ID);
        world.ups().answerWith((application, token) -> {
            service.optIns.withdraw(
                    "withdrawal",
                    new OptInWithdrawn(ID.company(), ID.application(), in(Duration.ofSeconds(1)), "admin"));
            return world.ups().usual(token);
        });

        service.refresher.refresh(grant);

        assertThat(end()).isEqualTo(End.WITHDRAWN);
        assertThat(world.database().getCollection("dataKeys").find(new Document("keyAltNames", "company/acme")))
                .isEmpty();
    }
}
