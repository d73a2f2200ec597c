package com.deliveryhistory.history.uploads;

/** A list of tracking numbers that is read once, as it comes. */
@FunctionalInterface
public interface NumberSource {

    /**
     * Reads all of them.
     *
     * @throws UnusableUpload if it cannot be read to its end
     */
    void readInto(Lines lines);

    /** Takes what was read. */
    @FunctionalInterface
    interface Lines {

        /**
         * Takes what should be a number.
         *
         * @param line of the file, or place in the list, from 1
         */
        void take(long line, String text);
    }
}
