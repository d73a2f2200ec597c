package com.deliveryhistory.optin.authorization;

import com.deliveryhistory.events.Application;
import com.deliveryhistory.events.EventEnvelope;
import com.deliveryhistory.events.GrantId;
import com.deliveryhistory.events.OptInEvent.OptInGranted;
import com.deliveryhistory.events.SealedTokens;
import com.deliveryhistory.events.sealing.TokenSealer;
import com.deliveryhistory.optin.accounts.Accounts;
import com.deliveryhistory.optin.accounts.Member;
import com.deliveryhistory.optin.announcements.Announcements;
import com.deliveryhistory.optin.announcements.Announcements.Progress;
import com.deliveryhistory.optin.upsusers.NamedUser;
import com.deliveryhistory.optin.upsusers.UpsUsers;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;
import org.springframework.stereotype.Service;

/** Takes a company through the authorization code flow, from the authorization request to the announced opt-in. */
@Service
class UpsAuthorization {

    private static final Logger log = LoggerFactory.getLogger(UpsAuthorization.class);

    private final AuthorizationAttempts attempts;
    private final TokenExchange ups;
    private final SealingKeys keys;
    private final Announcements announcements;
    private final UpsUsers users;
    private final Accounts accounts;
    private final UpsSettings settings;
    private final Clock clock;

    UpsAuthorization(
            AuthorizationAttempts attempts,
            TokenExchange ups,
            SealingKeys keys,
            Announcements announcements,
            UpsUsers users,
            Accounts accounts,
            UpsSettings settings,
            Clock clock) {
        this.attempts = attempts;
        this.ups = ups;
        this.keys = keys;
        this.announcements = announcements;
        this.users = users;
        this.accounts = accounts;
        this.settings = settings;
        this.clock = clock;
    }

    /** How an opt-in ended. */
    sealed interface Outcome {

        /** The authorisation is stored; {@link Progress} says whether Kafka has it. */
        record OptedIn(Progress progress) implements Outcome {}

        /** Nothing was authorised here. */
        record Failed(OptInProblem problem) implements Outcome {}
    }

    /** Opens the way back from UPS.com; false if the tokens could not be sealed, so nobody is sent there in vain. */
    boolean begin(OAuth2AuthorizationRequest request, String sessionId) {
        if (keys.sealer().isEmpty()) {
            return false;
        }
        attempts.begin(request, sessionId);
        return true;
    }

    /** Whether the answer names UPS, or nobody; UPS names nobody so far (RFC 9207, section 2.4). */
    boolean isFromUps(@Nullable String issuer) {
        return issuer == null || settings.issuer() == null || issuer.equals(settings.issuer());
    }

    /** Closes the way back without an opt-in. Whether there was one to close is told by {@code true}. */
    boolean abandon(String state, Application application, String sessionId) {
        return attempts.take(state, application.value(), sessionId).isPresent();
    }

    Outcome complete(Member admin, Application application, String state, String code, String sessionId) {
        Optional<OAuth2AuthorizationRequest> request = attempts.take(state, application.value(), sessionId);
        if (request.isEmpty()) {
            return new Outcome.Failed(OptInProblem.NOT_EXPECTED);
        }
        if (!isStillAdmin(admin)) {
            return new Outcome.Failed(OptInProblem.NO_LONGER_ADMIN);
        }
        Optional<TokenSealer> sealer = keys.sealer();
        if (sealer.isEmpty()) {
            return new Outcome.Failed(OptInProblem.NO_SEALING_KEY);
        }
        GrantId grant = new GrantId(admin.company(), application);
        try {
            UpsTokens tokens = ups.exchange(request.get(), code);
            if (!isStillAdmin(admin)) { // UPS.com may have taken a while
                return new Outcome.Failed(OptInProblem.NO_LONGER_ADMIN);
            }
            return new Outcome.OptedIn(announcements.announce(granted(admin, grant, tokens, sealer.get())));
        } catch (ExchangeFailed e) {
            log.warn("The opt-in of {} failed: {}", grant, e.getMessage());
            return new Outcome.Failed(e.problem());
        }
    }

    /** The way to UPS.com and back may take half an hour, in which another admin may have decided otherwise. */
    private boolean isStillAdmin(Member admin) {
        return accounts.find(admin.company(), admin.name())
                .filter(account -> account.isActive() && account.member().isAdmin())
                .isPresent();
    }

    private @Nullable String userOfNextOptIn(GrantId grant) {
        return users.find(grant)
                .filter(named -> named.of() == NamedUser.Of.NEXT_OPT_IN)
                .map(named -> named.user().name())
                .orElse(null);
    }

    private EventEnvelope<OptInGranted> granted(Member admin, GrantId grant, UpsTokens tokens, TokenSealer sealer) {
        String eventId = UUID.randomUUID().toString();
        SealedTokens sealed = sealer.seal(tokens.pair(), eventId, grant);
        OptInGranted event = new OptInGranted(
                grant.company(),
                grant.application(),
                tokens.issuedAt(),
                admin.name(),
                userOfNextOptIn(grant),
                tokens.accessTokenExpiresAt(),
                tokens.refreshTokenExpiresAt(),
                sealed);
        return new EventEnvelope<>(eventId, EventEnvelope.source("optin-web"), clock.instant(), event);
    }
}
