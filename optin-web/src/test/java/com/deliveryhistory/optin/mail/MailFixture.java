package com.deliveryhistory.optin.mail;

import java.time.Duration;

/** Settings of mail for tests in which none is sent. */
public final class MailFixture {

    private MailFixture() {}

    public static MailSettings settings() {
        return new MailSettings(
                null,
                null,
                Duration.ofSeconds(1),
                Duration.ofMinutes(5),
                Duration.ofSeconds(10),
                Duration.ofMinutes(15),
                Duration.ofDays(5),
                Duration.ofDays(90),
                1_000);
    }
}
