package com.deliveryhistory.history.uploads;

import java.io.Serial;

/** A list of tracking numbers that nothing can be taken from. */
public final class UnusableUpload extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    /** What is wrong with it. */
    public enum Kind {
        UNREADABLE,
        TOO_LARGE,
        /** The company has as many numbers, or uploads, waiting as it may. */
        TOO_MANY_WAITING
    }

    private final Kind kind;

    private UnusableUpload(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    static UnusableUpload unreadable(String why) {
        return new UnusableUpload(Kind.UNREADABLE, why);
    }

    static UnusableUpload tooManyNumbers(int most) {
        return new UnusableUpload(Kind.TOO_LARGE, "An upload has at most " + most + " numbers; send more in parts");
    }

    static UnusableUpload tooManyLines(int most) {
        return new UnusableUpload(Kind.TOO_LARGE, "An upload has at most " + most + " lines");
    }

    /** The body has more bytes than any list of the most numbers. */
    public static UnusableUpload tooManyBytes(long most) {
        return new UnusableUpload(Kind.TOO_LARGE, "An upload has at most " + most + " bytes");
    }

    static UnusableUpload tooManyWaiting(int most) {
        return new UnusableUpload(
                Kind.TOO_MANY_WAITING,
                "The company has " + most + " numbers waiting already; send more when they have been looked up");
    }

    static UnusableUpload tooManyUnended(int most) {
        return new UnusableUpload(
                Kind.TOO_MANY_WAITING,
                "The company has " + most
                        + " uploads with numbers waiting already; send more when they have been looked up");
    }

    public Kind kind() {
        return kind;
    }
}
