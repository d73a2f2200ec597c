package com.deliveryhistory.history.pace;

import com.deliveryhistory.history.ups.Strain;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;

/**
 * How fast one application's calls to UPS are made. UPS limits and breaks down by application, so each has a pace of its
 * own, and none slows another down.
 *
 * <p>The pace is a share of the limits that are set. Each 429 halves it, and it grows back by a constant amount a second
 * while answers are good. When UPS is down, nobody calls for a while, longer each time, and then one at a time until an
 * answer is good: an outage costs a call a pause, however many companies are due. Whoever waits goes in the order of
 * {@link Work}, then of arrival; the last free place is kept for news.
 */
public final class Pace {

    /** Of the limits: slower than this would find out too late that UPS is well again. */
    private static final double SLOWEST = 0.01;

    private static final Duration LONGEST_GROWTH = Duration.ofSeconds(1);
    private static final int MOST_DOUBLINGS = 20;
    private static final double NANOS = 1_000_000_000;

    private final PaceSettings settings;
    private final Clock clock;
    private final DoubleSupplier random;

    /** Not a monitor: waiting in one holds on to the thread that carries virtual threads before JDK 24. */
    private final ReentrantLock lock = new ReentrantLock();

    private final Condition changed = lock.newCondition();
    private final TreeSet<Waiting> waiting =
            new TreeSet<>(Comparator.comparing(Waiting::work).thenComparingLong(Waiting::number));

    private volatile Runnable whenRoom = () -> {};
    private int instances = 1;
    private double share = 1;
    private int underWay;
    private Instant nextCall = Instant.EPOCH;
    private Instant grownAt = Instant.EPOCH;
    private Instant pausedUntil = Instant.EPOCH;
    private boolean probing;
    private long arrivals;
    private long epoch;
    private int troubles;
    private int pauses;
    private boolean stopped;

    /**
     * Starts at full pace.
     *
     * @param random from 0 to 1
     */
    public Pace(PaceSettings settings, Clock clock, DoubleSupplier random) {
        this.settings = settings;
        this.clock = clock;
        this.random = random;
    }

    private record Waiting(Work work, long number) {}

    /** The right to make one call. What UPS answered is told before it is given back. */
    public final class Permit implements AutoCloseable {

        private final long givenIn;

        private Permit(long epoch) {
            this.givenIn = epoch;
        }

        public void heard(Strain strain) {
            change(() -> {
                if (givenIn == epoch) { // calls that were under way together tell of one and the same trouble
                    note(strain);
                }
            });
        }

        @Override
        public void close() {
            change(() -> underWay--);
            whenRoom.run();
        }
    }

    /** Waits for the right to make one call, but neither through a pause nor after {@link #stop}. */
    public Optional<Permit> enter(Work work, Duration patience) throws InterruptedException {
        lock.lockInterruptibly();
        Waiting self = new Waiting(work, arrivals++);
        try {
            waiting.add(self);
            long left = patience.toNanos();
            while (!stopped && !paused()) {
                long untilCall = Duration.between(clock.instant(), nextCall).toNanos();
                boolean next = waiting.first().equals(self) && underWay < most(work);
                if (next && untilCall <= 0) {
                    return Optional.of(begun());
                }
                if (left <= 0) {
                    return Optional.empty();
                }
                long nap = next ? Math.min(left, untilCall) : left;
                left -= nap - changed.awaitNanos(nap);
            }
            return Optional.empty();
        } finally {
            waiting.remove(self);
            changed.signalAll();
            lock.unlock();
            whenRoom.run();
        }
    }

    private Permit begun() {
        underWay++;
        nextCall = later(nextCall, clock.instant()).plusNanos(Math.round(NANOS / callsPerSecond()));
        return new Permit(epoch);
    }

    private int most(Work work) {
        int all = callsAtOnce();
        return work == Work.NEWS || all == 1 ? all : all - 1;
    }

    private int callsAtOnce() {
        return probing ? 1 : Math.max(1, (int) Math.round(share * settings.atOnce() / instances));
    }

    private double callsPerSecond() {
        return share * settings.perSecond() / instances;
    }

    /**
     * The least pressing work that would not just wait behind others: {@link Work#PARKING}, which needs no call, during a
     * pause.
     */
    public Work leastPressing() {
        return locked(() -> {
            if (stopped || paused()) {
                return Work.PARKING;
            }
            if (waiting.isEmpty()) {
                return Work.NUMBERS;
            }
            return switch (waiting.first().work()) {
                case PARKING, NEWS, FEED -> Work.NEWS;
                case SCANS -> Work.FEED;
                case NUMBERS -> Work.SCANS;
            };
        });
    }

    private void note(Strain strain) {
        switch (strain) {
            case NONE -> speedUp();
            case THROTTLED -> slowDown();
            case DOWN -> {
                troubles++;
                if (troubles > 1 || probing) {
                    pause();
                }
            }
        }
    }

    private void speedUp() {
        troubles = 0;
        pauses = 0;
        probing = false;
        Instant now = clock.instant();
        Duration since = Duration.between(later(grownAt, now.minus(LONGEST_GROWTH)), now);
        share = Math.min(
                1, share + (double) since.toMillis() / settings.recovery().toMillis());
        grownAt = now;
    }

    private void slowDown() {
        share = Math.max(SLOWEST, share / 2);
        grownAt = clock.instant();
        epoch++;
    }

    /** One failure among good answers is no reason to pause; one more in a row is. */
    private void pause() {
        Duration doubled = settings.firstPause().multipliedBy(1L << Math.min(pauses, MOST_DOUBLINGS));
        Duration pause = doubled.compareTo(settings.longestPause()) < 0 ? doubled : settings.longestPause();
        pauses++;
        pausedUntil = clock.instant().plusMillis(Math.round(pause.toMillis() * (0.75 + 0.5 * random.getAsDouble())));
        probing = true;
        slowDown();
    }

    private boolean paused() {
        return pausedUntil.isAfter(clock.instant());
    }

    /** How many calls may be under way here. */
    public int atOnce() {
        return locked(this::callsAtOnce);
    }

    /** How many calls may be begun in a second here. */
    public double perSecond() {
        return locked(this::callsPerSecond);
    }

    public int underWay() {
        return locked(() -> underWay);
    }

    /** How many wait for the right to make a call. */
    int waiting() {
        return locked(waiting::size);
    }

    /** How long the pause goes on; zero: there is none. */
    public Duration pauseLeft() {
        Duration left = Duration.between(clock.instant(), locked(() -> pausedUntil));
        return left.isPositive() ? left : Duration.ZERO;
    }

    /** What to do when somebody else might have a call to make. */
    public void whenRoom(Runnable action) {
        whenRoom = action;
    }

    /** So many instances of the service have the limits together. */
    void shareAmong(int count) {
        change(() -> instances = Math.max(1, count));
    }

    /** Nobody enters any more, until {@link #start}. */
    public void stop() {
        change(() -> stopped = true);
    }

    public void start() {
        change(() -> stopped = false);
    }

    private void change(Runnable change) {
        locked(() -> {
            change.run();
            changed.signalAll();
            return this;
        });
    }

    private <T> T locked(Supplier<T> action) {
        lock.lock();
        try {
            return action.get();
        } finally {
            lock.unlock();
        }
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
