package com.deliveryhistory.history.uploads;

import java.util.Locale;
import java.util.regex.Pattern;

/** Tells tracking numbers from what is none. */
final class TrackingNumbers {

    /** Blanks and dashes of all kinds, e.g. the one that does not break a line, and what has no width at all. */
    private static final Pattern BETWEEN = Pattern.compile("[\\s\\p{Z}\\p{Pd}\\p{Cf}]+");

    /** What UPS's Tracking takes: 7 to 34 characters. */
    private static final Pattern ANY = Pattern.compile("[A-Z0-9]{7,34}");

    private static final Pattern PARCEL = Pattern.compile("1Z[A-Z0-9]{15}[0-9]");
    private static final Pattern RETURN = Pattern.compile("1R([A-Z0-9]{14}|[A-Z0-9]{26})");

    private TrackingNumbers() {}

    /** A number as UPS writes it, or why it is none. */
    sealed interface Checked {

        record Good(String number) implements Checked {}

        record Bad(String reason) implements Checked {}
    }

    /** Checks a text, in which blanks and dashes are no part of the number, as on UPS's labels. */
    static Checked check(String text) {
        String number = BETWEEN.matcher(text.toUpperCase(Locale.ROOT)).replaceAll("");
        if (number.isEmpty()) {
            return new Checked.Bad("there is no number");
        }
        if (!ANY.matcher(number).matches()) {
            return new Checked.Bad("a tracking number has 7 to 34 letters and digits");
        }
        if (number.startsWith("1Z")) {
            if (!PARCEL.matcher(number).matches()) {
                return new Checked.Bad("a number that begins with 1Z has 18 characters, the last of them a digit");
            }
            if (number.charAt(17) - '0' != checkDigit(number)) {
                return new Checked.Bad("the check digit is wrong: a character is mistyped");
            }
        } else if (number.startsWith("1R") && !RETURN.matcher(number).matches()) {
            return new Checked.Bad("a number that begins with 1R has 16 or 28 characters");
        }
        return new Checked.Good(number);
    }

    /**
     * Of the 15 characters after 1Z, each second one counts twice, and letters stand for digits (A for 2, B for 3, and so on
     * modulo 10); the check digit makes the sum a multiple of ten.
     */
    private static int checkDigit(String number) {
        int sum = 0;
        for (int i = 2; i < 17; i++) {
            char character = number.charAt(i);
            int value = Character.isDigit(character) ? character - '0' : (character - 'A' + 2) % 10;
            sum += i % 2 == 0 ? value : 2 * value;
        }
        return (10 - sum % 10) % 10;
    }
}
