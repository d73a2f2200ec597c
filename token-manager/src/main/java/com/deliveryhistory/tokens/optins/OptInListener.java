package com.deliveryhistory.tokens.optins;

import com.deliveryhistory.events.EventEnvelope;
import com.deliveryhistory.events.OptInEvent;
import com.deliveryhistory.events.OptInEvent.OptInGranted;
import com.deliveryhistory.events.OptInEvent.OptInWithdrawn;
import com.deliveryhistory.events.OptInEvent.PasswordChangeInvalidated;
import com.deliveryhistory.events.Topics;
import org.springframework.kafka.annotation.KafkaListener;

/** What token-manager does with each event about opt-ins. */
final class OptInListener {

    static final String CONTAINERS = "optInListeners";

    private final OptIns optIns;

    OptInListener(OptIns optIns) {
        this.optIns = optIns;
    }

    @KafkaListener(
            id = "token-manager.opt-ins",
            groupId = "token-manager",
            topics = Topics.OPT_IN_EVENTS,
            containerFactory = CONTAINERS)
    void on(EventEnvelope<OptInEvent> envelope) {
        switch (envelope.event()) {
            case OptInGranted granted -> optIns.open(envelope.id(), granted);
            case PasswordChangeInvalidated changed -> optIns.passwordChanged(envelope.id(), changed);
            case OptInWithdrawn withdrawn -> optIns.withdraw(envelope.id(), withdrawn);
        }
    }
}
