package com.deliveryhistory.optin.grants;

import com.deliveryhistory.events.EventCodec;
import com.deliveryhistory.events.EventEnvelope;
import com.deliveryhistory.events.GrantEvent;
import com.deliveryhistory.events.GrantEvent.GrantActivated;
import com.deliveryhistory.events.GrantEvent.GrantExpired;
import com.deliveryhistory.events.GrantEvent.GrantExpiring;
import com.deliveryhistory.events.GrantEvent.GrantInvalidated;
import com.deliveryhistory.events.GrantEvent.GrantRenewed;
import com.deliveryhistory.events.GrantEvent.GrantWithdrawn;
import com.deliveryhistory.events.GrantStatus;
import com.deliveryhistory.events.Topics;
import com.deliveryhistory.optin.accounts.Erasures;
import com.deliveryhistory.optin.accounts.Remembrance;
import com.deliveryhistory.services.messaging.EventBatch;
import com.deliveryhistory.services.messaging.EventListeners;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.config.ConcurrentKafkaListenerContainerFactory;
import org.springframework.stereotype.Component;

/**
 * Keeps {@link Grants} up to date, then tells the followers. Every event carries the whole state, so all of them are handled
 * alike. What is told again is passed on only where it is not known. Events of opt-ins of a company that was erased bring
 * nothing of it back, and nobody who was erased is named again.
 */
@Component
class GrantListener {

    private final Grants grants;
    private final Erasures erasures;
    private final List<GrantFollower> followers;

    GrantListener(Grants grants, Erasures erasures, List<GrantFollower> followers) {
        this.grants = grants;
        this.erasures = erasures;
        this.followers = List.copyOf(followers);
    }

    @KafkaListener(
            id = "optin-web.grants",
            idIsGroup = false,
            topics = Topics.GRANT_EVENTS,
            containerFactory = "grantListeners")
    void on(EventBatch<GrantEvent> batch) {
        batch.each(this::on);
    }

    private void on(EventEnvelope<GrantEvent> envelope) {
        GrantStatus told = envelope.event().grant();
        Remembrance erased = erasures.of(told.companyId().value());
        if (erased.isPast(told.authorizedAt())) {
            return;
        }
        EventEnvelope<GrantEvent> change = erased.pseudonymOfErased(told.authorizedBy())
                .map(pseudonym -> inPlaceOfWhoOptedIn(envelope, pseudonym))
                .orElse(envelope);
        if (grants.update(change)) {
            followers.forEach(follower -> follower.changed(change));
        }
    }

    private static EventEnvelope<GrantEvent> inPlaceOfWhoOptedIn(EventEnvelope<GrantEvent> envelope, String pseudonym) {
        GrantStatus status = envelope.event().grant().authorizedBy(pseudonym);
        GrantEvent event = switch (envelope.event()) {
            case GrantActivated activated -> new GrantActivated(status);
            case GrantExpiring expiring -> new GrantExpiring(status, expiring.daysLeft());
            case GrantRenewed renewed -> new GrantRenewed(status);
            case GrantInvalidated invalidated -> new GrantInvalidated(status);
            case GrantExpired expired -> new GrantExpired(status);
            case GrantWithdrawn withdrawn -> new GrantWithdrawn(status);
        };
        return new EventEnvelope<>(envelope.id(), envelope.source(), envelope.time(), event, envelope.traceparent());
    }

    @Configuration(proxyBeanMethods = false)
    static class Containers {

        @Bean
        ConcurrentKafkaListenerContainerFactory<Object, Object> grantListeners(EventListeners listeners) {
            return listeners.factory(EventCodec.GRANT);
        }
    }
}
