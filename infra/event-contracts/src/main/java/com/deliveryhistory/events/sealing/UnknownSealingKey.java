package com.deliveryhistory.events.sealing;

import java.io.Serial;
import java.util.regex.Pattern;

/**
 * Tokens are sealed to a key that is not live here. It may be on its way to here, while keys are rotated, or have been taken
 * away too early: the event is in order, and can be processed once the key is there.
 */
public final class UnknownSealingKey extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    private static final Pattern UNUSUAL = Pattern.compile("[^A-Za-z0-9._:-]");
    private static final int LONGEST_ID = 64;

    /**
     * Names the key.
     *
     * @param id its {@code kid}, whoever wrote it
     */
    public UnknownSealingKey(String id) {
        super("sealedTokens are sealed to a key that is not live here: kid " + shown(id));
    }

    /** So much of a key's public id as is good for a log line. */
    private static String shown(String id) {
        String plain = UNUSUAL.matcher(id).replaceAll("?");
        return plain.length() <= LONGEST_ID ? plain : plain.substring(0, LONGEST_ID) + "…";
    }
}
