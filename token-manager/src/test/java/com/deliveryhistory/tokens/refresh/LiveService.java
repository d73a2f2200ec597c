package com.deliveryhistory.tokens.refresh;

import com.deliveryhistory.events.GrantId;
import com.deliveryhistory.events.sealing.TokenPair;
import com.deliveryhistory.testing.Patience;
import com.deliveryhistory.testing.TestClock;
import com.deliveryhistory.testing.TestMongo;
import com.deliveryhistory.tokens.custody.Vault;
import com.deliveryhistory.tokens.grants.Authorization;
import com.deliveryhistory.tokens.grants.Dossiers;
import com.deliveryhistory.tokens.grants.Expiry;
import com.deliveryhistory.tokens.grants.Grant;
import com.deliveryhistory.tokens.grants.Grants;
import com.deliveryhistory.tokens.grants.Upkeep;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Grants whose refreshes run on threads of their own and go over HTTP. */
public record LiveService(
        Grants grants,
        Refreshes refreshes,
        Paces paces,
        RefreshSchedule schedule,
        Vault vault,
        TestClock clock,
        TestService.World world) {

    public static LiveService over(TestMongo mongo, Path folder, Supplier<URI> ups) {
        TestService.World world = TestService.World.over(mongo, folder);
        TestService service = world.service();
        RefreshSchedule schedule = new RefreshSchedule(TestService.SETTINGS, world.clock(), () -> 0.5);
        UpsTokens overHttp = (application, token) -> {
            UpsSettings settings = new UpsSettings(
                    ups.get(),
                    Patience.LIMIT,
                    Patience.LIMIT,
                    Map.of("odcs", new UpsSettings.Client("client", "secret")));
            try (UpsOAuth client = new UpsOAuth(settings, new RefreshMetrics(new SimpleMeterRegistry()))) {
                return client.refresh(application, token);
            }
        };
        Refresher refresher = new Refresher(
                service.grants,
                world.vault(),
                overHttp,
                schedule,
                TestService.SETTINGS,
                service.paces,
                new RefreshMetrics(new SimpleMeterRegistry()),
                world.clock(),
                Duration.ofSeconds(12),
                "test");
        return new LiveService(
                service.grants,
                new Refreshes(refresher, service.paces, TestService.SETTINGS),
                service.paces,
                schedule,
                world.vault(),
                world.clock(),
                world);
    }

    public void empty() {
        world.emptied();
    }

    /** See the operator's {@code grant} command. */
    public @Nullable Instant unreadableSince(GrantId id) {
        return new Dossiers(world.database().getCollection("grants"))
                .find(id)
                .orElseThrow()
                .unreadableSince();
    }

    public void advance(Duration duration) {
        clock.advance(duration);
    }

    /** As if an admin had come back with this pair just now. */
    public void optIn(GrantId id, TokenPair pair, Duration accessTokenLife) {
        Instant now = clock.instant();
        Grant grant = grants.find(id);
        Expiry expiry = new Expiry(now.plus(accessTokenLife), now.plus(Duration.ofDays(60)));
        grants.save(
                grant,
                grant.opened(
                        new Authorization(now, "admin", null),
                        expiry,
                        vault.encrypt(id, grant.generation() + 1, pair),
                        Upkeep.ofNew(now, schedule.next(id, now, expiry, null), null),
                        "opt-in",
                        now));
    }
}
