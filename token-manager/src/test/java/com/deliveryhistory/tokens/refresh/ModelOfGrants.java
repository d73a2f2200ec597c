package com.deliveryhistory.tokens.refresh;

import static org.assertj.core.api.Assertions.assertThat;

import com.deliveryhistory.events.Application;
import com.deliveryhistory.events.EventEnvelope;
import com.deliveryhistory.events.GrantEvent;
import com.deliveryhistory.events.GrantEvent.GrantExpiring;
import com.deliveryhistory.events.GrantEvent.GrantRenewed;
import com.deliveryhistory.events.GrantId;
import com.deliveryhistory.events.GrantState;
import com.deliveryhistory.tokens.grants.End;
import com.deliveryhistory.tokens.grants.Grant;
import com.deliveryhistory.tokens.grants.Grant.Active;
import com.deliveryhistory.tokens.grants.Grant.Ended;
import com.deliveryhistory.tokens.grants.Grant.Unopened;
import com.deliveryhistory.tokens.refresh.TestService.World;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What must have become of each grant when everything has come to rest, by the rules alone. */
final class ModelOfGrants {

    private final ModelOfUps ups;
    private final List<OptIn> optIns = new ArrayList<>();
    private final Map<GrantId, Instant> withdrawnAt = new HashMap<>();
    private final Map<GrantId, Instant> passwordChangedAt = new HashMap<>();
    private final Set<String> inDoubt = new HashSet<>();

    private record OptIn(int number, GrantId grant, Instant at) {}

    ModelOfGrants(ModelOfUps ups) {
        this.ups = ups;
    }

    int optIns() {
        return optIns.size();
    }

    void optedIn(GrantId grant, Instant at) {
        optIns.add(new OptIn(optIns.size(), grant, at));
    }

    void passwordChanged(@Nullable Application application, Instant at) {
        for (Application each : Rehearsal.APPLICATIONS) {
            if (application == null || application.equals(each)) {
                passwordChangedAt.put(new GrantId(Rehearsal.COMPANY, each), at);
            }
        }
    }

    void withdrawn(GrantId grant, Instant at) {
        withdrawnAt.put(grant, at);
    }

    /** Nobody knows whether UPS has used up this refresh token: its answer got lost, or who asked is gone. */
    void inDoubt(String refreshToken) {
        inDoubt.add(refreshToken);
    }

    void check(World world, TestService service) {
        for (Application application : Rehearsal.APPLICATIONS) {
            GrantId id = new GrantId(Rehearsal.COMPANY, application);
            Grant grant = service.grants.find(id);
            OptIn newest = optIns.stream()
                    .filter(optIn -> optIn.grant().equals(id))
                    .reduce((first, second) -> second)
                    .orElse(null);
            if (newest == null) {
                assertThat(grant).isInstanceOf(Unopened.class);
            } else {
                assertThat(authorizedAt(grant)).as("the newest opt-in counts").isEqualTo(newest.at());
                checkState(grant, newest, world, service);
                checkStory(id, grant, world);
            }
        }
        assertThat(world.stored()).as("events to send").noneMatch(document -> document.containsKey("relayAt"));
    }

    private void checkState(Grant grant, OptIn newest, World world, TestService service) {
        GrantId id = newest.grant();
        if (withdrawnAt.getOrDefault(id, Instant.MIN).isAfter(newest.at())) {
            assertThat(end(grant)).isEqualTo(End.WITHDRAWN);
            return;
        }
        boolean reported = passwordChangedAt.getOrDefault(id, Instant.MIN).isAfter(newest.at());
        if (grant instanceof Active active) {
            assertThat(reported).as("a reported password change is heeded").isFalse();
            String stored = service.tokens(id).refreshToken();
            assertThat(ups.optInOf(stored))
                    .as("the tokens are of the newest opt-in")
                    .isEqualTo(newest.number());
            boolean mayBeBad = ups.voided(newest.number()) || inDoubt.contains(stored);
            assertThat(mayBeBad || ups.accepts(stored))
                    .as("UPS accepts the refresh token that is stored")
                    .isTrue();
            assertThat(active.expired(world.clock().instant())).isFalse();
            return;
        }
        switch (end(grant)) {
            case PASSWORD_CHANGED -> assertThat(reported).as("reported").isTrue();
            case REFRESH_REJECTED -> {
                assertThat(ups.refusedOf(newest.number())).as("refused by UPS").isNotEmpty();
                assertThat(ups.voided(newest.number()))
                        .as("for a changed password")
                        .isTrue();
            }
            case ROTATION_LOST -> {
                assertThat(ups.refusedOf(newest.number())).as("refused by UPS").isNotEmpty();
                assertThat(inDoubt)
                        .as("an earlier attempt with the refused token was cut off")
                        .containsAnyElementsOf(ups.refusedOf(newest.number()));
            }
            case EXPIRED ->
                assertThat(world.clock().instant())
                        .isAfter(((Ended) grant).facts().expiry().refreshToken());
            case WITHDRAWN -> throw new AssertionError("nobody withdrew");
        }
    }

    /** Each change is told once, in order, and the last tells the present state. */
    private static void checkStory(GrantId id, Grant grant, World world) {
        Map<String, GrantEvent> told = new LinkedHashMap<>();
        for (EventEnvelope<GrantEvent> event : world.published()) {
            if (event.event().grant().grantId().equals(id)) {
                told.putIfAbsent(event.id(), event.event());
            }
        }
        List<GrantEvent> story = List.copyOf(told.values());
        for (int i = 0; i < story.size(); i++) {
            assertThat(story.get(i).grant().revision()).as("told in order").isEqualTo(i + 1);
            if (story.get(i) instanceof GrantRenewed) {
                assertThat(story.get(i - 1)).as("said to run out before").isInstanceOf(GrantExpiring.class);
            }
        }
        assertThat(grant.revision()).as("told completely").isEqualTo(story.size());
        assertThat(story.getLast().grant().state())
                .isEqualTo(
                        grant instanceof Active ? GrantState.ACTIVE : end(grant).state());
        assertThat(story)
                .filteredOn(GrantExpiring.class::isInstance)
                .extracting(event -> event.grant().refreshTokenExpiresAt() + "/" + ((GrantExpiring) event).daysLeft())
                .doesNotHaveDuplicates();
    }

    private static End end(Grant grant) {
        return ((Ended) grant).end();
    }

    static Instant authorizedAt(Grant grant) {
        return switch (grant) {
            case Unopened unopened -> Instant.MIN;
            case Active active -> active.facts().authorization().at();
            case Ended ended -> ended.facts().authorization().at();
        };
    }
}
