package com.deliveryhistory.history.collection;

import com.deliveryhistory.events.GrantId;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;

/**
 * When companies are polled: each at a time of its own in every interval, which follows from its name. So polls are spread
 * over the interval, however many companies were due together after an outage or opted in together.
 */
record Timetable(Duration interval) {

    /** The next poll is no sooner than this part of an interval. */
    private static final int SOONEST = 10;

    Timetable(CollectionSettings settings) {
        this(settings.pollInterval());
    }

    Instant nextPoll(GrantId grant, Instant now) {
        long length = interval.toMillis();
        long own = Math.floorMod(spread(grant.toString().hashCode()), length);
        long earliest = now.toEpochMilli() + length / SOONEST;
        long sinceOwn = Math.floorMod(earliest - own, length);
        return Instant.ofEpochMilli(sinceOwn == 0 ? earliest : earliest - sinceOwn + length);
    }

    /** Hash codes of similar names are close together, and these are not (the finishing step of MurmurHash3). */
    private static long spread(int hash) {
        int mixed = hash;
        mixed = (mixed ^ mixed >>> 16) * 0x85ebca6b;
        mixed = (mixed ^ mixed >>> 13) * 0xc2b2ae35;
        return Integer.toUnsignedLong(mixed ^ mixed >>> 16);
    }

    /** Give or take a tenth, so that what failed together is not tried again in step. */
    static Duration jittered(Duration duration) {
        long tenth = duration.toMillis() / 10;
        return tenth == 0
                ? duration
                : duration.plusMillis(ThreadLocalRandom.current().nextLong(-tenth, tenth + 1));
    }
}
