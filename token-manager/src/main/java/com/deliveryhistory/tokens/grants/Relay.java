package com.deliveryhistory.tokens.grants;

import com.deliveryhistory.events.GrantId;
import com.deliveryhistory.services.background.BackgroundLoop;
import com.deliveryhistory.tokens.grants.Outbox.Claim;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends stored events, each grant's in order: right after they were stored, and those that were left behind by an
 * outage or a crash when it finds them. What is sent twice has the same id and revision.
 */
public final class Relay extends BackgroundLoop {

    private static final Logger log = LoggerFactory.getLogger(Relay.class);
    private static final int BATCH = 500;

    private final Outbox outbox;
    private final Consumer<List<ProducerRecord<String, byte[]>>> publisher;
    private final RelaySettings settings;
    private final Clock clock;
    private final Semaphore permits;
    private volatile ExecutorService tasks = Executors.newVirtualThreadPerTaskExecutor();

    /**
     * Makes a relay that has to be started.
     *
     * @param publisher returns when Kafka has all of the events, else throws
     */
    public Relay(
            Outbox outbox,
            Consumer<List<ProducerRecord<String, byte[]>>> publisher,
            RelaySettings settings,
            Clock clock) {
        super(
                "sending of events that were left behind",
                settings.scanInterval(),
                100); // stopped after everything that makes events
        this.outbox = outbox;
        this.publisher = publisher;
        this.settings = settings;
        this.clock = clock;
        this.permits = new Semaphore(settings.concurrent());
    }

    /** Sends the grants' events soon, without waiting for it. */
    public void soon(StoredEvents stored) {
        try {
            tasks.execute(() -> sendQuietly(stored));
        } catch (RejectedExecutionException e) {
            log.debug("Events of {} stay in the outbox until the next start", stored.grants());
        }
    }

    /** Sends all events that wait. */
    public void sendWaiting() {
        List<GrantId> waiting;
        do {
            waiting = outbox.waiting(clock.instant(), BATCH);
            send(StoredEvents.of(waiting));
        } while (waiting.size() == BATCH);
    }

    private void sendQuietly(StoredEvents stored) {
        permits.acquireUninterruptibly();
        try {
            send(stored);
        } catch (RuntimeException e) {
            log.warn(
                    "Events of {} could not be sent now, they are kept and tried again: {}",
                    stored.grants(),
                    e.toString());
        } finally {
            permits.release();
        }
    }

    private void send(StoredEvents stored) {
        StoredEvents left = stored;
        while (!left.grants().isEmpty()) {
            Instant now = clock.instant();
            List<Claim> claims = claim(left, now, now.plus(settings.lease()));
            left = StoredEvents.of(claims.isEmpty() ? List.of() : sendClaimed(claims));
        }
    }

    private List<Claim> claim(StoredEvents stored, Instant now, Instant until) {
        List<GrantId> grants = stored.grants();
        if (grants.size() == 1) {
            return outbox.claim(grants.getFirst(), now, until).stream().toList();
        }
        return stored.first().size() == grants.size()
                ? outbox.claim(stored.first(), now, until)
                : outbox.claim(grants, now, until);
    }

    private List<GrantId> sendClaimed(List<Claim> claims) {
        try {
            publisher.accept(claims.stream()
                    .flatMap(claim -> claim.events().stream())
                    .map(StoredEvent::record)
                    .toList());
        } catch (RuntimeException e) {
            outbox.unsent(claims, clock.instant().plus(settings.retry()));
            throw e;
        }
        return outbox.sent(claims, clock.instant());
    }

    @Override
    protected void round() {
        sendWaiting();
    }

    @Override
    public void start() {
        if (tasks.isShutdown()) {
            tasks = Executors.newVirtualThreadPerTaskExecutor();
        }
        super.start();
    }

    /** Waits for what is being sent. */
    @Override
    public void stop() {
        super.stop();
        tasks.shutdown();
        try {
            if (!tasks.awaitTermination(settings.lease().toMillis(), TimeUnit.MILLISECONDS)) {
                log.warn("Some events are left in the outbox until the next start");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
