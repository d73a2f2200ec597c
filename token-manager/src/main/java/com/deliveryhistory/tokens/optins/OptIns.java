package com.deliveryhistory.tokens.optins;

import com.deliveryhistory.events.CompanyId;
import com.deliveryhistory.events.EventEnvelope;
import com.deliveryhistory.events.GrantId;
import com.deliveryhistory.events.OptInEvent;
import com.deliveryhistory.events.OptInEvent.OptInGranted;
import com.deliveryhistory.events.OptInEvent.OptInWithdrawn;
import com.deliveryhistory.events.OptInEvent.PasswordChangeInvalidated;
import com.deliveryhistory.events.sealing.TokenOpener;
import com.deliveryhistory.events.sealing.TokenPair;
import com.deliveryhistory.tokens.custody.Vault;
import com.deliveryhistory.tokens.custody.Vault.Kept;
import com.deliveryhistory.tokens.grants.Authorization;
import com.deliveryhistory.tokens.grants.Change;
import com.deliveryhistory.tokens.grants.End;
import com.deliveryhistory.tokens.grants.Expiry;
import com.deliveryhistory.tokens.grants.Grant;
import com.deliveryhistory.tokens.grants.Grant.Active;
import com.deliveryhistory.tokens.grants.Grants;
import com.deliveryhistory.tokens.grants.Horizons;
import com.deliveryhistory.tokens.grants.Upkeep;
import com.deliveryhistory.tokens.refresh.RefreshSchedule;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Applies opt-ins, password changes and withdrawals, as often and in whatever order they arrive. Times count to the
 * millisecond, as they are stored.
 */
public final class OptIns {

    private static final Logger log = LoggerFactory.getLogger(OptIns.class);

    private final Grants grants;
    private final TokenOpener opener;
    private final Vault vault;
    private final RefreshSchedule schedule;
    private final Clock clock;

    public OptIns(Grants grants, TokenOpener opener, Vault vault, RefreshSchedule schedule, Clock clock) {
        this.grants = grants;
        this.opener = opener;
        this.vault = vault;
        this.schedule = schedule;
        this.clock = clock;
    }

    /** What the service does with each event about opt-ins. */
    public void apply(EventEnvelope<OptInEvent> envelope) {
        switch (envelope.event()) {
            case OptInGranted granted -> open(envelope.id(), granted);
            case PasswordChangeInvalidated changed -> passwordChanged(envelope.id(), changed);
            case OptInWithdrawn withdrawn -> withdraw(envelope.id(), withdrawn);
        }
    }

    /**
     * An admin opted in.
     *
     * @throws com.deliveryhistory.events.CorruptEvent if the tokens cannot be opened
     */
    public void open(String eventId, OptInGranted granted) {
        Instant authorizedAt = millis(granted.authorizedAt());
        Grant grant = find(granted.grantId());
        while (grant.awaits(authorizedAt)) {
            Change change = opened(grant, eventId, granted, authorizedAt);
            if (grants.save(grant, change)) {
                confirm(change.next(), eventId, granted);
                log.info("{} was opted in by {}", granted.grantId(), granted.authorizedBy());
                // a password change of the whole company may have been noted meanwhile without seeing this grant
                heed(granted.grantId(), grants.horizonsOf(granted.companyId()), eventId);
                return;
            }
            grant = find(granted.grantId());
        }
        if (grant instanceof Active active
                && eventId.equals(active.facts().causedBy())
                && active.upkeep().obtainedAt().equals(authorizedAt)) { // not refreshed since
            confirm(grant, eventId, granted); // this event was cut off between storing and confirming
        }
    }

    /** The data key may have been taken out of use while the tokens were on their way into the store. */
    private void confirm(Grant stored, String eventId, OptInGranted granted) {
        if (stored instanceof Active active) {
            vault.confirm(
                    List.of(new Kept(
                            active.id(),
                            active.generation(),
                            active.tokens(),
                            () -> opener.open(granted.sealedTokens(), eventId, granted.grantId()))),
                    grants);
        }
    }

    private Change opened(Grant grant, String eventId, OptInGranted granted, Instant authorizedAt) {
        Authorization authorization = new Authorization(authorizedAt, granted.authorizedBy(), granted.upsUser());
        Expiry expiry = new Expiry(millis(granted.accessTokenExpiresAt()), millis(granted.refreshTokenExpiresAt()));
        Optional<End> end = grant.voids(authorizedAt);
        if (end.isPresent()) {
            return grant.openedVoid(authorization, expiry, end.get(), eventId, now());
        }
        TokenPair tokens = opener.open(granted.sealedTokens(), eventId, granted.grantId());
        return grant.opened(
                authorization,
                expiry,
                vault.encrypt(grant.id(), grant.generation() + 1, tokens),
                Upkeep.ofNew(authorizedAt, schedule.next(grant.id(), authorizedAt, expiry, null), null),
                eventId,
                now());
    }

    /** The UPS.com password changed, which voids what was authorised before. */
    public void passwordChanged(String eventId, PasswordChangeInvalidated changed) {
        Instant at = millis(changed.passwordChangedAt());
        CompanyId company = changed.companyId();
        Horizons news = Horizons.passwordChanged(at);
        if (changed.application() != null) {
            heed(new GrantId(company, changed.application()), news, eventId);
            return;
        }
        // first, so that no opt-in of an application that is not there yet slips through in between
        grants.rememberPasswordChange(company, at);
        for (Grant grant : grants.ofCompany(company)) {
            if (grant instanceof Active) {
                heed(grant.id(), news, eventId);
            }
        }
    }

    /** An admin took the authorisation back. The company's data key goes with its last tokens. */
    public void withdraw(String eventId, OptInWithdrawn withdrawn) {
        heed(withdrawn.grantId(), Horizons.withdrawn(millis(withdrawn.withdrawnAt())), eventId);
        if (!grants.holdsTokens(withdrawn.companyId())) {
            vault.forget(withdrawn.companyId(), grants);
        }
    }

    private void heed(GrantId id, Horizons news, String eventId) {
        boolean settled = false;
        while (!settled) {
            Grant grant = grants.find(id);
            Optional<Change> change = grant.heeding(news, eventId, now());
            settled = change.isEmpty() || grants.save(grant, change.get());
            if (settled && change.isPresent() && !change.get().events().isEmpty()) {
                log.info("{} has ended", id);
            }
        }
    }

    private Grant find(GrantId id) {
        return grants.find(id).knowing(grants.horizonsOf(id.company()));
    }

    private Instant now() {
        return millis(clock.instant());
    }

    private static Instant millis(Instant instant) {
        return instant.truncatedTo(ChronoUnit.MILLIS);
    }
}
