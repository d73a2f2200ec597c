package com.deliveryhistory.optin.sweeps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.mongodb.MongoException;
import com.mongodb.MongoTimeoutException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** What happens to the others when something goes wrong with one. */
@ExtendWith(OutputCaptureExtension.class)
class SweepTests {

    private final List<String> seenTo = new ArrayList<>();

    @Test
    void others_have_their_turn_and_the_log_says_what_failed_and_of_whom_nothing(CapturedOutput output) {
        sweep(new IllegalStateException("bob's secret"));

        assertThat(seenTo).containsExactly("ann", "eve");
        assertThat(output.getAll())
                .contains("Telling people: failed for one of 3 and will be tried again (IllegalStateException)")
                .doesNotContain("bob");
    }

    @Test
    void others_have_their_turn_when_the_store_refuses_what_it_was_asked_for_one() {
        sweep(new MongoException(11000, "duplicate key"));

        assertThat(seenTo).containsExactly("ann", "eve");
    }

    @Test
    void nobody_else_is_tried_while_the_store_is_away() {
        assertThatExceptionOfType(MongoTimeoutException.class)
                .isThrownBy(() -> sweep(new MongoTimeoutException("nobody there")));

        assertThat(seenTo).containsExactly("ann");
    }

    private void sweep(RuntimeException failure) {
        Sweep.each(List.of("ann", "bob", "eve"), "Telling people", person -> {
            if (person.equals("bob")) {
                throw failure;
            }
            seenTo.add(person);
        });
    }
}
