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
import com.deliveryhistory.tokens.grants.Authorization;
import com.deliveryhistory.tokens.grants.Change;
import com.deliveryhistory.tokens.grants.End;
import com.deliveryhistory.tokens.grants.Grant;
import com.deliveryhistory.tokens.grants.Grant.Active;
import com.deliveryhistory.tokens.grants.Grants;
import com.deliveryhistory.tokens.grants.Horizons;
import com.deliveryhistory.tokens.grants.Remembered;
import com.deliveryhistory.tokens.grants.Upkeep;
import com.deliveryhistory.tokens.refresh.RefreshSchedule;
import java.time.Clock;
import java.time.Instant;
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
    private final TimeCheck times;

    public OptIns(Grants grants, TokenOpener opener, Vault vault, RefreshSchedule schedule, Clock clock) {
        this.grants = grants;
        this.opener = opener;
        this.vault = vault;
        this.schedule = schedule;
        this.clock = clock;
        this.times = new TimeCheck(clock);
    }

    /**
     * What the service does with each event about opt-ins.
     *
     * @throws com.deliveryhistory.events.CorruptEvent if the tokens can never be opened, or the event is said to have
     *     happened more than a day from now
     * @throws com.deliveryhistory.events.sealing.UnknownSealingKey if the key is missing that opens the tokens
     */
    public void apply(EventEnvelope<OptInEvent> envelope) {
        times.require(envelope.event());
        switch (envelope.event()) {
            case OptInGranted granted -> open(envelope.id(), granted);
            case PasswordChangeInvalidated changed -> passwordChanged(envelope.id(), changed);
            case OptInWithdrawn withdrawn -> withdraw(envelope.id(), withdrawn);
        }
    }

    /**
     * An admin opted in.
     *
     * @throws com.deliveryhistory.events.CorruptEvent if the tokens can never be opened
     * @throws com.deliveryhistory.events.sealing.UnknownSealingKey if the key is missing that opens them
     */
    public void open(String eventId, OptInGranted granted) {
        OptIn optIn = new OptIn(eventId, granted);
        GrantId id = optIn.grant();
        while (true) {
            Remembered remembered = grants.remembered(id.company());
            Grant grant = grants.find(id).knowing(remembered.horizons());
            if (!grant.awaits(optIn.authorizedAt())) {
                if (optIn.brought(grant) || optIn.isErased(grant, remembered)) {
                    settle(optIn, grant); // this event was cut off between storing and here
                }
                return;
            }
            Authorization known = remembered.known(optIn.authorization());
            Change change = opened(grant, optIn, known);
            if (grants.save(grant, change)) {
                log.info("{} was opted in by {}", id, known.by());
                settle(optIn, change.next());
                return;
            }
        }
    }

    private void settle(OptIn optIn, Grant stored) {
        GrantId id = optIn.grant();
        if (stored instanceof Active active && optIn.brought(stored)) {
            // the data key may have been taken out of use while the tokens were on their way into the store
            vault.confirm(List.of(optIn.kept(active, opener)), grants);
        }
        // a password change of the whole company, or an erasing, may have been noted meanwhile without seeing this
        // grant
        Remembered remembered = grants.remembered(id.company());
        heed(id, remembered.horizons(), optIn.eventId());
        grants.change(id, grant -> remembered.corrected(grant).flatMap(named -> named.toldAgain(0, clock.instant())));
        if (remembered.horizons().erase(optIn.authorizedAt())) {
            forgetKeyWithoutTokens(id.company()); // it may have been made for these
        }
    }

    private void forgetKeyWithoutTokens(CompanyId company) {
        if (!grants.holdsTokens(company)) {
            vault.forget(company, grants);
        }
    }

    private Change opened(Grant grant, OptIn optIn, Authorization known) {
        Optional<End> end = grant.voids(optIn.authorizedAt());
        if (end.isPresent()) {
            return grant.openedVoid(known, optIn.expiry(), end.get(), optIn.eventId(), clock.instant());
        }
        TokenPair tokens = optIn.tokens(opener);
        Instant due = schedule.next(grant.id(), optIn.authorizedAt(), optIn.expiry(), null);
        return grant.opened(
                known,
                optIn.expiry(),
                vault.encrypt(grant.id(), grant.generation() + 1, tokens),
                Upkeep.ofNew(optIn.authorizedAt(), due, null),
                optIn.eventId(),
                clock.instant());
    }

    /** The UPS.com password changed, which voids what was authorised before. */
    public void passwordChanged(String eventId, PasswordChangeInvalidated changed) {
        Instant at = OptIn.millis(changed.passwordChangedAt());
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
        heed(withdrawn.grantId(), Horizons.withdrawn(OptIn.millis(withdrawn.withdrawnAt())), eventId);
        forgetKeyWithoutTokens(withdrawn.companyId());
    }

    private void heed(GrantId id, Horizons news, String eventId) {
        Optional<Change> change = grants.change(id, grant -> grant.heeding(news, eventId, clock.instant()));
        if (change.isPresent() && !change.get().events().isEmpty()) {
            log.info("{} has ended", id);
        }
    }
}
