package com.deliveryhistory.optin.mail;

import com.deliveryhistory.services.http.WebAddress;
import jakarta.validation.constraints.Positive;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How mail is sent. The mail server itself is {@code spring.mail.host} and its neighbours; without it mails wait.
 *
 * @param from the sender's address; needed as soon as there is a mail server
 * @param baseUrl where people reach this application, for the links in mails, without a path; needed likewise
 * @param pollInterval how often mails are looked for
 * @param lease for how long a mail is left to the instance that sends it, longer than all of the server's time-outs
 *     together
 * @param firstRetry pause after the first refusal or failure; each further one is twice as long
 * @param longestRetry the longest pause
 * @param giveUpAfter how long it is tried to send a mail (RFC 5321, section 4.5.4.1, asks for four to five days)
 * @param keptFor how long it is remembered that a mail was sent, longer than the same fact may be told again
 * @param queueLimit how many mails may wait
 */
@Validated
@ConfigurationProperties("mail")
public record MailSettings(
        @Nullable String from,
        @Nullable URI baseUrl,
        @DefaultValue("1s") Duration pollInterval,
        @DefaultValue("5m") Duration lease,
        @DefaultValue("10s") Duration firstRetry,
        @DefaultValue("15m") Duration longestRetry,
        @DefaultValue("5d") Duration giveUpAfter,
        @DefaultValue("90d") Duration keptFor,
        @DefaultValue("100000") @Positive int queueLimit) {

    public MailSettings {
        if (from != null && !Mail.isAddress(from)) {
            throw new IllegalArgumentException("mail.from is no address: one address without a name is needed");
        }
        WebAddress.requireOrigin("mail.base-url", baseUrl);
    }
}
