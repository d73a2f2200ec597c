package com.deliveryhistory.tokens.refresh;

import static org.assertj.core.api.Assertions.assertThat;

import com.deliveryhistory.testing.TestMongo;
import com.deliveryhistory.tokens.grants.Attempt;
import com.deliveryhistory.tokens.grants.End;
import com.deliveryhistory.tokens.grants.Grant.Active;
import com.deliveryhistory.tokens.refresh.Outcome.Refused;
import com.deliveryhistory.tokens.refresh.Outcome.TryLater;
import com.deliveryhistory.tokens.refresh.Outcome.Unclear;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnclearAnswersTests extends OneGrantTest {

    UnclearAnswersTests(TestMongo mongo, @TempDir Path folder) {
        super(mongo, folder);
    }

    @Test
    void an_answer_that_got_lost_after_rotation_ends_in_rotation_lost() {
        service.optIn(ID);
        world.ups().answerWith((application, token) -> {
            world.ups().usual(token);
            return new Unclear("no answer", Strain.DOWN);
        });

        service.refresher.refresh(service.active(ID));
        assertThat(service.active(ID).generation()).isEqualTo(1);
        service.refresher.refresh(service.active(ID));

        assertThat(end()).isEqualTo(End.ROTATION_LOST);
        assertThat(world.ups().tried()).containsExactly("rt-1", "rt-1");
    }

    @Test
    void an_unclear_answer_that_rotated_nothing_does_no_harm() {
        service.optIn(ID);
        world.ups()
                .answerWith(
                        (application, token) -> new Unclear("503", Strain.DOWN),
                        (application, token) -> new TryLater("429", Strain.NONE, null));

        service.refresher.refresh(service.active(ID));
        service.refresher.refresh(service.active(ID));
        service.refresher.refresh(service.active(ID));

        assertThat(service.active(ID).generation()).isEqualTo(2);
    }

    @Test
    void a_refusal_after_an_unclear_and_a_harmless_answer_is_still_a_lost_rotation() {
        service.optIn(ID);
        world.ups()
                .answerWith(
                        (application, token) -> new Unclear("timeout", Strain.DOWN),
                        (application, token) -> new TryLater("429", Strain.NONE, null),
                        (application, token) -> new Refused());

        for (int i = 0; i < 3; i++) {
            service.refresher.refresh(service.active(ID));
        }

        assertThat(end()).isEqualTo(End.ROTATION_LOST);
    }

    @Test
    void an_intent_left_by_a_crash_is_tried_again_when_its_lease_ends() {
        Active grant = service.optIn(ID);
        Instant now = world.clock().instant();
        service.grants.lease(
                grant, new Attempt("crashed", Fingerprint.of("rt-1"), now, "another instance"), now.plusSeconds(30));

        world.clock().advance(Duration.ofSeconds(29));
        service.refreshDue();
        assertThat(world.ups().tried()).isEmpty();
        world.clock().advance(Duration.ofSeconds(2));
        service.refreshDue();

        assertThat(service.active(ID).generation()).isEqualTo(2);
        assertThat(world.ups().tried()).containsExactly("rt-1");
    }
}
