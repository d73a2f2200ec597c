package com.deliveryhistory.upssandbox.feed;

import java.util.Locale;
import java.util.OptionalLong;

/**
 * 1Z numbers: the account, two digits of service, seven of the package, and a check digit. The seven are scrambled, so
 * that they look like those of a large company, and can be unscrambled, so that a package is found by its number.
 */
final class TrackingNumbers {

    static final long CAPACITY = 10_000_000;

    private static final int LENGTH = 18;
    private static final long FACTOR = 3_141_593;
    private static final long INVERSE = inverse();

    private TrackingNumbers() {}

    static String encode(String shipperNumber, String service, long serial, Dice account) {
        long scrambled = (serial * FACTOR + offset(account)) % CAPACITY;
        String body = shipperNumber + service + String.format(Locale.ROOT, "%07d", scrambled);
        return "1Z" + body + checkDigit(body);
    }

    /** The serial number inside; empty if this is no 1Z number of this account. */
    static OptionalLong serial(String trackingNumber, String shipperNumber, Dice account) {
        if (trackingNumber.length() != LENGTH
                || !trackingNumber.startsWith("1Z" + shipperNumber)
                || !trackingNumber.substring(10, 17).chars().allMatch(c -> c >= '0' && c <= '9')) {
            return OptionalLong.empty();
        }
        long scrambled = Long.parseLong(trackingNumber.substring(10, 17));
        return OptionalLong.of(Math.floorMod(scrambled - offset(account), CAPACITY) * INVERSE % CAPACITY);
    }

    /** Of the 15 characters after "1Z": letters count from 2 for A, each second character counts twice. */
    static int checkDigit(String body) {
        int sum = 0;
        for (int i = 0; i < body.length(); i++) {
            char character = body.charAt(i);
            int value = character >= '0' && character <= '9' ? character - '0' : (character - 63) % 10;
            sum += i % 2 == 0 ? value : 2 * value;
        }
        return (10 - sum % 10) % 10;
    }

    private static long offset(Dice account) {
        return account.roll(-2, (int) CAPACITY);
    }

    private static long inverse() {
        long inverse = 1;
        // FACTOR to the power of the order of the group, less one; the order divides 4,000,000
        long base = FACTOR;
        for (long exponent = 4_000_000 - 1; exponent > 0; exponent >>= 1) {
            if ((exponent & 1) == 1) {
                inverse = inverse * base % CAPACITY;
            }
            base = base * base % CAPACITY;
        }
        return inverse;
    }
}
