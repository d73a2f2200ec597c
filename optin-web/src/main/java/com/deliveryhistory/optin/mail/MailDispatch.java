package com.deliveryhistory.optin.mail;

import com.deliveryhistory.optin.mail.MailServer.Answer.Accepted;
import com.deliveryhistory.optin.mail.MailServer.Answer.Later;
import com.deliveryhistory.optin.mail.MailServer.Answer.Out;
import com.deliveryhistory.optin.mail.MailServer.Answer.Refused;
import com.deliveryhistory.services.background.BackgroundLoop;
import com.mongodb.MongoException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Sends what waits, one mail after the other. While the mail server is out, no mail is blamed for it and all of them wait.
 * A mail may arrive twice only if this process dies, or the store is away for minutes, between the mail server's answer and
 * noting it down.
 */
@Component
class MailDispatch extends BackgroundLoop {

    private static final Logger log = LoggerFactory.getLogger(MailDispatch.class);
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(10);
    private static final Duration REMINDER = Duration.ofHours(1);

    private final MailQueue queue;
    private final MailServer server;
    private final MailMetrics metrics;
    private final MailSettings settings;
    private final Clock clock;
    private final ReentrantLock sending = new ReentrantLock();
    private Instant notBefore = Instant.MIN;
    private Instant remindFrom = Instant.MIN;
    private int outages;

    MailDispatch(MailQueue queue, MailServer server, MailMetrics metrics, MailSettings settings, Clock clock) {
        super("mail", settings.pollInterval(), DEFAULT_PHASE);
        this.queue = queue;
        this.server = server;
        this.metrics = metrics;
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    protected void round() throws InterruptedException {
        long givenUp = queue.giveUp();
        if (givenUp > 0) {
            metrics.givenUp(givenUp);
            log.error("{} mails could not be sent within {} and never will be", givenUp, settings.giveUpAfter());
        }
        if (!server.isConfigured()) {
            remind();
        } else if (!clock.instant().isBefore(notBefore)) {
            boolean more = true;
            while (more && isRunning()) {
                more = sendNext();
            }
        }
    }

    private void remind() {
        Instant now = clock.instant();
        if (!now.isBefore(remindFrom)) {
            remindFrom = now.plus(REMINDER);
            log.warn(
                    "No mail server is configured (spring.mail.host): mails wait, for {} at most",
                    settings.giveUpAfter());
        }
    }

    /** Whether it is worth looking for another one at once. */
    private boolean sendNext() throws InterruptedException {
        sending.lock();
        try {
            Optional<QueuedMail> next = queue.claim();
            return next.isPresent() && send(next.get());
        } finally {
            sending.unlock();
        }
    }

    private boolean send(QueuedMail mail) throws InterruptedException {
        return switch (server.deliver(mail)) {
            case Accepted accepted -> {
                outages = 0;
                noteSent(mail);
                yield true;
            }
            case Refused refused -> {
                log.warn("{} is undeliverable: {}", mail.mail(), refused.why());
                queue.undeliverable(mail, refused.why());
                metrics.refused();
                yield true;
            }
            case Later later -> {
                log.info("{} is to be sent later: {}", mail.mail(), later.why());
                queue.putOff(mail, pause(mail.refusals()), later.why());
                metrics.putOff();
                yield true;
            }
            case Out out -> {
                Duration pause = pause(outages++);
                notBefore = clock.instant().plus(pause);
                log.warn("No mail can be sent now, tried again in {} s: {}", pause.toSeconds(), out.why());
                queue.giveBack(mail);
                metrics.outage();
                yield false;
            }
        };
    }

    /** While the claim lasts, a store that is away for a moment must not lead to a second mail. */
    private void noteSent(QueuedMail mail) throws InterruptedException {
        Instant claimed = clock.instant().plus(settings.lease().dividedBy(2));
        while (true) {
            try {
                if (!queue.sent(mail)) {
                    log.warn("{} took longer than mail.lease: another instance may send it again", mail.mail());
                }
                metrics.sent();
                return;
            } catch (MongoException e) {
                if (!isRunning() || clock.instant().isAfter(claimed)) {
                    throw e;
                }
                Thread.sleep(settings.pollInterval());
            }
        }
    }

    /** Half of it is chance, so that instances and mails do not all come back at the same moment. */
    private Duration pause(int failures) {
        Duration full = settings.firstRetry().multipliedBy(1L << Math.min(failures, 20));
        long millis = Math.min(full.toMillis(), settings.longestRetry().toMillis());
        return Duration.ofMillis(millis / 2 + ThreadLocalRandom.current().nextLong(millis / 2 + 1));
    }

    /** Lets the mail in hand go out and be noted. */
    @Override
    public void stop() {
        super.stop();
        try {
            if (sending.tryLock(STOP_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                sending.unlock();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
