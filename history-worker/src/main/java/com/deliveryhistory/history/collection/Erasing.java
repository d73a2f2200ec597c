package com.deliveryhistory.history.collection;

import com.deliveryhistory.events.CompanyId;
import com.deliveryhistory.events.GrantId;
import com.deliveryhistory.events.GrantState;
import com.deliveryhistory.history.records.Intake;
import com.deliveryhistory.history.storage.Erasable;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.ObjLongConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Erases the histories of companies that are customers no more. It is done under the leases of the company's collections,
 * which are given only while no opt-in is active and no turn is under way, and noted in them before anything is deleted:
 * whoever has such a collection next, whether its opt-in is active or not, goes on with the erasing before anything else.
 * What stays of a collection is what the order of a grant's events needs, and that its history was erased.
 *
 * <p>An instance that stood still while its lease ran out may store what it held in its hand, and its checkpoint then fails.
 * So a day later it is looked once more for what is there, unless something was collected since.
 */
@Component
public final class Erasing {

    private static final Logger log = LoggerFactory.getLogger(Erasing.class);

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final long LOOKS_MILLIS = 100;

    private final CollectionStore collections;
    private final ErasureStore erasures;
    private final List<Erasable> stores;
    private final CollectionSettings settings;
    private final Clock clock;

    Erasing(
            CollectionStore collections,
            ErasureStore erasures,
            List<Erasable> stores,
            CollectionSettings settings,
            Clock clock) {
        this.collections = collections;
        this.erasures = erasures;
        this.stores =
                stores.stream().sorted(Comparator.comparing(Erasable::what)).toList();
        this.settings = settings;
        this.clock = clock;
    }

    /** What came of erasing. */
    public sealed interface Outcome {

        /**
         * Nothing is left.
         *
         * @param grants whose events are still known to be old, so that none brings anything back
         */
        record Erased(Instant at, List<GrantId> grants) implements Outcome {}

        /** Nothing was touched: the opt-in is active. */
        record StillActive(GrantId grant) implements Outcome {}

        /** Nothing was touched: an instance works on it and does not come to an end. */
        record WorkedOn(GrantId grant, Instant leaseUntil) implements Outcome {}

        /** Part of it may be done: an instance has taken it over, and completes it. */
        record TakenOver() implements Outcome {}
    }

    /**
     * Erases a company's history. Can be done again at any time, also after it was killed.
     *
     * @param deleted is told how many were deleted of each kind, as soon as none is left
     */
    public Outcome erase(CompanyId company, ObjLongConsumer<String> deleted) {
        List<StoredCollection> leased = new ArrayList<>();
        for (StoredCollection found : erasures.of(company)) {
            Outcome hindrance = claim(found, leased);
            if (hindrance != null) {
                leased.forEach(collections::release);
                return hindrance;
            }
        }
        Instant at = clock.instant();
        boolean begun = leased.stream().allMatch(collection -> erasures.begin(collection, at));
        if (!begun || !delete(company, at, () -> leased.stream().allMatch(this::prolonged), deleted)) {
            return new Outcome.TakenOver();
        }
        end(company, at);
        return new Outcome.Erased(
                at, leased.stream().map(StoredCollection::grant).toList());
    }

    private @Nullable Outcome claim(StoredCollection wanted, List<StoredCollection> leased) {
        String owner = "erasing-" + UUID.randomUUID();
        long begun = System.nanoTime();
        StoredCollection found = wanted;
        while (found.grantState() != GrantState.ACTIVE) {
            Optional<StoredCollection> mine = erasures.claim(found, owner, clock.instant(), settings.lease());
            if (mine.isPresent()) {
                leased.add(mine.get());
                return null;
            }
            if (System.nanoTime() - begun > PATIENCE.toNanos() || !slept()) {
                return new Outcome.WorkedOn(found.grant(), found.leaseUntil());
            }
            leased.forEach(this::prolonged);
            found = erasures.of(wanted.grant().company()).stream()
                    .filter(again -> again.id().equals(wanted.id()))
                    .findFirst()
                    .orElse(found);
        }
        return new Outcome.StillActive(found.grant());
    }

    private static boolean slept() {
        try {
            TimeUnit.MILLISECONDS.sleep(LOOKS_MILLIS);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private boolean prolonged(StoredCollection leased) {
        return collections.prolong(leased, clock.instant().plus(settings.lease()));
    }

    /** Whether a turn has something to erase before it does anything else. */
    boolean comesFirst(StoredCollection leased) {
        Erasure erasure = leased.erasure();
        if (erasure == null || !erasure.isDue(clock.instant())) {
            return false;
        }
        if (erasure.unfinished()) {
            return true;
        }
        boolean nothingSince = erasures.of(leased.grant().company()).stream()
                .allMatch(of -> of.grantState() != GrantState.ACTIVE && of.checkpoint() == null);
        if (nothingSince) {
            erasures.beginAgain(leased.grant().company(), erasure.at());
        } else {
            erasures.neverAgain(leased);
        }
        return nothingSince;
    }

    /** A turn's part of the erasing; what it leaves, the next one does. */
    TurnEnd goOn(StoredCollection leased, BooleanSupplier stopping) {
        CompanyId company = leased.grant().company();
        Instant at =
                leased.erasure() == null ? clock.instant() : leased.erasure().at();
        long endAt = System.nanoTime() + settings.turnTime().toNanos();
        boolean done = delete(
                company,
                at,
                () -> !stopping.getAsBoolean() && System.nanoTime() < endAt && collections.isHeld(leased),
                (what, count) -> {
                    if (count > 0) {
                        log.info("{}: {} {} erased", leased.id(), count, what);
                    }
                });
        if (done) {
            end(company, at);
        }
        return new TurnEnd.Stopped();
    }

    /** {@code false} if it ended early. */
    private boolean delete(CompanyId company, Instant until, BooleanSupplier mayGoOn, ObjLongConsumer<String> deleted) {
        for (Erasable store : stores) {
            long count = 0;
            int found;
            do {
                if (!mayGoOn.getAsBoolean()) {
                    return false;
                }
                found = store.eraseSome(company, until);
                count += found;
            } while (found > 0);
            deleted.accept(store.what(), count);
        }
        return true;
    }

    private void end(CompanyId company, Instant at) {
        Instant now = clock.instant();
        erasures.end(company, now, Optional.of(at.plus(Intake.LONGEST_INTAKE)).filter(again -> again.isAfter(now)));
    }
}
