package com.deliveryhistory.history.pace;

import java.util.Arrays;

/** What a company's turn is for, the most pressing first. */
public enum Work {
    /** To finish and stop, since the grant is not active: takes no call to UPS. */
    PARKING(0),
    /** The first look at the feed after the grant became active: somebody is waiting for it. */
    NEWS(1),
    /** The feed, as every hour. */
    FEED(2),
    /** Scans of packages that were delivered. */
    SCANS(3),
    /** Numbers of old packages. */
    NUMBERS(4);

    private final int rank;

    Work(int rank) {
        this.rank = rank;
    }

    /** The number by which stored work is in order; the most pressing has the lowest. */
    public int rank() {
        return rank;
    }

    public static Work ofRank(int rank) {
        return Arrays.stream(values())
                .filter(work -> work.rank == rank)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("No work has the rank " + rank));
    }

    public boolean isAtLeastAsPressingAs(Work other) {
        return rank <= other.rank;
    }
}
