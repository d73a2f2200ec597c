package com.deliveryhistory.history.grants;

import com.deliveryhistory.events.EventEnvelope;
import com.deliveryhistory.events.GrantEvent;
import com.deliveryhistory.events.GrantEvent.GrantActivated;
import com.deliveryhistory.events.GrantEvent.GrantExpired;
import com.deliveryhistory.events.GrantEvent.GrantExpiring;
import com.deliveryhistory.events.GrantEvent.GrantInvalidated;
import com.deliveryhistory.events.GrantEvent.GrantRenewed;
import com.deliveryhistory.events.GrantEvent.GrantWithdrawn;
import com.deliveryhistory.events.Topics;
import com.deliveryhistory.history.collection.Collecting;
import com.deliveryhistory.services.messaging.EventBatch;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.stereotype.Component;

/** What each change of an authorisation means for the history. */
@Component
final class GrantListener {

    private final Collecting collecting;

    GrantListener(Collecting collecting) {
        this.collecting = collecting;
    }

    @KafkaListener(
            id = "history-worker.grants",
            idIsGroup = false,
            topics = Topics.GRANT_EVENTS,
            containerFactory = "grantListeners")
    void on(EventBatch<GrantEvent> batch) {
        batch.each(this::on);
    }

    private void on(EventEnvelope<GrantEvent> envelope) {
        switch (envelope.event()) {
            case GrantActivated activated -> collecting.begin(activated.grant());
            case GrantExpiring expiring -> collecting.note(expiring.grant());
            case GrantRenewed renewed -> collecting.note(renewed.grant());
            case GrantInvalidated invalidated -> collecting.note(invalidated.grant());
            case GrantExpired expired -> collecting.note(expired.grant());
            case GrantWithdrawn withdrawn -> collecting.note(withdrawn.grant());
        }
    }
}
