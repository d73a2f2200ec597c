package com.deliveryhistory.optin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.deliveryhistory.events.Application;
import com.deliveryhistory.events.CompanyId;
import com.deliveryhistory.events.EndReason;
import com.deliveryhistory.events.GrantEvent.GrantActivated;
import com.deliveryhistory.events.GrantEvent.GrantExpiring;
import com.deliveryhistory.events.GrantEvent.GrantInvalidated;
import com.deliveryhistory.events.GrantEvent.GrantWithdrawn;
import com.deliveryhistory.events.GrantState;
import com.deliveryhistory.events.GrantStatus;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What token-manager was made to tell again of a grant. */
class RestatedGrantsTests extends WebTest {

    private static final String CARD = "article[data-application=" + IDH + "]";
    private static final String PSEUDONYM = "erased:0a1b2c3d";

    private final Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    private final Instant hourAgo = now.minus(Duration.ofHours(1));
    private final Instant yearAgo = now.minus(Duration.ofDays(365));

    @Test
    void an_end_that_is_known_is_told_to_nobody_again_and_keeps_its_date() {
        tokenManagerSays(new GrantInvalidated(invalidated(1)), hourAgo);
        tokenManagerSays(new GrantInvalidated(again(invalidated(2))), hourAgo);
        awaitRevision(2);

        assertThat(since()).isEqualTo(hourAgo.toString());
        tokenManagerSays(new GrantWithdrawn(status(GrantState.WITHDRAWN, null, 3)), now);
        awaitRevision(3);
        await().until(() -> activities().size() > 1);
        await().until(() -> mailsToAdmin().size() > 1);
        assertThat(activities()).containsExactly(hourAgo, now);
        assertThat(mailsToAdmin())
                .extracting(mail -> mail.get("facts", Document.class).getString("reason"))
                .containsExactly("REFRESH_REJECTED", "WITHDRAWN");
    }

    @Test
    void a_grant_that_runs_out_still_does_and_names_whom_it_says_now() {
        tokenManagerSays(new GrantExpiring(active(1), 7), hourAgo);
        awaitRevision(1);
        tokenManagerSays(new GrantExpiring(again(active(2)), 7), hourAgo);
        awaitRevision(2);

        assertThat(signedIn(admin).get("/company").find(CARD).text()).contains("runs out on", PSEUDONYM);
        tokenManagerSays(new GrantWithdrawn(status(GrantState.WITHDRAWN, null, 3)), now);
        await().until(() -> kinds().contains("OPT_IN_ENDED"));
        assertThat(kinds()).containsExactly("OPT_IN_EXPIRING", "OPT_IN_ENDED");
    }

    @Test
    void an_end_that_was_missed_is_told_as_of_when_it_came() {
        tokenManagerSays(new GrantActivated(active(1)), yearAgo);
        tokenManagerSays(new GrantInvalidated(again(invalidated(3))), hourAgo);

        await().until(() -> kinds().contains("OPT_IN_ENDED"));
        assertThat(mailsToAdmin())
                .singleElement()
                .extracting(mail -> mail.get("facts", Document.class).getString("at"))
                .isEqualTo(hourAgo.toString());
        assertThat(since()).isEqualTo(hourAgo.toString());
    }

    @Test
    void an_end_that_was_missed_long_ago_is_noted_and_not_mailed() {
        tokenManagerSays(new GrantInvalidated(again(invalidated(3))), yearAgo);
        tokenManagerSays(new GrantWithdrawn(status(GrantState.WITHDRAWN, null, 4)), now);

        await().until(() -> !mailsToAdmin().isEmpty());
        assertThat(mailsToAdmin())
                .singleElement()
                .extracting(mail -> mail.get("facts", Document.class).getString("reason"))
                .isEqualTo("WITHDRAWN");
        assertThat(activities()).containsExactly(yearAgo, now);
    }

    private GrantStatus active(long revision) {
        return status(GrantState.ACTIVE, null, revision);
    }

    private GrantStatus invalidated(long revision) {
        return status(GrantState.INVALIDATED, EndReason.REFRESH_REJECTED, revision);
    }

    private GrantStatus status(GrantState state, @Nullable EndReason reason, long revision) {
        return new GrantStatus(
                new CompanyId(company),
                Application.INTELLIGENT_DELIVERY_HISTORY,
                state,
                reason,
                1,
                revision,
                yearAgo,
                admin,
                yearAgo.plusSeconds(3599),
                now.plus(Duration.ofDays(7)),
                null);
    }

    private GrantStatus again(GrantStatus status) {
        return status.restated(now).authorizedBy(PSEUDONYM);
    }

    private void awaitRevision(long revision) {
        await().until(() ->
                collection("grants").countDocuments(new Document("company", company).append("revision", revision))
                        == 1);
    }

    private List<String> kinds() {
        return mailsToAdmin().stream().map(mail -> mail.getString("kind")).toList();
    }

    private String since() {
        return signedIn(admin).get("/company").find(CARD + " dd time").attr("datetime");
    }

    private List<Instant> activities() {
        return collection("activities")
                .find(new Document("company", company).append("kind", "GRANT_ENDED"))
                .sort(new Document("at", 1))
                .map(activity -> activity.getDate("at").toInstant())
                .into(new ArrayList<>());
    }
}
