package com.deliveryhistory.history.collection;

import com.deliveryhistory.history.pace.Paces;
import com.deliveryhistory.services.auth.ServiceIdentity;
import com.deliveryhistory.services.background.BackgroundLoop;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Gives signs of life: for the collections that this instance works on, and for the instance itself, since all that live
 * share the pace at which UPS may be called. An instance that dies no longer renews its leases, and they run out, unless
 * it comes back under the same name and takes them up at once.
 */
@Component
final class Leases extends BackgroundLoop {

    private static final Logger log = LoggerFactory.getLogger(Leases.class);
    private static final int SIGNS_PER_LEASE = 3;

    private final CollectionStore collections;
    private final InstanceStore instances;
    private final Paces paces;
    private final CollectionSettings settings;
    private final Clock clock;
    private final String owner;
    private final Set<StoredCollection> held = ConcurrentHashMap.newKeySet();
    private final Set<StoredCollection> cutOff = ConcurrentHashMap.newKeySet();
    private final Lock inheriting = new ReentrantLock();
    private boolean inherited;

    Leases(
            CollectionStore collections,
            InstanceStore instances,
            Paces paces,
            CollectionSettings settings,
            ServiceIdentity identity,
            Clock clock) {
        super("signs of life", settings.lease().dividedBy(SIGNS_PER_LEASE), DEFAULT_PHASE);
        this.collections = collections;
        this.instances = instances;
        this.paces = paces;
        this.settings = settings;
        this.clock = clock;
        this.owner = identity.instance() == null || identity.instance().isBlank()
                ? UUID.randomUUID().toString()
                : identity.instance();
    }

    String owner() {
        return owner;
    }

    /** Takes up what an earlier life of this instance left. To be done before anything is leased. */
    void inheritOnce() {
        inheriting.lock();
        try {
            if (!inherited) {
                collections.inherit(owner);
                inherited = true;
            }
        } finally {
            inheriting.unlock();
        }
    }

    void hold(StoredCollection leased) {
        held.add(leased);
    }

    void letGo(StoredCollection leased) {
        held.remove(leased);
    }

    /** A turn could not be ended: its lease is to be cut short as soon as the store can be reached. */
    void cutShortLater(StoredCollection leased) {
        cutOff.add(leased);
    }

    /** Cuts short what is to be cut short. Throws what an outage throws, and goes on the next time. */
    void cutShort() {
        cutOff.removeIf(leased -> {
            Duration pause = settings.pauseAfter(leased.failures(), settings.lease());
            if (!collections.cutShort(leased, clock.instant().plus(pause))) {
                log.debug("{}: the turn was ended after all, or another instance has it", leased.id());
            }
            return true;
        });
    }

    @Override
    protected void round() {
        Instant now = clock.instant();
        for (StoredCollection leased : held) {
            if (!collections.prolong(leased, now.plus(settings.lease())) && held.contains(leased)) {
                log.warn("{}: another instance has it now", leased.id());
            }
        }
        paces.shareAmong(instances.alive(owner, now, settings.lease()));
    }

    @Override
    public void stop() {
        super.stop();
        try {
            instances.gone(owner);
        } catch (RuntimeException e) {
            log.debug("The others will notice by themselves", e);
        }
    }
}
