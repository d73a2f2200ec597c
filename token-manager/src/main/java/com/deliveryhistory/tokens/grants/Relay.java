package com.deliveryhistory.tokens.grants;

import com.deliveryhistory.events.GrantId;
import com.deliveryhistory.services.background.BackgroundLoop;
import com.deliveryhistory.services.messaging.NotPublished;
import com.deliveryhistory.tokens.grants.Outbox.Claim;
import com.deliveryhistory.tokens.grants.Outbox.Term;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends stored events, each grant's in order: right after they were stored, and those that were left behind by an
 * outage, a crash or too many at a time when it finds them. What is sent twice has the same id and revision.
 *
 * <p>The topic is compacted: the last record of a grant's key is taken for its state for ever. An older event may arrive
 * behind a newer one, but it does not stay the last:
 *
 * <ol>
 *   <li>One instance at a time has the claim on a grant's events, and hands them to Kafka only while there is time enough
 *       for all of them to be acknowledged or given up before the claim ends. It looks at the clock right before.
 *   <li>A process that stood still between that look and the sending, however long, finds when Kafka has the events that
 *       its claim is not there any more. Then the grant's last event is sent once more, as the same record.
 *   <li>A sender that never finds out, because it was killed or because the network delivered what its producer had given
 *       up, is noted by whoever takes its claim over. Once nothing of it can be on its way any more ({@code
 *       grants.relay.repeat-after}), the last event is sent once more, too.
 * </ol>
 *
 * <p>Left is a process that stands still at that one place for longer than {@code grants.relay.repeat-after}, sends when it
 * goes on, and is killed before it has noted it; the operators' {@code republish} puts such a grant right. Kafka itself keeps no
 * late sender off: an idempotent producer is ordered and fenced against its own repeats only, never against those of another
 * instance, and a transactional one would have to be alone for all grants of which it sends.
 */
public final class Relay extends BackgroundLoop {

    private static final Logger log = LoggerFactory.getLogger(Relay.class);
    private static final int BATCH = 500;

    private final Outbox outbox;
    private final Consumer<List<ProducerRecord<String, byte[]>>> publisher;
    private final Duration longestPublish;
    private final Duration timeToBegin;
    private final RelaySettings settings;
    private final Clock clock;
    private final Semaphore permits;
    /** What became of claims and could not be noted. While the store is away there are no new claims, so it stays short. */
    private final Queue<Runnable> unnoted = new ConcurrentLinkedQueue<>();

    private volatile boolean stopped;
    private volatile ExecutorService tasks = Executors.newVirtualThreadPerTaskExecutor();

    /**
     * Makes a relay that has to be started.
     *
     * @param publisher returns when Kafka has all of the events, else throws, {@link NotPublished} if it knows which Kafka
     *     has; in both cases this process sends none of them any more
     * @param longestPublish how long that may take
     * @throws IllegalStateException if the settings leave no time for it
     */
    public Relay(
            Outbox outbox,
            Consumer<List<ProducerRecord<String, byte[]>>> publisher,
            Duration longestPublish,
            RelaySettings settings,
            Clock clock) {
        super(
                "sending of events that were left behind",
                settings.scanInterval(),
                100); // stopped after everything that makes events
        this.outbox = outbox;
        this.publisher = publisher;
        this.longestPublish = longestPublish;
        this.timeToBegin = settings.timeToBegin(longestPublish);
        this.settings = settings;
        this.clock = clock;
        this.permits = new Semaphore(settings.concurrent());
    }

    /**
     * Sends the grants' events soon, without waiting for it. While as many are being sent as may be, as when Kafka is away,
     * these stay in the outbox until the next round: nothing piles up in memory.
     */
    public void soon(StoredEvents stored) {
        if (!permits.tryAcquire()) {
            return;
        }
        try {
            tasks.execute(() -> sendQuietly(stored));
        } catch (RejectedExecutionException e) {
            permits.release();
            log.debug("Events of {} stay in the outbox until the next start", stored.grants());
        }
    }

    /** Sends all events that wait. */
    public void sendWaiting() {
        sendWaiting(() -> true);
    }

    private void sendWaiting(BooleanSupplier goOn) {
        boolean more = true;
        while (more && goOn.getAsBoolean()) {
            List<GrantId> waiting = outbox.waiting(clock.instant(), BATCH);
            send(StoredEvents.of(waiting));
            more = waiting.size() == BATCH;
        }
    }

