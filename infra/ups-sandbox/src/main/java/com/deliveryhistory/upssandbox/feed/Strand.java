package com.deliveryhistory.upssandbox.feed;

/**
 * A steady flow of packages, numbered from 0.
 *
 * @param index tells the strands of an account apart
 * @param start when package 0 may be created, in seconds of the epoch
 * @param end no package is created from here on
 * @param spacingMillis each package is created at a random moment of its own stretch of this length
 * @param filePeriod seconds between two files of this strand
 */
record Strand(int index, long start, long end, long spacingMillis, Storyline.Pace pace, long filePeriod, Dice dice) {

    Dice diceOf(long number) {
        return dice.member(number);
    }

    /** When the package is created; never before an earlier one of the strand. */
    long created(long number, Dice ofPackage) {
        long jitter = (long) (spacingMillis * (ofPackage.roll(100, 1000) / 1000.0));
        return start + (number * spacingMillis + jitter) / 1000;
    }

    Storyline storyline(long number) {
        Dice ofPackage = diceOf(number);
        return Storyline.of(ofPackage, created(number, ofPackage), pace);
    }

    boolean contains(long number) {
        return number >= 0 && start + number * spacingMillis / 1000 < end;
    }

    /** The first package of which anything can happen at this time or later. */
    long firstNear(long epochSecond) {
        long earliestCreation = pace.after(epochSecond, -Storyline.LONGEST_MINUTES);
        return Math.max(0, (earliestCreation - start) * 1000 / spacingMillis - 1);
    }

    /** The last package of which anything can have happened by this time. */
    long lastBy(long epochSecond) {
        long last = Math.min(epochSecond, end - 1) - start;
        return last < 0 ? -1 : last * 1000 / spacingMillis + 1;
    }

    /** When the file appears in which something of this time stands. */
    long fileTime(long epochSecond) {
        return (Math.floorDiv(epochSecond, filePeriod) + 1) * filePeriod;
    }
}
