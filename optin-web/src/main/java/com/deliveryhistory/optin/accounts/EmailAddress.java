package com.deliveryhistory.optin.accounts;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An address that mail can be sent to: the dot-atom form of RFC 5321 within its limits of length, in ASCII. Quoted local
 * parts and address literals are refused, which nobody has and attackers like.
 */
public record EmailAddress(String value) {

    private static final String ATOM = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+";
    private static final String LABEL = "[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?";
    private static final Pattern FORM =
            Pattern.compile(ATOM + "(?:\\." + ATOM + ")*@" + LABEL + "(?:\\." + LABEL + ")+");
    private static final int LONGEST = 254;
    private static final int LONGEST_LOCAL_PART = 64;

    /** What was typed, without blanks around it; empty if it is no address. */
    public static Optional<EmailAddress> of(String typed) {
        String text = typed.strip();
        return text.length() <= LONGEST && FORM.matcher(text).matches() && text.indexOf('@') <= LONGEST_LOCAL_PART
                ? Optional.of(new EmailAddress(text))
                : Optional.empty();
    }

    /** The same for all spellings that reach the same mailbox in practice. */
    public String key() {
        return value.toLowerCase(Locale.ROOT);
    }

    @Override
    public String toString() {
        return value;
    }
}
