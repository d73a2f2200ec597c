package com.deliveryhistory.optin.accounts;

import com.deliveryhistory.optin.mail.Mail;
import java.util.Locale;
import java.util.Optional;

/** An address that {@linkplain Mail#isAddress mail can be sent to}. */
public record EmailAddress(String value) {

    /** What was typed, without blanks around it; empty if it is no address. */
    public static Optional<EmailAddress> of(String typed) {
        String text = typed.strip();
        return Mail.isAddress(text) ? Optional.of(new EmailAddress(text)) : Optional.empty();
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
