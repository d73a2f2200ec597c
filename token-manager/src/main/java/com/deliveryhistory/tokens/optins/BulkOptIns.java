package com.deliveryhistory.tokens.optins;

import com.deliveryhistory.events.CompanyId;
import com.deliveryhistory.events.CorruptEvent;
import com.deliveryhistory.events.EventEnvelope;
import com.deliveryhistory.events.GrantId;
import com.deliveryhistory.events.OptInEvent;
import com.deliveryhistory.events.OptInEvent.OptInGranted;
import com.deliveryhistory.events.sealing.TokenOpener;
import com.deliveryhistory.events.sealing.TokenPair;
import com.deliveryhistory.events.sealing.UnknownSealingKey;
import com.deliveryhistory.tokens.custody.EncryptedTokens;
import com.deliveryhistory.tokens.custody.Vault;
import com.deliveryhistory.tokens.custody.Vault.Kept;
import com.deliveryhistory.tokens.custody.Vault.Plain;
import com.deliveryhistory.tokens.grants.Authorization;
import com.deliveryhistory.tokens.grants.BulkGrants;
import com.deliveryhistory.tokens.grants.BulkGrants.Saving;
import com.deliveryhistory.tokens.grants.Change;
import com.deliveryhistory.tokens.grants.Grant;
import com.deliveryhistory.tokens.grants.Grant.Active;
import com.deliveryhistory.tokens.grants.Grants;
import com.deliveryhistory.tokens.grants.Remembered;
import com.deliveryhistory.tokens.grants.Upkeep;
import com.deliveryhistory.tokens.refresh.RefreshSchedule;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Applies many opt-ins at once: what {@link OptIns#open} does for one, with a few round trips for all of them and the
 * encryption spread over the processor's cores. Only the plain case, which is nearly all: companies of which a batch says
 * nothing but that they opted in, to each application once. Whatever is odd is left to {@link OptIns}; a company is here
 * or there, never both, so that its order stays.
 */
public final class BulkOptIns {

    private static final Logger log = LoggerFactory.getLogger(BulkOptIns.class);

    private final Grants grants;
    private final BulkGrants bulk;
    private final TokenOpener opener;
    private final Vault vault;
    private final RefreshSchedule schedule;
    private final Clock clock;
    private final TimeCheck times;
    private final int cores = Runtime.getRuntime().availableProcessors();

    public BulkOptIns(Grants grants, TokenOpener opener, Vault vault, RefreshSchedule schedule, Clock clock) {
        this.grants = grants;
        this.bulk = grants.inBulk();
        this.opener = opener;
        this.vault = vault;
        this.schedule = schedule;
        this.clock = clock;
        this.times = new TimeCheck(clock);
    }

    /** An event of a batch that is an opt-in. */
    private record Taken(EventEnvelope<OptInEvent> event, OptIn optIn) {}

    /**
     * An opt-in that is news to its grant.
     *
     * @param known what may be kept and told of it
     */
    private record Opening(Taken taken, Grant read, Authorization known) {}

    /** What it makes of the grant. */
    private record Opened(Taken taken, Saving saving) {}

    /**
     * Applies what it can of the events.
     *
     * @return those that need nothing more; all others are still to be applied one by one, in their order
     */
    public Set<EventEnvelope<OptInEvent>> open(List<EventEnvelope<OptInEvent>> events) {
        Set<EventEnvelope<OptInEvent>> settled = Collections.newSetFromMap(new IdentityHashMap<>());
        List<Taken> plain = plain(events);
        if (plain.size() < 2) {
            return settled;
        }
        Map<CompanyId, Remembered> remembered = remembered(plain);
        Map<GrantId, Grant> known =
                bulk.find(plain.stream().map(taken -> taken.optIn().grant()).toList());
        List<Kept> kept = new ArrayList<>();
        List<Opening> toOpen = new ArrayList<>();
        for (Taken taken : plain) {
            OptIn optIn = taken.optIn();
            Remembered company = remembered.getOrDefault(optIn.grant().company(), Remembered.NOTHING);
            Grant grant = BulkGrants.of(known, optIn.grant()).knowing(company.horizons());
            if (optIn.isErased(grant, company)) {
                continue; // perhaps while this was on its way, and then there may be something left to do
            }
            boolean isVoid = grant.voids(optIn.authorizedAt()).isPresent();
            if (grant.awaits(optIn.authorizedAt())) {
                if (!isVoid) {
                    toOpen.add(new Opening(taken, grant, company.known(optIn.authorization())));
                }
            } else if (!optIn.brought(grant)) {
                settled.add(taken.event()); // old news
            } else if (grant instanceof Active active && !isVoid) {
                kept.add(optIn.kept(active, opener)); // it may have been cut off between storing and confirming
                settled.add(taken.event());
            }
        }
        List<Opened> opened = encryptAll(toOpen);
        Set<GrantId> saved = bulk.save(opened.stream().map(Opened::saving).toList());
        for (Opened one : opened) {
            OptIn optIn = one.taken().optIn();
            if (saved.contains(optIn.grant()) && one.saving().change().next() instanceof Active active) {
                kept.add(optIn.kept(active, opener));
                settled.add(one.taken().event());
                log.info(
                        "{} was opted in by {}",
                        active.id(),
                        active.facts().authorization().by());
            }
        }
        vault.confirm(kept, grants);
        // a password change of a whole company, or an erasing, may have been noted meanwhile without seeing its new
        // grant
        Map<CompanyId, Remembered> since = remembered(plain);
        settled.removeIf(event -> moved(event.event().companyId(), remembered, since));
        return settled;
    }

    private static boolean moved(
            CompanyId company, Map<CompanyId, Remembered> before, Map<CompanyId, Remembered> since) {
        return !since.getOrDefault(company, Remembered.NOTHING)
                .equals(before.getOrDefault(company, Remembered.NOTHING));
    }

    /** The events of companies of which there is nothing but an opt-in to each application, or to some. */
    private List<Taken> plain(List<EventEnvelope<OptInEvent>> events) {
        Map<CompanyId, List<Taken>> byCompany = new LinkedHashMap<>();
        Set<CompanyId> others = new HashSet<>();
        Set<GrantId> seen = new HashSet<>();
        for (EventEnvelope<OptInEvent> event : events) {
            CompanyId company = event.event().companyId();
            if (event.event() instanceof OptInGranted granted && times.passes(granted) && seen.add(granted.grantId())) {
                byCompany
                        .computeIfAbsent(company, none -> new ArrayList<>())
                        .add(new Taken(event, new OptIn(event.id(), granted)));
            } else {
                others.add(company);
            }
        }
        byCompany.keySet().removeAll(others);
        return byCompany.values().stream().flatMap(Collection::stream).toList();
    }

    private Map<CompanyId, Remembered> remembered(List<Taken> plain) {
        Set<CompanyId> companies = new HashSet<>();
        plain.forEach(taken -> companies.add(taken.optIn().grant().company()));
        return bulk.remembered(companies);
    }

    private List<Opened> encryptAll(List<Opening> toOpen) {
        int share = Math.max(8, (toOpen.size() + cores - 1) / cores);
        List<Opened> opened = new ArrayList<>(toOpen.size());
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<List<Opened>>> shares = new ArrayList<>();
            for (int from = 0; from < toOpen.size(); from += share) {
                List<Opening> some = toOpen.subList(from, Math.min(from + share, toOpen.size()));
                shares.add(executor.submit(() -> encrypt(some)));
            }
            for (Future<List<Opened>> done : shares) {
                opened.addAll(done.get());
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while encrypting", e);
        }
        return opened;
    }

    private List<Opened> encrypt(List<Opening> some) {
        Map<Opening, Plain> pairs = new LinkedHashMap<>();
        for (Opening opening : some) {
            try {
                TokenPair tokens = opening.taken().optIn().tokens(opener);
                pairs.put(opening, new Plain(opening.read().id(), opening.read().generation() + 1, tokens));
            } catch (CorruptEvent | UnknownSealingKey e) {
                log.debug("An opt-in cannot be opened, it is tried alone", e);
            }
        }
        List<EncryptedTokens> encrypted = vault.encryptAll(List.copyOf(pairs.values()));
        List<Opened> opened = new ArrayList<>();
        int next = 0;
        for (Opening opening : pairs.keySet()) {
            opened.add(opened(opening, encrypted.get(next++)));
        }
        return opened;
    }

    private Opened opened(Opening opening, EncryptedTokens tokens) {
        OptIn optIn = opening.taken().optIn();
        Instant due = schedule.next(optIn.grant(), optIn.authorizedAt(), optIn.expiry(), null);
        Change change = opening.read()
                .opened(
                        opening.known(),
                        optIn.expiry(),
                        tokens,
                        Upkeep.ofNew(optIn.authorizedAt(), due, null),
                        optIn.eventId(),
                        clock.instant())
                .inTrace(opening.taken().event().traceparent());
        return new Opened(opening.taken(), new Saving(opening.read(), change));
    }
}