    private void sendQuietly(StoredEvents stored) {
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
            Term term = new Term(now, now.plus(settings.lease()), now.plus(settings.repeatAfter()));
            List<Claim> claims = claim(left, term);
            left = StoredEvents.of(claims.isEmpty() ? List.of() : sendClaimed(claims, term));
        }
    }

    private List<Claim> claim(StoredEvents stored, Term term) {
        List<GrantId> grants = stored.grants();
        if (grants.size() == 1) {
            return outbox.claim(grants.getFirst(), term).stream().toList();
        }
        return stored.first().size() == grants.size() ? outbox.claim(stored.first(), term) : outbox.claim(grants, term);
    }

    private List<GrantId> sendClaimed(List<Claim> claims, Term term) {
        List<ProducerRecord<String, byte[]>> records = claims.stream()
                .flatMap(claim -> claim.events().stream())
                .map(StoredEvent::record)
                .toList();
        Instant now = clock.instant();
        if (now.isAfter(term.from().plus(timeToBegin))) {
            log.warn("Claiming the events of {} grants took too long to send them: later", claims.size());
            outbox.giveBack(claims, now.plus(settings.retry()));
            return List.of();
        }
        try {
            publisher.accept(records);
        } catch (RuntimeException e) {
            noteFailure(claims, e);
            throw e;
        }
        List<GrantId> more = new ArrayList<>();
        note(() -> more.addAll(outbox.sent(claims, clock.instant())));
        return more;
    }

    /** One grant's events that Kafka does not take leave the others' sent. */
    private void noteFailure(List<Claim> claims, RuntimeException failure) {
        Map<Boolean, List<Claim>> acknowledged = claims.stream()
                .collect(Collectors.partitioningBy(claim -> failure instanceof NotPublished e
                        && e.isAcknowledged(claim.grant().toString())));
        Instant now = clock.instant();
        noteOf(
                Objects.requireNonNull(acknowledged.get(false)),
                failed -> outbox.failed(failed, now.plus(settings.retry()), now.plus(settings.repeatAfter())),
                failure);
        noteOf(Objects.requireNonNull(acknowledged.get(true)), sent -> outbox.sent(sent, now), failure);
    }

    private void noteOf(List<Claim> claims, Consumer<List<Claim>> outcome, RuntimeException failure) {
        if (!claims.isEmpty()) {
            try {
                note(() -> outcome.accept(claims));
            } catch (RuntimeException unnotable) {
                failure.addSuppressed(unnotable);
            }
        }
    }

    /** What cannot be noted now is noted later: nobody else knows it. */
    private void note(Runnable outcome) {
        try {
            outcome.run();
        } catch (RuntimeException e) {
            unnoted.add(outcome);
            throw e;
        }
    }

    private void noteLeft() {
        for (int left = unnoted.size(); left > 0; left--) {
            Runnable outcome = unnoted.poll();
            if (outcome != null) {
                try {
                    note(outcome);
                } catch (RuntimeException e) {
                    log.warn("What became of claimed events still cannot be noted: {}", e.toString());
                }
            }
        }
    }

    @Override
    protected void round() {
        noteLeft();
        RuntimeException failure = null;
        try {
            sendWaiting(() -> !stopped);
        } catch (RuntimeException e) {
            failure = e; // perhaps of a single grant
        }
        try {
            // only now: it would come behind what waits
            if (!stopped && outbox.repeat(clock.instant(), BATCH)) {
                sendWaiting(() -> !stopped);
            }
        } catch (RuntimeException e) {
            if (failure == null) {
                throw e;
            }
            failure.addSuppressed(e);
        }
        if (failure != null) {
            throw failure;
        }
    }

    @Override
    public void start() {
        if (tasks.isShutdown()) {
            tasks = Executors.newVirtualThreadPerTaskExecutor();
        }
        stopped = false;
        super.start();
    }

    /** Waits for what is being sent. */
    @Override
    public void stop() {
        stopped = true;
        super.stop();
        tasks.shutdown();
        long until = System.nanoTime() + longestPublish.toNanos();
        try {
            if (!tasks.awaitTermination(longestPublish.toNanos(), TimeUnit.NANOSECONDS)
                    || !awaitEnd(Duration.ofNanos(until - System.nanoTime()))) {
                log.warn("Some events are left in the outbox until the next start");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
