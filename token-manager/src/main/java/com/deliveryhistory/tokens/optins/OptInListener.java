package com.deliveryhistory.tokens.optins;

import com.deliveryhistory.events.EventEnvelope;
import com.deliveryhistory.events.OptInEvent;
import com.deliveryhistory.events.Topics;
import org.springframework.kafka.annotation.KafkaListener;

/** Brings token-manager the events about opt-ins. */
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
        optIns.apply(envelope);
    }
}
