package com.deliveryhistory.odcs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class FollowingGrantsTests {

    private static final Instant NOW = Instant.parse("2026-07-14T12:00:00Z");
    private static final String FIRST = "2026-07-14T10:00:00Z";
    private static final String SECOND = "2026-07-14T11:00:00Z";

    private final Grants grants = new Grants();

    @Test
    void a_company_that_has_opted_in_is_due_once() {
        assertThat(learn("ACTIVE", 1, FIRST)).isPresent();

        grants.done(grants.due(NOW).orElseThrow());

        assertThat(grants.due(NOW)).isEmpty();
    }

    @Test
    void a_repeat_or_a_late_event_changes_nothing() {
        learn("ACTIVE", 1, FIRST);
        learn("INVALIDATED", 2, FIRST);

        assertThat(learn("ACTIVE", 1, FIRST)).isEmpty();
        assertThat(learn("INVALIDATED", 2, FIRST)).isEmpty();
        assertThat(grants.due(NOW)).isEmpty();
    }

    @Test
    void an_end_stops_what_was_due() {
        learn("ACTIVE", 1, FIRST);

        for (var end : List.of("INVALIDATED", "EXPIRED", "WITHDRAWN", "A_STATE_OF_A_LATER_VERSION")) {
            var others = new Grants();
            others.learn(event("ACTIVE", 1, FIRST));
            assertThat(others.learn(event(end, 2, FIRST))).as(end).isPresent();
            assertThat(others.due(NOW)).as(end).isEmpty();
        }
    }

    @Test
    void another_event_of_the_same_opt_in_makes_nothing_due() {
        learn("ACTIVE", 1, FIRST);
        grants.done(grants.due(NOW).orElseThrow());

        assertThat(learn("ACTIVE", 2, FIRST)).as("as GrantExpiring has it").isEmpty();
        assertThat(grants.due(NOW)).isEmpty();
    }

    @Test
    void an_end_that_is_told_again_is_no_news_and_a_missed_one_is() {
        learn("ACTIVE", 1, FIRST);

        assertThat(learn("INVALIDATED", 3, FIRST))
                .as("whose first telling was missed")
                .isPresent();
        assertThat(learn("INVALIDATED", 4, FIRST)).as("with another name").isEmpty();
        assertThat(grants.due(NOW)).isEmpty();
    }

    @Test
    void a_new_opt_in_makes_the_company_due_again() {
        learn("ACTIVE", 1, FIRST);
        grants.done(grants.due(NOW).orElseThrow());

        assertThat(learn("ACTIVE", 2, SECOND)).as("on top of the old one").isPresent();
        assertThat(grants.due(NOW)).isPresent();

        learn("WITHDRAWN", 3, SECOND);
        assertThat(learn("ACTIVE", 4, SECOND)).as("after its end").isPresent();
        assertThat(grants.due(NOW)).isPresent();
    }

    @Test
    void what_was_put_off_is_due_when_its_time_has_come() {
        learn("ACTIVE", 1, FIRST);
        grants.later(grants.due(NOW).orElseThrow(), NOW.plusSeconds(30));

        assertThat(grants.due(NOW.plusSeconds(29))).isEmpty();
        assertThat(grants.due(NOW.plusSeconds(30))).isPresent();
    }

    @Test
    void an_event_that_lacks_what_every_event_has_is_refused() {
        assertThatExceptionOfType(JacksonException.class)
                .isThrownBy(() -> grants.learn(new JsonMapper().readTree("{\"companyId\":\"acme\"}")));
    }

    private Optional<Grants.Grant> learn(String state, long revision, String authorizedAt) {
        return grants.learn(event(state, revision, authorizedAt));
    }

    private static JsonNode event(String state, long revision, String authorizedAt) {
        return new JsonMapper().readTree("""
                {"companyId": "acme", "application": "odcs", "state": "%s", "revision": %d, "authorizedAt": "%s"}
                """.formatted(state, revision, authorizedAt));
    }
}
