package com.deliveryhistory.upssandbox.feed;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** The accounts' feeds, each laid out around the account's anchor. */
@Component
public class Feeds {

    /** How many strands there can be: the ordinary one, the live one, and the live one later on. */
    static final int STRANDS = 3;

    private static final double RECORDS_PER_PACKAGE = 4.4;
    private static final long HOUR = 3600;
    private static final long FOREVER = Instant.parse("9000-01-01T00:00:00Z").getEpochSecond();

    private final Anchors anchors;
    private final FeedSettings settings;
    private final Clock clock;

    Feeds(Anchors anchors, FeedSettings settings, Clock clock) {
        this.anchors = anchors;
        this.settings = settings;
        this.clock = clock;
    }

    /** The feed of an account that is being used; the first use is the account's anchor. */
    public Feed use(String shipperNumber) {
        return feed(shipperNumber, anchors.atFirstUse(shipperNumber), settings, clock.instant());
    }

    /** The feed of an account; empty if nobody has used the account yet. */
    public Optional<Feed> of(String shipperNumber) {
        return anchors.known(shipperNumber).map(anchor -> feed(shipperNumber, anchor, settings, clock.instant()));
    }

    static Feed feed(String shipperNumber, Instant anchor, FeedSettings settings, Instant now) {
        Dice account = Dice.of(settings.seed(), shipperNumber);
        return new Feed(shipperNumber, strands(shipperNumber, anchor, settings, account), account, settings, now);
    }

    /** The live strands begin a story's length early, so that from the anchor on there is as much to see as later. */
    private static List<Strand> strands(String shipperNumber, Instant anchor, FeedSettings settings, Dice account) {
        long at = anchor.getEpochSecond();
        long liveStart = Storyline.Pace.LIVE.after(at, -Storyline.LONGEST_MINUTES);
        long liveEnd = at + settings.liveFor().toSeconds();
        long liveFilePeriod = settings.liveFilePeriod().toSeconds();
        var strands = new ArrayList<Strand>(STRANDS);
        int perDay = settings.packagesPerDay(shipperNumber);
        if (perDay > 0) {
            long start = at - settings.history().toSeconds();
            long spacing = Duration.ofDays(1).toMillis() / perDay;
            strands.add(new Strand(0, start, FOREVER, spacing, Storyline.Pace.REAL, HOUR, account.member(0)));
        }
        if (settings.liveInterval().isPositive()) {
            long spacing = packageSpacing(settings.liveInterval());
            strands.add(
                    new Strand(1, liveStart, liveEnd, spacing, Storyline.Pace.LIVE, liveFilePeriod, account.member(1)));
        }
        if (settings.laterInterval().isPositive()) {
            long spacing = packageSpacing(settings.laterInterval());
            strands.add(
                    new Strand(2, liveEnd, FOREVER, spacing, Storyline.Pace.LIVE, liveFilePeriod, account.member(2)));
        }
        return strands;
    }

    private static long packageSpacing(Duration recordInterval) {
        return Math.max(1, (long) (recordInterval.toMillis() * RECORDS_PER_PACKAGE));
    }
}
