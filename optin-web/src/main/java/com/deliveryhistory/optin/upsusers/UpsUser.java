package com.deliveryhistory.optin.upsusers;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A UPS.com user as an admin wrote it: a user name or an e-mail address, both of which UPS.com takes at log-in.
 *
 * @param name 1 to {@link #LONGEST} letters, digits and signs that e-mail addresses may have (RFC 5322, section 3.2.3)
 */
public record UpsUser(String name) {

    /** As long as an e-mail address may be. */
    public static final int LONGEST = 254;

    private static final Pattern FORM = Pattern.compile("[\\p{L}\\p{M}\\p{N}.!#$%&'*+/=?^_`{|}~@-]{1," + LONGEST + "}");

    public UpsUser {
        if (!FORM.matcher(name).matches()) {
            throw new IllegalArgumentException("That is no UPS.com user name");
        }
    }

    /** The user that somebody typed; empty if it cannot be one. */
    public static Optional<UpsUser> typed(String text) {
        String name = Normalizer.normalize(text.strip(), Normalizer.Form.NFC);
        return FORM.matcher(name).matches() ? Optional.of(new UpsUser(name)) : Optional.empty();
    }

    /** The same for all spellings of a user: upper and lower case are one. */
    public static String key(String name) {
        return Normalizer.normalize(name.strip(), Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
    }
}
