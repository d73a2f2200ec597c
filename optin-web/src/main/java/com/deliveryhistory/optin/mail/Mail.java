package com.deliveryhistory.optin.mail;

import java.util.Locale;
import java.util.Map;

/**
 * A mail to one person.
 *
 * @param id identifies what is told to whom; a second mail with the same id is never sent
 * @param to the address
 * @param language of the person
 * @param kind which words and template it has: {@code mail.<kind>.*} in {@code messages.properties}
 * @param facts what the words name, e.g. a link
 */
public record Mail(String id, String to, Locale language, Kind kind, Map<String, String> facts) {

    public Mail {
        facts = Map.copyOf(facts);
    }

    /** What a mail is about. */
    public enum Kind {
        /** Somebody is invited to sign in for the first time. Facts: {@code link}, {@code company}, {@code by}, {@code until}. */
        INVITATION,
        /** Somebody may choose a new password. Facts: {@code link}, {@code until}. */
        PASSWORD_RESET
    }

    /** Without the facts, which hold links that are as good as passwords. */
    @Override
    public String toString() {
        return "Mail[" + id + ", " + kind + "]";
    }
}
