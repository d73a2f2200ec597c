package com.deliveryhistory.tokens.grants;

import com.deliveryhistory.events.EventEnvelope;
import com.deliveryhistory.events.GrantEvent;
import java.time.Instant;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * An event as it is stored and sent.
 *
 * @param madeAt since when it is to be sent
 * @param restated whether what it tells of came about before that, and was told then
 * @param record to be sent once
 */
record StoredEvent(String id, Instant madeAt, boolean restated, ProducerRecord<String, byte[]> record) {

    static StoredEvent of(EventEnvelope<GrantEvent> event, ProducerRecord<String, byte[]> record) {
        boolean restated = event.event().grant().restatedAt() != null;
        return new StoredEvent(event.id(), Events.madeAt(event), restated, record);
    }
}
