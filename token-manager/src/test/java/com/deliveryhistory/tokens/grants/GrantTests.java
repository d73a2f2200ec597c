package com.deliveryhistory.tokens.grants;

import static org.assertj.core.api.Assertions.assertThat;

import com.deliveryhistory.events.EventEnvelope;
import com.deliveryhistory.events.EventIds;
import com.deliveryhistory.events.GrantEvent;
import com.deliveryhistory.events.GrantEvent.GrantActivated;
import com.deliveryhistory.events.GrantEvent.GrantExpired;
import com.deliveryhistory.events.GrantEvent.GrantExpiring;
import com.deliveryhistory.events.GrantEvent.GrantInvalidated;
import com.deliveryhistory.events.GrantEvent.GrantRenewed;
import com.deliveryhistory.events.GrantEvent.GrantWithdrawn;
import com.deliveryhistory.events.GrantId;
import com.deliveryhistory.events.GrantState;
import com.deliveryhistory.tokens.custody.EncryptedTokens;
import com.deliveryhistory.tokens.grants.Grant.Active;
import com.deliveryhistory.tokens.grants.Grant.Ended;
import com.deliveryhistory.tokens.grants.Grant.Unopened;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class GrantTests {

    private static final GrantId ID = GrantId.parse("acme/odcs");
    private static final Instant START = Instant.parse("2026-07-14T10:00:00Z");
    private static final EncryptedTokens TOKENS = new EncryptedTokens(new byte[] {1});

    private final Grant nothing = new Unopened(ID, 0, Horizons.NONE);

    @Test
    void an_opt_in_makes_the_grant_active_and_says_so() {
        Change change = opened(nothing, 10);

        assertThat(change.next()).isInstanceOf(Active.class);
        assertThat(only(change)).isInstanceOf(GrantActivated.class).satisfies(event -> {
            assertThat(event.grant().generation()).isEqualTo(1);
            assertThat(event.grant().revision()).isEqualTo(1);
            assertThat(event.grant().causedBy()).isEqualTo("opt-in-10");
        });
        assertThat(change.events().getFirst().id()).isEqualTo(EventIds.ofGrant(ID, 1, "GrantActivated"));
    }

    @Test
    void only_a_later_opt_in_is_news() {
        Grant active = opened(nothing, 10).next();

        assertThat(active.awaits(at(9))).isFalse();
        assertThat(active.awaits(at(10))).isFalse();
        assertThat(active.awaits(at(11))).isTrue();
        assertThat(ended(active, 20).next().awaits(at(10))).isFalse();
    }

    @Test
    void a_password_change_ends_what_was_authorised_before_it_and_only_that() {
        Grant active = opened(nothing, 10).next();

        assertThat(active.heeding(Horizons.passwordChanged(at(10)), "changed", at(30)))
                .hasValueSatisfying(change -> {
                    assertThat(change.next()).isInstanceOf(Active.class);
                    assertThat(change.events()).isEmpty();
                });
        assertThat(only(ended(active, 11))).isInstanceOf(GrantInvalidated.class).satisfies(event -> {
            assertThat(event.grant().revision()).isEqualTo(2);
            assertThat(event.grant().generation()).isEqualTo(1);
            assertThat(event.grant().causedBy()).isEqualTo("changed");
        });
    }

    @Test
    void the_same_password_change_again_changes_nothing() {
        Grant ended = ended(opened(nothing, 10).next(), 20).next();

        assertThat(ended.heeding(Horizons.passwordChanged(at(20)), "changed", at(40)))
                .isEmpty();
        assertThat(ended.heeding(Horizons.passwordChanged(at(5)), "older", at(40)))
                .isEmpty();
    }

    @Test
    void a_late_opt_in_from_before_a_known_password_change_ends_as_it_begins() {
        Grant ended = ended(opened(nothing, 10).next(), 20).next();

        assertThat(ended.awaits(at(15))).isTrue();
        assertThat(ended.voids(at(15))).contains(End.PASSWORD_CHANGED);
        Change change = ended.openedVoid(authorization(15), expiry(15), End.PASSWORD_CHANGED, "late", at(30));
        assertThat(change.next()).isInstanceOf(Ended.class);
        assertThat(only(change)).isInstanceOf(GrantInvalidated.class);
        assertThat(change.next().generation()).isEqualTo(2);
    }

    @Test
    void what_is_void_is_remembered_before_anybody_opted_in() {
        Grant marked = nothing.heeding(Horizons.passwordChanged(at(20)), "changed", at(30))
                .orElseThrow()
                .next();

        assertThat(marked).isInstanceOf(Unopened.class);
        assertThat(marked.voids(at(15))).contains(End.PASSWORD_CHANGED);
        assertThat(marked.voids(at(20))).isEmpty();
    }

    @Test
    void an_opt_in_after_a_password_change_is_active_again() {
        Grant ended = ended(opened(nothing, 10).next(), 20).next();

        Change change = opened(ended, 20);

        assertThat(change.next()).isInstanceOf(Active.class);
        assertThat(change.next().generation()).isEqualTo(2);
        assertThat(change.next().revision()).isEqualTo(3);
    }

    @Test
    void a_withdrawal_outweighs_every_other_end_whichever_comes_first() {
        Grant active = opened(nothing, 10).next();
        Grant changedFirst = ended(active, 20).next();
        Grant withdrawnFirst = active.heeding(Horizons.withdrawn(at(21)), "withdrawn", at(30))
                .orElseThrow()
                .next();

        assertThat(only(changedFirst
                        .heeding(Horizons.withdrawn(at(21)), "withdrawn", at(30))
                        .orElseThrow()))
                .isInstanceOf(GrantWithdrawn.class);
        assertThat(withdrawnFirst.heeding(Horizons.passwordChanged(at(20)), "changed", at(30)))
                .hasValueSatisfying(change -> {
                    assertThat(change.events()).isEmpty();
                    assertThat(((Ended) change.next()).end()).isEqualTo(End.WITHDRAWN);
                });
    }

    @Test
    void a_refresh_changes_the_generation_and_tells_nobody() {
        Active active = (Active) opened(nothing, 10).next();

        Change change = active.renewed(TOKENS, expiry(20), Upkeep.ofNew(at(20), at(30), null), at(20));

        assertThat(change.events()).isEmpty();
        assertThat(change.next().generation()).isEqualTo(2);
        assertThat(change.next().revision()).isEqualTo(1);
    }

    @Test
    void a_refresh_takes_back_what_was_said_of_expiry() {
        Active grant = (Active) opened(nothing, 0).next();
        Active told = expiring(grant, grant.facts().expiry().refreshToken().minus(Duration.ofDays(7)), 7);

        Change change = told.renewed(TOKENS, expiry(20), Upkeep.ofNew(at(20), at(30), null), at(20));

        assertThat(only(change)).isInstanceOf(GrantRenewed.class).satisfies(event -> {
            assertThat(event.grant().generation()).isEqualTo(2);
            assertThat(event.grant().revision()).isEqualTo(3);
            assertThat(event.grant().refreshTokenExpiresAt()).isEqualTo(at(20).plus(Duration.ofDays(60)));
        });
        assertThat(change.events().getFirst().id()).isEqualTo(EventIds.ofGrant(ID, 2, "GrantRenewed"));
    }

    @Test
    void a_refresh_that_leaves_the_refresh_tokens_end_where_it_is_takes_nothing_back() {
        Active grant = (Active) opened(nothing, 0).next();
        Active told = expiring(grant, grant.facts().expiry().refreshToken().minus(Duration.ofDays(7)), 7);

        Change change = told.renewed(TOKENS, expiry(0), told.upkeep(), at(20));

        assertThat(change.events()).isEmpty();
        assertThat(change.next().revision()).isEqualTo(2);
    }

    @Test
    void expiry_is_foretold_once_at_14_7_and_1_days() {
        Active grant = (Active) opened(nothing, 0).next();
        Instant end = grant.facts().expiry().refreshToken();

        assertThat(grant.expiring(end.minus(Duration.ofDays(15)))).isEmpty();
        Active told14 = expiring(grant, end.minus(Duration.ofDays(14)), 14);
        assertThat(told14.expiring(end.minus(Duration.ofDays(8)))).isEmpty();
        Active told7 = expiring(told14, end.minus(Duration.ofDays(7)), 7);
        Active told1 = expiring(told7, end.minus(Duration.ofHours(3)), 1);
        assertThat(told1.expiring(end.minus(Duration.ofHours(1)))).isEmpty();
        assertThat(told1.revision()).isEqualTo(4);
        // whoever was away for the first two marks hears of the last one only
        expiring(grant, end.minus(Duration.ofHours(3)), 1);
    }

    @Test
    void a_token_made_for_a_week_is_not_said_to_end_in_14_days() {
        Authorization authorization = authorization(0);
        Expiry week = new Expiry(at(3_600), START.plus(Duration.ofDays(7)));
        Active grant = (Active)
                nothing.opened(authorization, week, TOKENS, Upkeep.ofNew(START, at(100), null), "opt-in", START)
                        .next();

        assertThat(grant.expiring(START.plusSeconds(1))).isEmpty();
        expiring(grant, START.plus(Duration.ofDays(6)).plusSeconds(1), 1);
    }

    @Test
    void an_expired_grant_says_so_without_a_cause() {
        Active active = (Active) opened(nothing, 10).next();

        Change change = active.ended(End.EXPIRED, null, at(50));

        assertThat(only(change)).isInstanceOf(GrantExpired.class).satisfies(event -> {
            assertThat(event.grant().state()).isEqualTo(GrantState.EXPIRED);
            assertThat(event.grant().causedBy()).isNull();
        });
    }

    @Test
    void what_is_told_again_is_what_was_told_last_as_of_when_it_came_about() {
        Instant later = START.plus(Duration.ofDays(365));
        Active active = (Active) opened(nothing, 0).next();
        Instant mark = active.facts().expiry().refreshToken().minus(Duration.ofDays(7));
        Active expiring = expiring(active, mark, 7);
        Active renewed = renewed(expiring, 20);
        Active refreshed = renewed(renewed, 25);

        assertThat(toldAgain(active, later)).isEqualTo(at(30));
        assertThat(only(active.toldAgain(0, later).orElseThrow())).isInstanceOf(GrantActivated.class);
        assertThat(toldAgain(expiring, later)).isEqualTo(mark);
        assertThat(only(expiring.toldAgain(0, later).orElseThrow()))
                .isInstanceOfSatisfying(
                        GrantExpiring.class,
                        event -> assertThat(event.daysLeft()).isEqualTo(7));
        assertThat(toldAgain(refreshed, later)).isEqualTo(at(20));
        assertThat(only(refreshed.toldAgain(0, later).orElseThrow())).isInstanceOf(GrantRenewed.class);
        Grant ended = renewed.ended(End.EXPIRED, null, at(50)).next();
        assertThat(toldAgain(ended, later)).isEqualTo(at(50));
        assertThat(toldAgain(ended.toldAgain(0, later).orElseThrow().next(), later.plusSeconds(1)))
                .as("told a third time")
                .isEqualTo(at(50));
    }

    @Test
    void what_is_told_again_says_so_and_has_an_id_and_a_revision_of_its_own() {
        Change ended = ended(opened(nothing, 10).next(), 20);

        Change again = ended.next().toldAgain(17, at(500)).orElseThrow();

        assertThat(only(again).grant().restatedAt()).isEqualTo(at(500));
        assertThat(only(ended).grant().restatedAt()).isNull();
        assertThat(only(again).grant().revision()).isEqualTo(18);
        assertThat(again.events().getFirst().id())
                .isNotEqualTo(ended.events().getFirst().id());
    }

    @Test
    void what_the_erasing_of_a_company_makes_withdrawn_is_so_since_then() {
        Ended rejected = (Ended) ended(opened(nothing, 10).next(), 20).next();
        Ended withdrawn = (Ended) rejected.heeding(Horizons.withdrawn(at(21)), "withdrawn", at(40))
                .orElseThrow()
                .next();

        assertThat(toldAgain(rejected.erased(at(500)), at(500))).isEqualTo(at(500));
        assertThat(toldAgain(withdrawn.erased(at(500)), at(500))).isEqualTo(at(40));
    }

    /** As of when it is told. */
    private static Instant toldAgain(Grant grant, Instant now) {
        return grant.toldAgain(0, now).orElseThrow().events().getFirst().time();
    }

    private static Active renewed(Active grant, int seconds) {
        return (Active)
                grant.renewed(TOKENS, expiry(seconds), Upkeep.ofNew(at(seconds), at(seconds + 100), null), at(seconds))
                        .next();
    }

    private static Active expiring(Active grant, Instant now, int days) {
        Change change = grant.expiring(now).orElseThrow();
        assertThat(only(change))
                .isInstanceOfSatisfying(
                        GrantExpiring.class,
                        event -> assertThat(event.daysLeft()).isEqualTo(days));
        return (Active) change.next();
    }

    private static Change opened(Grant grant, int seconds) {
        return grant.opened(
                authorization(seconds),
                expiry(seconds),
                TOKENS,
                Upkeep.ofNew(at(seconds), at(seconds + 100), null),
                "opt-in-" + seconds,
                at(30));
    }

    private static Change ended(Grant grant, int passwordChangedAt) {
        return grant.heeding(Horizons.passwordChanged(at(passwordChangedAt)), "changed", at(30))
                .orElseThrow();
    }

    private static GrantEvent only(Change change) {
        List<EventEnvelope<GrantEvent>> events = change.events();
        assertThat(events).hasSize(1);
        return events.getFirst().event();
    }

    private static Authorization authorization(int seconds) {
        return new Authorization(at(seconds), "acme-admin", null);
    }

    private static Expiry expiry(int seconds) {
        return new Expiry(at(seconds + 3_600), at(seconds).plus(Duration.ofDays(60)));
    }

    private static Instant at(int seconds) {
        return START.plusSeconds(seconds);
    }
}
