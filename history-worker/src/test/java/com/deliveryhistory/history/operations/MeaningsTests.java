package com.deliveryhistory.history.operations;

import static org.assertj.core.api.Assertions.assertThat;

import com.deliveryhistory.events.Application;
import com.deliveryhistory.events.CompanyId;
import com.deliveryhistory.events.GrantId;
import com.deliveryhistory.events.GrantState;
import com.deliveryhistory.history.collection.Checkpoint;
import com.deliveryhistory.history.collection.LostSpan;
import com.deliveryhistory.history.collection.LostSpan.Cause;
import com.deliveryhistory.history.collection.Problem;
import com.deliveryhistory.history.collection.Standing;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What an operator is told to do about a company's collecting. */
class MeaningsTests {

    private static final Instant NOW = Instant.parse("2026-07-14T10:00:00Z");

    @Test
    void a_history_that_is_kept_for_so_long_only_is_in_order() {
        assertThat(Meanings.of(having(Cause.NO_LONGER_KEPT), NOW)).containsExactly("In order; nothing to do.");
    }

    @ParameterizedTest
    @MethodSource("losses")
    void what_was_never_collected_can_be_filled_in_by_tracking_numbers(Cause loss) {
        assertThat(Meanings.of(having(Cause.NO_LONGER_KEPT, loss), NOW))
                .singleElement()
                .asString()
                .contains("the company can send in tracking numbers");
    }

    static EnumSet<Cause> losses() {
        return EnumSet.complementOf(EnumSet.of(Cause.NO_LONGER_KEPT));
    }

    @Test
    void where_ups_refuses_the_access_token_the_company_has_to_look_at_its_user() {
        assertThat(Meanings.of(standing(Problem.TOKEN_REFUSED), NOW))
                .anySatisfy(said -> assertThat(said)
                        .contains("UPS.com user that opted in", "shipping account", "refresh acme/odcs"));
    }

    @Test
    void where_ups_rejects_all_the_company_may_not_be_enrolled() {
        assertThat(Meanings.of(standing(Problem.REQUEST_REJECTED), NOW))
                .anySatisfy(said -> assertThat(said).contains("not enrolled", "history.feed.subscription"));
    }

    private static Standing having(Cause... lost) {
        return standing(null, lost);
    }

    private static Standing standing(@Nullable Problem problem, Cause... lost) {
        Checkpoint checkpoint = new Checkpoint(
                List.of(),
                NOW,
                null,
                List.of(),
                Stream.of(lost)
                        .map(cause -> new LostSpan(NOW.minusSeconds(7200), NOW.minusSeconds(3600), cause, "x"))
                        .toList());
        return new Standing(
                new GrantId(new CompanyId("acme"), Application.ODCS),
                GrantState.ACTIVE,
                null,
                null,
                1,
                NOW.plusSeconds(60),
                null,
                null,
                null,
                null,
                null,
                1,
                null,
                NOW,
                problem == null ? null : "UPS said no",
                problem,
                problem == null ? 0 : 1,
                checkpoint,
                null);
    }
}
