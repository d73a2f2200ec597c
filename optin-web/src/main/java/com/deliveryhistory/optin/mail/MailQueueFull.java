package com.deliveryhistory.optin.mail;

/** As many mails wait as may wait; the mail in hand was not queued. */
public final class MailQueueFull extends RuntimeException {

    MailQueueFull(Mail mail, int limit) {
        super("%s was not queued: %d mails wait already (mail.queue-limit)".formatted(mail, limit));
    }
}
