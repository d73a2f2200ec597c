package com.deliveryhistory.tokens.optins;

import com.deliveryhistory.events.OptInEvent;
import com.deliveryhistory.events.Topics;
import com.deliveryhistory.services.messaging.EventBatch;
import org.springframework.kafka.annotation.KafkaListener;

/** Brings token-manager the events about opt-ins. */
final class OptInListener {

    static final String CONTAINERS = "optInListeners";

    private final OptIns optIns;
    private final BulkOptIns bulk;

    OptInListener(OptIns optIns, BulkOptIns bulk) {
        this.optIns = optIns;
        this.bulk = bulk;
    }

    @KafkaListener(
            id = "token-manager.opt-ins",
            idIsGroup = false,
            topics = Topics.OPT_IN_EVENTS,
            containerFactory = CONTAINERS)
    void on(EventBatch<OptInEvent> batch) {
        batch.take(bulk::open, optIns::apply);
    }
}
