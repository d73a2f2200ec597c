package com.deliveryhistory.optin.mail;

import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A mail to one person.
 *
 * @param id identifies what is told to whom; a second mail with the same id is never sent
 * @param to the address, {@linkplain #isAddress alone and without a name}
 * @param language of the person
 * @param kind which words it has: {@code mail.<kind>.*} in {@code messages.properties}
 * @param facts exactly those that the kind names
 */
public record Mail(String id, String to, Locale language, Kind kind, Map<String, String> facts) {

    private static final int LONGEST_ADDRESS = 254; // RFC 5321, section 4.5.3.1.3, without the angle brackets

    public Mail {
        facts = Map.copyOf(facts);
        if (!facts.keySet().equals(Set.copyOf(kind.facts()))) {
            throw new IllegalArgumentException(kind + " has the facts " + kind.facts());
        }
        if (!isAddress(to)) {
            throw new IllegalArgumentException("A mail needs one address without a name");
        }
    }

    /** Whether a mail can be sent to it: one address ({@code name@host.example}), no name beside it, no line breaks. */
    public static boolean isAddress(String text) {
        int at = text.lastIndexOf('@');
        if (at < 1
                || text.length() > LONGEST_ADDRESS
                || text.indexOf('.', at) < 0
                || text.chars().anyMatch(c -> c <= ' ' || c >= 127)) {
            return false;
        }
        try {
            InternetAddress[] parsed = InternetAddress.parse(text, true);
            if (parsed.length != 1 || !text.equals(parsed[0].getAddress())) {
                return false;
            }
            parsed[0].validate();
            return !parsed[0].isGroup();
        } catch (AddressException e) {
            return false;
        }
    }

    /**
     * What a mail is about. Facts stand in its words as {@code {0}}, {@code {1}} and so on, in the order in which they are
     * named here. {@code at} and {@code until} are times as {@link java.time.Instant#toString} writes them, {@code reason} is
     * one of {@code ended.<reason>}, {@code link} is a path within this application. A kind that is another one in some
     * cases has what is to be said beside ({@code more}) in words of its own.
     */
    public enum Kind {
        /** Somebody is invited to sign in for the first time. */
        INVITATION(null, "company", "by", "until", "link"),
        /** {@link #INVITATION}, to a company that signs in by its identity provider alone. */
        INVITATION_WITHOUT_PASSWORD(INVITATION),
        /** Somebody may choose a new password. */
        PASSWORD_RESET(null, "name", "until", "link"),
        /** The own password was changed. */
        PASSWORD_CHANGED("/profile", "name", "at"),
        /** The person may confirm that the address is the own one. */
        EMAIL_CONFIRMATION(null, "name", "company", "until", "link"),
        /** Another own e-mail address is to be confirmed; goes to the one that counts until then. */
        EMAIL_CHANGE_ASKED("/profile", "name", "at"),
        /** The own e-mail address was changed; goes to the earlier one. */
        EMAIL_CHANGED("/profile", "name", "at"),
        /** An own second factor was set up. */
        SECOND_FACTOR_SET_UP("/second-factor/settings", "name", "at"),
        /** An own recovery code was used. */
        RECOVERY_CODE_USED("/second-factor/settings", "name", "at", "left"),
        /** The own second factor was removed. */
        SECOND_FACTOR_REMOVED("/profile", "name", "at"),
        /** An opt-in is in force. */
        OPT_IN_ACTIVE("/company", "application", "by", "at"),
        /** An opt-in runs out soon. */
        OPT_IN_EXPIRING("/company", "application", "days", "until"),
        /** An opt-in that was to run out soon does so no longer. */
        OPT_IN_RENEWED("/company", "application", "until"),
        /** An opt-in is no longer in force. */
        OPT_IN_ENDED("/company", "application", "reason", "at"),
        /** {@link #OPT_IN_ACTIVE}, of an application for which no deliveries are collected here. */
        ACCESS_ACTIVE(OPT_IN_ACTIVE),
        /** {@link #OPT_IN_RENEWED}, of such an application. */
        ACCESS_RENEWED(OPT_IN_RENEWED),
        /** {@link #OPT_IN_ENDED}, of such an application. */
        ACCESS_ENDED(OPT_IN_ENDED);

        private final @Nullable String page;
        private final String facts; // a list is no constant to the compiler
        private final @Nullable Kind otherwise;

        Kind(@Nullable String page, String... facts) {
            this.page = page;
            this.facts = String.join(",", facts);
            this.otherwise = null;
        }

        Kind(Kind otherwise) {
            this.page = otherwise.page;
            this.facts = otherwise.facts;
            this.otherwise = otherwise;
        }

        /** The message of {@code subject}, {@code text} and {@code button}. */
        String words(String part) {
            return "mail." + (otherwise == null ? this : otherwise) + "." + part;
        }

        /** The message of what is to be said beside. */
        String more() {
            return "mail." + this + ".more";
        }

        /** The page that the mail leads to; {@code null}: the link is among the facts. */
        @Nullable
        String page() {
            return page;
        }

        /** Names of the facts, in the order in which the words take them. */
        List<String> facts() {
            return facts.isEmpty() ? List.of() : List.of(facts.split(",", -1));
        }
    }

    /** Without the facts, which hold links that are as good as passwords. */
    @Override
    public String toString() {
        return "Mail[" + id + ", " + kind + "]";
    }
}
