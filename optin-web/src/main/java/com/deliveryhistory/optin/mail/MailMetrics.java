package com.deliveryhistory.optin.mail;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.ToDoubleFunction;
import org.springframework.stereotype.Component;

/** What operators see of mail. */
@Component
class MailMetrics {

    private final Counter sent;
    private final Counter refused;
    private final Counter putOff;
    private final Counter givenUp;
    private final Counter outage;

    MailMetrics(MailQueue queue, MailServer server, MeterRegistry registry) {
        this.sent = attempts(registry, "sent");
        this.refused = attempts(registry, "refused");
        this.putOff = attempts(registry, "put_off");
        this.givenUp = attempts(registry, "given_up");
        this.outage = attempts(registry, "outage");
        gauge(registry, queue, "mails.waiting", "Mails that wait to be sent", MailQueue.Figures::waiting);
        gauge(
                registry,
                queue,
                "mails.undeliverable",
                "Mails that could not be sent, of those remembered",
                MailQueue.Figures::undeliverable);
        gauge(
                registry,
                queue,
                "mails.oldest.seconds",
                "For how long the oldest of them has waited",
                MailQueue.Figures::oldestSeconds);
        Gauge.builder("mails.server.configured", server, known -> known.isConfigured() ? 1 : 0)
                .description("Whether there is a mail server to send to")
                .strongReference(true)
                .register(registry);
    }

    void sent() {
        sent.increment();
    }

    void refused() {
        refused.increment();
    }

    void putOff() {
        putOff.increment();
    }

    void givenUp(long mails) {
        givenUp.increment((double) mails);
    }

    void outage() {
        outage.increment();
    }

    private static Counter attempts(MeterRegistry registry, String outcome) {
        return Counter.builder("mails.attempts")
                .description("Attempts to send a mail")
                .tag("outcome", outcome)
                .register(registry);
    }

    private static void gauge(
            MeterRegistry registry,
            MailQueue queue,
            String name,
            String description,
            ToDoubleFunction<MailQueue.Figures> figure) {
        Gauge.builder(name, queue, known -> known.figures().read(figure))
                .description(description)
                .strongReference(true)
                .register(registry);
    }
}
